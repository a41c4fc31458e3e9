"""Opening the zip of an office file without being hurt by it."""

import io
import zipfile
from typing import Final

from lxml import etree

from directives.parsing.errors import MislabelledFile, OversizedFile, UnreadableFile

MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 300
"""Text packs about 10:1; a bomb packs thousands to one."""

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def open_docx(data: bytes) -> zipfile.ZipFile:
    """The archive of a .docx.

    Raises:
        MislabelledFile: a zip of something else.
        OversizedFile: it unpacks to more than any paper holds.
        UnreadableFile: the zip is broken.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise UnreadableFile("Tệp .docx bị hỏng; hãy mở bằng Word, lưu lại rồi tải lên.") from error
    entries = archive.infolist()
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise MislabelledFile
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 100_000):
        raise OversizedFile("Tệp .docx giải nén ra quá lớn; hãy lưu lại bằng Word rồi tải lên.")
    return archive


def part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """One XML part, read without entities, network or external files; None when the file has no such part."""
    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)
