"""Bytes of a file in, a `Document` out."""

from directives.parsing.readers.read import MAX_BYTES, read

__all__ = ["MAX_BYTES", "read"]
