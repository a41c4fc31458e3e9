"""Zip packages opened with care: bombs, locks and wrong contents are refused before anything is unpacked."""

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from directives.parsing.errors import READABLE, EncryptedFile, MislabelledFile, UnreadableFile

MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 25 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 10 * 1024 * 1024
MAX_PARTS = 5000
LOCKED = 0x1
BROKEN = "Tệp .docx bị hỏng; hãy mở bằng Word, lưu lại rồi tải lên."
BOMB = "Tệp bung ra lớn bất thường nên không được mở; hãy lưu lại bằng Word hoặc dán nội dung văn bản."
OTHERS = (
    ("xl/workbook.xml", "Tệp Excel không phải văn bản chỉ đạo; " + READABLE),
    ("ppt/presentation.xml", "Tệp trình chiếu chưa đọc được; " + READABLE),
    ("content.xml", "Tệp OpenDocument này không phải văn bản; " + READABLE),
)
PLAIN_ZIP = "Tệp nén không phải văn bản Word; hãy giải nén rồi tải từng tệp .docx hoặc .pdf lên."
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
RELATIONS = "_rels/.rels"


def open_package(data: bytes) -> zipfile.ZipFile:
    """The package, its declared sizes checked (reading never gives more); raises `UnreadableFile`."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(BROKEN) from error
    entries = package.infolist()
    if any(entry.flag_bits & LOCKED for entry in entries):
        raise EncryptedFile
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * len(data)
    if unpacked > MAX_UNPACKED or swollen or len(entries) > MAX_PARTS:
        raise UnreadableFile(BOMB)
    return package


def check_word(data: bytes) -> None:
    """Nothing if `data` is a Word package; raises `MislabelledFile` or what `open_package` raises."""
    with open_package(data) as package:
        names = set(package.namelist())
        if main_part(package) in names:
            return
        for part, sentence in OTHERS:
            if part in names:
                raise MislabelledFile(sentence)
        raise MislabelledFile(PLAIN_ZIP)


def is_open_document(data: bytes) -> bool:
    """Whether the package is a text of LibreOffice (.odt); raises what `open_package` raises."""
    with open_package(data) as package:
        names = package.namelist()
        if not {"mimetype", "content.xml"} <= set(names) or package.getinfo("mimetype").file_size > 100:
            return False
        try:
            return package.read("mimetype").strip() == OPEN_TEXT
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UnreadableFile(BROKEN) from error


def main_part(package: zipfile.ZipFile) -> str:
    """The name of the part that holds the text (`word/document.xml`), or an empty text when there is none."""
    if RELATIONS not in package.namelist():
        return ""
    for relation in parse(package, RELATIONS):
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            target = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
            return target if target.startswith("word/") else ""
    return ""


def parse(package: zipfile.ZipFile, name: str) -> Any:
    """The root element of an XML part, without entities, network or a document type; raises `UnreadableFile`."""
    if package.getinfo(name).file_size > MAX_PART:
        raise UnreadableFile(BOMB)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(package.read(name), parser)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableFile(BROKEN) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile(BROKEN)
    return root
