"""The letter that urges units (công văn đôn đốc): for one unit with its tables, or for many with an annex.

What it holds follows a template in use (as of day and hour; overdue, nearly due, without deadline, per unit) and the
habit of writing "(lần 2)", "(lần 3)" into the subject of repeated letters.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from docx.document import Document

from tasks.letters import layout
from tasks.letters.layout import Column, Head, Signature
from tasks.letters.types import OWN_OFFICE, SIGNATURES, Letter, Line, Signer, UnitLines

MOST_NAMED: Final = 6
"""Units named one by one after "Kính gửi"; more of them are addressed by the annex."""

OVERDUE: Final = (
    Column("TT", 9, centred=True),
    Column("Nhiệm vụ", 55),
    Column("Văn bản giao", 26),
    Column("Hạn", 23, centred=True),
    Column("Số ngày quá hạn", 15, centred=True),
    Column("Lý do", 21),
    Column("Số lần đôn đốc", 13, centred=True),
)
SOON: Final = (
    Column("TT", 9, centred=True),
    Column("Nhiệm vụ", 77),
    Column("Văn bản giao", 34),
    Column("Hạn", 23, centred=True),
    Column("Số ngày còn lại", 19, centred=True),
)
UNDATED: Final = (
    Column("TT", 9, centred=True),
    Column("Nhiệm vụ", 73),
    Column("Văn bản giao", 34),
    Column("Ngày giao", 23, centred=True),
    Column("Báo cáo gần nhất", 23, centred=True),
)
SORTS: Final = ("Quá hạn", "Sắp đến hạn", "Không có hạn", "Trong hạn")
ROMAN: Final = ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)


def draft(letter: Letter) -> bytes:
    """The letter as a .docx file, its number left blank."""
    document = layout.new_document()
    layout.letterhead(document, _head(letter))
    layout.addressed_to(document, _addressees(letter))
    layout.paragraph(document, _opening(letter))
    if len(letter.units) == 1:
        _tables(document, letter.units[0])
    else:
        _summary(document, letter)
    for text in _demands(letter):
        layout.paragraph(document, text)
    layout.closing(document, _receivers(letter), Signature(SIGNATURES[letter.signer], letter.signer_name))
    if len(letter.units) > 1:
        _annex(document, letter)
    return layout.saved(document)


def _head(letter: Letter) -> Head:
    own = letter.signer in OWN_OFFICE
    return Head(
        superior=letter.organ if own else (),
        organ=(letter.office,) if own else letter.organ,
        symbol=letter.own_symbol,
        place=letter.place,
        day=letter.day,
        about=letter.about,
    )


def _addressees(letter: Letter) -> list[str]:
    names = [unit.name for unit in letter.units]
    return names if len(names) <= MOST_NAMED else ["Các cơ quan, đơn vị có tên tại Phụ lục"]


def _opening(letter: Letter) -> str:
    overdue, soon, undated, in_term = letter.sums
    counts = [
        f"{overdue} nhiệm vụ quá hạn" if overdue else "",
        f"{soon} nhiệm vụ sắp đến hạn" if soon else "",
        f"{undated} nhiệm vụ không có hạn chưa hoàn thành" if undated else "",
        f"{in_term} nhiệm vụ trong hạn chưa hoàn thành" if in_term else "",
    ]
    who = letter.units[0].name if len(letter.units) == 1 else f"{len(letter.units)} cơ quan, đơn vị"
    moment = f"{letter.counted_at:%H} giờ {letter.counted_at:%M} ngày {letter.counted_at:%d/%m/%Y}"
    where = "cụ thể như sau:" if len(letter.units) == 1 else "tổng hợp như sau (danh sách từng nhiệm vụ tại Phụ lục):"
    return (
        f"Qua theo dõi việc thực hiện nhiệm vụ do {letter.organ_name} và Chủ tịch {letter.organ_name} giao, "
        f"số liệu tính đến {moment}, {who} còn {', '.join(filter(None, counts))}, {where}"
    )


def _tables(document: Document, unit: UnitLines) -> None:
    """The tables of one unit that hold anything, numbered through."""
    found = [
        ("Nhiệm vụ quá hạn", OVERDUE, unit.overdue, _late),
        ("Nhiệm vụ sắp đến hạn", SOON, unit.soon, _left),
        ("Nhiệm vụ không có hạn", UNDATED, unit.undated, _waiting),
        ("Nhiệm vụ trong hạn", SOON, unit.in_term, _left),
    ]
    shown = [each for each in found if each[2]]
    for number, (title, columns, lines, cells) in enumerate(shown, start=1):
        layout.table_title(document, f"{number}. {title}: {len(lines)}")
        layout.table(document, columns, [[str(row), *cells(line)] for row, line in enumerate(lines, start=1)])


def _late(line: Line) -> Sequence[str]:
    return line.title, line.paper, _day(line.due_on), str(line.days), line.cause, str(line.urged)


def _left(line: Line) -> Sequence[str]:
    return line.title, line.paper, _day(line.due_on), str(line.days)


def _waiting(line: Line) -> Sequence[str]:
    return line.title, line.paper, _day(line.assigned_on), _day(line.reported_on) or "Chưa có"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _summary(document: Document, letter: Letter) -> None:
    """One row per unit and their sum; of the four sorts only those that occur, so that each row adds up."""
    used = [index for index, count in enumerate(letter.sums) if count]
    figures = [Column(SORTS[index], 20, centred=True) for index in used]
    name = Column("Cơ quan, đơn vị", layout.TEXT_WIDTH - 10 - 20 * (len(used) + 1))
    columns = [Column("TT", 10, centred=True), name, *figures, Column("Tổng", 20, centred=True)]
    rows = [
        [str(number), unit.name, *(str(unit.counts[index]) for index in used), str(unit.total)]
        for number, unit in enumerate(letter.units, start=1)
    ]
    rows.append(["", "Tổng cộng", *(str(letter.sums[index]) for index in used), str(sum(letter.sums))])
    made = layout.table(document, columns, rows)
    for cell in made.rows[-1].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _demands(letter: Letter) -> list[str]:
    """What is asked of the units, numbered, the last one ending the letter."""
    you = letter.units[0].name if len(letter.units) == 1 else "các cơ quan, đơn vị"
    asked = []
    overdue, soon, undated, _in_term = letter.sums
    if overdue:
        asked.append(
            "Tập trung hoàn thành các nhiệm vụ quá hạn; báo cáo rõ nguyên nhân chậm, trách nhiệm của tập thể, cá nhân "
            "và cam kết ngày hoàn thành từng nhiệm vụ."
        )
    if soon:
        asked.append(
            "Bảo đảm hoàn thành đúng hạn các nhiệm vụ sắp đến hạn; trường hợp không thể hoàn thành, "
            "đề nghị gia hạn bằng lý do cụ thể trước khi hết hạn."
        )
    if undated:
        asked.append("Báo cáo tiến độ và đề xuất thời gian hoàn thành các nhiệm vụ không có hạn.")
    asked.append(_answer(letter))
    verb = "đề nghị" if letter.signer in OWN_OFFICE else "yêu cầu"
    numbered = [f"{number}. {text}" for number, text in enumerate(asked, start=1)]
    numbered[-1] = numbered[-1].rstrip(".") + "./."
    own_words = [letter.words.strip()] if letter.words.strip() else []
    return [*own_words, f"{letter.speaks_as} {verb} {you}:", *numbered]


def _answer(letter: Letter) -> str:
    until = f" trước hết ngày {letter.answer_by:%d/%m/%Y}" if letter.answer_by else ""
    return f"Cập nhật kết quả trên hệ thống theo dõi nhiệm vụ và trả lời bằng văn bản về Văn phòng{until}."


def _receivers(letter: Letter) -> list[str]:
    above = ["Chủ tịch, các PCT (để báo cáo)"] if letter.signer not in {Signer.CHAIR} else ["Các PCT (để chỉ đạo)"]
    return ["Như trên", *above, "Lưu: VT, TH"]


def _annex(document: Document, letter: Letter) -> None:
    organ = letter.speaks_as
    layout.annex(
        document,
        "DANH SÁCH NHIỆM VỤ ĐÔN ĐỐC",
        f"(Kèm theo Công văn số          /{letter.own_symbol} {layout.day_words(letter.day)} của {organ})",
    )
    for number, unit in enumerate(letter.units, start=1):
        layout.table_title(document, f"{roman(number)}. {unit.name.upper()}")
        _tables(document, unit)


def roman(number: int) -> str:
    """1 as I, 4 as IV, 19 as XIX."""
    text = ""
    for sign, value in ROMAN:
        while number >= value:
            text, number = text + sign, number - value
    return text
