"""Pictures of the pages of a file, drawn once and kept: they can be made again at any time, so nobody backs them up."""

import threading
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile

from directives.actions.intake import bytes_of
from directives.models import DirectiveFile

FOLDER: Final = "page-images"
AT_ONCE: Final = 2
"""Pages that one process of the web server draws at the same time; further readers wait their turn."""

turn = threading.BoundedSemaphore(AT_ONCE)


def picture_of(file: DirectiveFile, number: int) -> FieldFile:
    """The picture of page `number` (from 0), ready to be handed out; whether somebody may see it is asked before.

    Raises:
        UnreadableFile: the file has no such page, is gone, or takes too long to draw.
    """
    return picture(file.content, file.sha256, number)


def picture(content: FieldFile, sha256: str, number: int) -> FieldFile:
    """As `picture_of`, for a stored file of whichever row; the same content is drawn once for all rows.

    Raises:
        UnreadableFile: as there.
    """
    name = f"{folder_of(sha256)}/{number}.webp"
    if not default_storage.exists(name):
        keep(name, _drawn(content, number))
    return FieldFile(content.instance, content.field, name)


def folder_of(sha256: str) -> str:
    """Where everything made of one content is kept."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def _drawn(content: FieldFile, number: int) -> bytes:
    # Pictures and numbers in arrays are loaded by who draws, not by every process that knows the addresses of pages.
    from directives.parsing.readers.drawing import draw_page
    from directives.parsing.readers.guarded import draw_guarded

    draw = draw_guarded if settings.READ_APART else draw_page
    with turn:
        return draw(bytes_of(content), number)


def keep(name: str, made: bytes) -> None:
    """Two who ask at the same moment make the same; the second copy, under another name, goes."""
    kept = default_storage.save(name, ContentFile(made))
    if kept != name:
        default_storage.delete(kept)
