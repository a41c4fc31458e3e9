"""The minutes of a review meeting (biên bản), in the layout of annex I of NĐ 30/2020/NĐ-CP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from docx.document import Document

from tasks.letters import layout
from tasks.letters.layout import CENTRE, Column, Head, Signature, write

CONCLUSIONS: Final = (
    Column("TT", 9, centred=True),
    Column("Nội dung", 52),
    Column("Kết luận", 55),
    Column("Cơ quan thực hiện", 24),
    Column("Thời hạn", 22, centred=True),
)
LEFT_OVER: Final = (Column("TT", 9, centred=True), Column("Nội dung", 103), Column("Ghi chú", 50))


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One decision: about what, in which words, who carries it out until when."""

    about: str
    words: str
    unit: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything that the paper says; `heard` and `left` are items without a decision, each with a remark."""

    organ: tuple[str, ...]
    office: str
    symbol: str
    city: str
    title: str
    held_on: date
    place: str
    chair: str
    secretary: str
    present: Sequence[str]
    conclusions: Sequence[Conclusion]
    heard: Sequence[tuple[str, str]]
    left: Sequence[tuple[str, str]]


def draft(minutes: Minutes) -> bytes:
    """The minutes as a .docx file, their number left blank."""
    document = layout.new_document()
    layout.letterhead(document, _head(minutes))
    _title(document, minutes)
    for line in _opening(minutes):
        layout.paragraph(document, line)
    _conclusions(document, minutes)
    _rest(document, "Nội dung đã nghe, không giao thêm việc", minutes.heard)
    _rest(document, "Nội dung để lần họp sau", minutes.left)
    layout.paragraph(document, "Biên bản được lập thành văn bản, thông qua tại cuộc họp.")
    layout.closing(document, ("Như thành phần dự họp", "Lưu: VT"), Signature(("CHỦ TRÌ",), minutes.chair))
    return layout.saved(document)


def _head(minutes: Minutes) -> Head:
    return Head(
        superior=minutes.organ,
        organ=(minutes.office,),
        symbol=minutes.symbol,
        place=minutes.city,
        day=minutes.held_on,
        about="",
    )


def _title(document: Document, minutes: Minutes) -> None:
    write(document.add_paragraph(), "BIÊN BẢN", bold=True, align=CENTRE)
    below = write(document.add_paragraph(), minutes.title, bold=True, align=CENTRE)
    below.paragraph_format.space_after = layout.BODY


def _opening(minutes: Minutes) -> list[str]:
    lines = [
        f"Thời gian: {layout.day_words(minutes.held_on)}.",
        f"Địa điểm: {minutes.place}." if minutes.place else "",
        f"Chủ trì: {minutes.chair}.",
        f"Người ghi biên bản: {minutes.secretary}.",
        f"Thành phần dự: {'; '.join(minutes.present)}." if minutes.present else "",
    ]
    return [line for line in lines if line]


def _conclusions(document: Document, minutes: Minutes) -> None:
    if not minutes.conclusions:
        layout.paragraph(document, "Cuộc họp không có kết luận giao việc.")
        return
    layout.table_title(document, f"Kết luận của cuộc họp: {len(minutes.conclusions)}")
    rows = [
        [str(number), each.about, each.words, each.unit, f"{each.until:%d/%m/%Y}" if each.until else ""]
        for number, each in enumerate(minutes.conclusions, start=1)
    ]
    layout.table(document, CONCLUSIONS, rows)


def _rest(document: Document, title: str, items: Sequence[tuple[str, str]]) -> None:
    if items:
        layout.table_title(document, f"{title}: {len(items)}")
        rows = [[str(number), about, remark] for number, (about, remark) in enumerate(items, start=1)]
        layout.table(document, LEFT_OVER, rows)
