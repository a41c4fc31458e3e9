"""What can be shown of a stored file in the browser; made once for each content and kept beside its page pictures.

Only files that are kept for good are shown: what is made of one outlives it otherwise.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile

from directives.actions.intake import bytes_of
from directives.actions.pages import folder_of, keep, turn


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of whichever row: its name for people, the sha256 of its bytes, and where they are."""

    name: str
    sha256: str
    content: FieldFile


def shown_of(file: Stored) -> dict[str, Any]:
    """`pages`, `text`, `sheets` and `is_cut` of `directives.parsing.readers.preview.Preview`, as plain values.

    Raises:
        UnreadableFile: with the sentence for people; nothing is kept then.
    """
    name = f"{folder_of(file.sha256)}/preview.json"
    if not default_storage.exists(name):
        made = _made(bytes_of(file.content))
        keep(name, json.dumps(made, ensure_ascii=False).encode("utf-8", "replace"))
        return made
    with default_storage.open(name) as kept:
        found: dict[str, Any] = json.loads(kept.read())
        return found


def _made(data: bytes) -> dict[str, Any]:
    # The readers are large; who only knows the addresses of previews does not load them.
    from directives.parsing.readers.guarded import preview_guarded
    from directives.parsing.readers.preview import preview

    with turn:
        return preview_guarded(data) if settings.READ_APART else asdict(preview(data))
