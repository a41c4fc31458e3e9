"""The process that reads one uploaded file: bytes on standard input, a document or a sentence as JSON on its output.

Started by `guarded.read_guarded`. Limits of memory and time are set before anything of the file is looked at, so that
a file made to break a reader breaks this process and nothing else.
"""

import json
import os
import resource
import sys
from typing import Any

from directives.parsing.types import Document, Span, Table, TableRow

MEMORY = 2 * 1024**3
CPU_SECONDS = 420
FILE_BYTES = 512 * 1024**2


def main() -> None:
    """Read standard input under limits and print what came of it."""
    limit()
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    answer = json.dumps(_answer(sys.stdin.buffer.read(), name), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass"))


def limit(memory: int = MEMORY, cpu_seconds: int = CPU_SECONDS) -> None:
    """Bound this process; the memory of a converter that it starts is bounded anew by its own hard limit."""
    os.environ.update(OMP_THREAD_LIMIT="1", OPENBLAS_NUM_THREADS="1")
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes, name: str) -> dict[str, Any]:
    from directives.parsing.errors import UnreadableFile
    from directives.parsing.readers.read import read

    try:
        return packed(read(data, name))
    except UnreadableFile as error:
        return {"code": error.code, "sentence": str(error)}


def packed(document: Document) -> dict[str, Any]:
    """The document as plain values."""
    return {
        "text": document.text,
        "warnings": list(document.warnings),
        "tables": [
            {
                "span": [table.span.start, table.span.end],
                "rows": [[list(row.cells), [[span.start, span.end] for span in row.spans]] for row in table.rows],
            }
            for table in document.tables
        ],
    }


def unpacked(answer: dict[str, Any]) -> Document:
    """The document that `packed` made these values of; raises `KeyError`, `TypeError`, `ValueError` for others."""
    tables = (
        Table(tuple(_row(cells, spans) for cells, spans in table["rows"]), _span(table["span"]))
        for table in answer["tables"]
    )
    return Document(str(answer["text"]), tuple(tables), tuple(map(str, answer["warnings"])))


def _row(cells: list[str], spans: list[list[int]]) -> TableRow:
    return TableRow(tuple(map(str, cells)), tuple(map(_span, spans)))


def _span(ends: list[int]) -> Span:
    start, end = ends
    return Span(int(start), int(end))


if __name__ == "__main__":
    main()
