"""Files made for the tests: Word packages with what typists leave in them, and PDFs set by typst."""

import io
import zipfile

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

SPACE = nsdecls("w")
NUMBERING = "/word/numbering.xml"


def word(*parts: str, numbering: str = "", header: str = "") -> bytes:
    """A Word file whose body holds these WordprocessingML fragments (`w:` is declared)."""
    paper = docx.Document()
    body = paper.element.body
    for part in parts:
        body.insert(len(body) - 1, parse_xml(part.replace(">", f" {SPACE}>", 1)))
    if numbering:
        root = paper.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for child in parse_xml(f"<w:numbering {SPACE}>{numbering}</w:numbering>"):
            root.append(child)
    if header:
        paper.sections[0].header.paragraphs[0].text = header
    saved = io.BytesIO()
    paper.save(saved)
    return saved.getvalue()


def para(text: str, properties: str = "") -> str:
    """A paragraph."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph that Word numbers."""
    reference = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return para(text, reference)


def level(at: int, shape: str, text: str, start: int = 1, more: str = "") -> str:
    """A level of a numbering definition."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{shape}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(*levels: str, number: int = 1) -> str:
    """An abstract definition of a list; `instance` must follow all definitions."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def instance(number: int = 1, abstract: int = 1, more: str = "") -> str:
    """A list on an abstract definition."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def table(*rows: str) -> str:
    """A table of rows made by `row`."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(*cells: str) -> str:
    """A row of cells made by `cell`."""
    return f"<w:tr>{''.join(cells)}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    """A cell with a paragraph, or with the given fragments when they are XML."""
    inner = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def repacked(data: bytes, **parts: bytes | None) -> bytes:
    """The package with parts replaced, added or (None) taken out; names with `/` and `.` written as `__` and `_`."""
    out = io.BytesIO()
    names = {key.replace("__", "/").replace("_xml", ".xml"): value for key, value in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, content in names.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


PAGE = """#set page(width: 595pt, height: 842pt, margin: 70pt)
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi", hyphenate: false)
#set par(justify: true, first-line-indent: (amount: 28pt, all: true), spacing: 1em)
"""


def pdf(source: str) -> bytes:
    """A PDF of a typst text, on pages of an office paper."""
    return bytes(typst.compile((PAGE + source).encode(), format="pdf", ignore_system_fonts=True))
