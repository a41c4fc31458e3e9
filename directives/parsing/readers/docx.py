"""Word files: mammoth reads the body; what it drops is put in beforehand (list labels, moved text, headers)."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import mammoth
from lxml import etree

from directives.parsing.readers.blocks import assemble, fold
from directives.parsing.readers.html import blocks_of
from directives.parsing.readers.numbering import Labels, W
from directives.parsing.readers.package import main_part, open_package, parse
from directives.parsing.types import Document

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
KEPT = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/[^/]+\.rels|word/styles[^/]*\.xml")
RENAMED = {f"{W}moveTo": f"{W}ins", f"{W}customXml": f"{W}smartTag", f"{W}dir": f"{W}smartTag"}
LEFT_OUT = (f"{W}moveFrom", f"{W}footnoteReference", f"{W}endnoteReference", f"{W}commentReference")
# Of styles only the names matter; the rest takes longer to read than the paper.
LOOKS = (f"{W}latentStyles", f"{W}docDefaults", f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}tblStylePr")
NOTES = "Chú thích ở chân trang không được đọc vào văn bản."
_NUMBER = re.compile(r"\bSố\s*:?\s*\d*\s*[-/]\s*\w", re.IGNORECASE)


def read_docx(data: bytes) -> Document:
    """Body text with tracked insertions, content controls, text boxes, tables and printed list labels.

    Nothing outside the package is fetched and no picture is unpacked; a header is read when only it holds the number.
    """
    with open_package(data) as package:
        main = main_part(package)
        body = parse(package, main)
        noted = next(body.iter(f"{W}footnoteReference", f"{W}endnoteReference"), None) is not None
        labels = Labels(_part(package, "word/numbering.xml"), _part(package, "word/styles.xml"))
        _prepare(body, labels)
        headers = list(_headers(package))
        page = mammoth.convert_to_html(_reduced(package, main, body), convert_image=_no_image).value
    blocks = blocks_of(page)
    document = assemble(blocks, (NOTES,) if noted else ())
    if headers and not _NUMBER.search(document.text):
        return assemble([*headers, *blocks], document.warnings)
    return document


def _part(package: zipfile.ZipFile, name: str) -> Any:
    return parse(package, name) if name in package.namelist() else None


def _no_image(_: Any) -> list[Any]:
    """Pictures are never opened: neither those in the package nor those it points to."""
    return []


def _prepare(body: Any, labels: Labels) -> None:
    """Turn what mammoth would lose into what it reads."""
    _choose(body)
    for element in list(body.iter(*LEFT_OUT)):
        element.getparent().remove(element)
    for element in list(body.iter(*RENAMED)):
        element.tag = RENAMED[element.tag]
    for run in list(body.iter(f"{W}r")):
        hidden = run.find(f"{W}rPr/{W}vanish")
        if hidden is not None and hidden.get(f"{W}val") not in {"0", "false", "off"}:
            run.getparent().remove(run)
    for paragraph in body.iter(f"{W}p"):
        _number(paragraph, labels)


def _choose(body: Any) -> None:
    """Of two alternatives mammoth takes the fallback: keep that one, or the other when there is none."""
    for alternatives in list(body.iter(f"{MC}AlternateContent")):
        choices = alternatives.findall(f"{MC}Choice")
        if alternatives.find(f"{MC}Fallback") is None and choices:
            choices.pop(0).tag = f"{MC}Fallback"
        for choice in choices:
            alternatives.remove(choice)


def _number(paragraph: Any, labels: Labels) -> None:
    """Write the label of a numbered paragraph into its text."""
    properties = paragraph.find(f"{W}pPr")
    label = labels.next(properties)
    if properties is not None:
        for numbered in properties.findall(f"{W}numPr"):
            properties.remove(numbered)
    if label and any(text.text and text.text.strip() for text in paragraph.iter(f"{W}t")):
        run = etree.Element(f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = f"{label} "
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)


def _headers(package: zipfile.ZipFile) -> Iterator[str]:
    """The headers that hold a number and symbol, as one paragraph each."""
    for name in sorted(package.namelist()):
        if re.fullmatch(r"word/header\d*\.xml", name):
            paragraphs = parse(package, name).iter(f"{W}p")
            text = fold("\n".join("".join(part.text or "" for part in p.iter(f"{W}t")) for p in paragraphs))
            if _NUMBER.search(text):
                yield text


def _reduced(package: zipfile.ZipFile, main: str, body: Any) -> io.BytesIO:
    """A package of the prepared body and the few parts it needs, each parsed safely and written anew."""
    reduced = io.BytesIO()
    with zipfile.ZipFile(reduced, "w") as copy:
        for name in filter(KEPT.fullmatch, package.namelist()):
            copy.writestr(name, _written(_plain(parse(package, name))))
        copy.writestr(main, _written(body))
    reduced.seek(0)
    return reduced


def _plain(part: Any) -> Any:
    """The part without what only concerns looks."""
    for look in list(part.iter(*LOOKS)):
        look.getparent().remove(look)
    return part


def _written(part: Any) -> bytes:
    return bytes(etree.tostring(part, encoding="UTF-8", xml_declaration=True))
