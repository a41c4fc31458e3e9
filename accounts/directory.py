"""Loading a directory of organisations from a JSON file, by code and as often as one likes.

The file holds `organisations` (code, name, short_name, kind, rank; optionally parent, aliases, symbols,
head_titles, email, valid_from, valid_to, note) and `successions` (into, on, kind, and predecessors as `codes` of
organisations in the directory or as `names` of bodies outside it). A parent stands before its children or is
already on record. A body that went on under its name from before the reorganisation of 2025 has no valid_from.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import Organisation, OrganisationKind, SuccessionKind

BUILT_IN: Final = Path(__file__).parent / "data" / "organisations.json"
_TEXTS: Final = ("name", "short_name", "email", "note")
_LISTS: Final = ("aliases", "symbols", "head_titles")
_DATES: Final = ("valid_from", "valid_to")
_KNOWN: Final = frozenset({"code", "kind", "parent", "rank", *_TEXTS, *_LISTS, *_DATES})


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation as the file states it; `values` are columns ready to store, without the parent."""

    code: str
    parent: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """One succession; `code` is empty for a predecessor outside the directory."""

    into: str
    on: date
    kind: str
    code: str
    name: str


@dataclass(slots=True)
class Problems:
    """Everything wrong with a file, a sentence each, so that it is mended in one go."""

    sentences: list[str] = field(default_factory=list)

    def add(self, row: int, sentence: str) -> None:
        """Note what is wrong in the row with that number (from 1)."""
        self.sentences.append(_("Dòng %(row)d: %(what)s") % {"row": row, "what": sentence})


class UnreadableDirectory(Exception):
    """The file cannot be loaded; `sentences` say what to mend, row by row."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


def read(path: Path) -> tuple[list[Entry], list[Origin]]:
    """The entries and successions of a file.

    Raises:
        UnreadableDirectory: with one sentence for each row that cannot be loaded.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        rows, links = content["organisations"], content.get("successions", [])
    except OSError as error:
        raise UnreadableDirectory([_("Không mở được tệp %(path)s.") % {"path": path}]) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        sentence = _('Tệp phải là JSON có danh sách "organisations"; nội dung hiện tại không đọc được.')
        raise UnreadableDirectory([sentence]) from error
    problems = Problems()
    entries = _entries(rows, problems)
    origins = _origins(links, {entry.code for entry in entries}, problems)
    if problems.sentences:
        raise UnreadableDirectory(problems.sentences)
    return entries, origins


def _entries(rows: Iterable[Any], problems: Problems) -> list[Entry]:
    known = set(Organisation.objects.values_list("code", flat=True))
    seen: set[str] = set()
    entries = []
    for number, row in enumerate(rows, start=1):
        sentence = _wrong(row, known | seen, seen)
        if sentence:
            problems.add(number, sentence)
            continue
        seen.add(row["code"])
        entries.append(Entry(row["code"], row.get("parent", ""), _values(row)))
    return entries


def _wrong(row: Any, known: set[str], seen: set[str]) -> str:
    if not isinstance(row, dict) or not str(row.get("code", "")).strip():
        return _("thiếu mã tổ chức (code).")
    code = row["code"]
    if code in seen:
        return _('mã "%(code)s" bị trùng.') % {"code": code}
    if unknown := sorted(set(row) - _KNOWN):
        return _('"%(code)s" có cột không hiểu: %(names)s.') % {"code": code, "names": ", ".join(unknown)}
    if not str(row.get("name", "")).strip():
        return _('"%(code)s" thiếu tên đầy đủ (name).') % {"code": code}
    return _wrong_place(row, known) or _wrong_values(row)


def _wrong_place(row: Mapping[str, Any], known: set[str]) -> str:
    code = row["code"]
    if row.get("kind") not in OrganisationKind.values:
        return _('"%(code)s" có loại "%(kind)s" không có trong danh mục.') % {"code": code, "kind": row.get("kind")}
    if row.get("parent") and row["parent"] not in known:
        values = {"code": code, "parent": row["parent"]}
        return _('"%(code)s" thuộc "%(parent)s", nhưng chưa có tổ chức này ở các dòng trên.') % values
    return ""


def _wrong_values(row: Mapping[str, Any]) -> str:
    code = row["code"]
    for name in _LISTS:
        if not isinstance(row.get(name, []), list):
            return _('"%(code)s": cột %(name)s phải là danh sách.') % {"code": code, "name": name}
    days = [_day(row.get(name)) for name in _DATES]
    if None in days:
        return _('"%(code)s" có ngày không đúng dạng năm-tháng-ngày.') % {"code": code}
    if all(days) and str(days[0]) >= str(days[1]):
        return _('"%(code)s" kết thúc trước khi bắt đầu.') % {"code": code}
    return ""


def _day(value: object) -> date | str | None:
    """A date, an empty text when there is none, None when it cannot be read."""
    try:
        return date.fromisoformat(str(value)) if value else ""
    except ValueError:
        return None


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: str(row[name]).strip() for name in _TEXTS if name in row}
    values |= {name: [str(item).strip() for item in row.get(name, [])] for name in _LISTS}
    values |= {name: _day(row.get(name)) or None for name in _DATES}
    values.setdefault("short_name", values["name"])
    return {**values, "kind": row["kind"], "rank": int(row.get("rank", 0))}


def _origins(rows: Iterable[Any], codes: set[str], problems: Problems) -> list[Origin]:
    known = codes | set(Organisation.objects.values_list("code", flat=True))
    origins: list[Origin] = []
    for number, row in enumerate(rows, start=1):
        on, kind, into = _day(row.get("on")), row.get("kind"), row.get("into")
        missing = sorted({into, *row.get("codes", [])} - known)
        if missing:
            problems.add(number, _("kế thừa nhắc đến tổ chức không có: %(codes)s.") % {"codes": ", ".join(missing)})
        elif kind not in SuccessionKind.values or not isinstance(on, date):
            problems.add(number, _('kế thừa vào "%(code)s" thiếu ngày hoặc cách kế thừa.') % {"code": into})
        else:
            origins += [Origin(into, on, kind, code, "") for code in row.get("codes", [])]
            origins += [Origin(into, on, kind, "", str(name)) for name in row.get("names", [])]
    return origins
