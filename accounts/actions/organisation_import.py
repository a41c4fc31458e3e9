"""Bringing the directory to what a spreadsheet says: looked at row by row first, then all right rows or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import acting, people_policy
from accounts.actions import organisations
from accounts.directory import Entry
from accounts.errors import DomainError
from accounts.models import Organisation, User
from accounts.sheets import TITLES, Line

CREATED, CHANGED, SAME, WRONG = "created", "changed", "same", "wrong"
OUTCOMES: Final = (WRONG, CREATED, CHANGED, SAME)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one row: `differs` are (title, before, after), `problems` sentences with row and column."""

    line: Line
    kind: str
    differs: Sequence[tuple[str, str, str]] = ()
    problems: Sequence[str] = ()

    @property
    def code(self) -> str:
        """The code in the row."""
        return str(self.line.values.get("code", ""))


def check(lines: Sequence[Line]) -> list[Outcome]:
    """What an import would do, row by row, without writing anything (one query)."""
    known = {row.code: row for row in Organisation.objects.select_related("parent")}
    codes = [str(line.values.get("code", "")) for line in lines]
    parents = {code: row.parent.code if row.parent else "" for code, row in known.items()}
    parents |= {code: line.values["parent"] for code, line in zip(codes, lines, strict=True) if "parent" in line.values}
    outcomes = []
    seen: set[str] = set()
    for code, line in zip(codes, lines, strict=True):
        wrong = {
            **_wrong(line, known.get(code), parents),
            **({"code": _("bị trùng trong tệp.")} if code in seen else {}),
        }
        seen.add(code)
        outcomes.append(_outcome(line, {**wrong, **line.wrong}, known.get(code)))
    return outcomes


def _wrong(line: Line, row: Organisation | None, parents: Mapping[str, str]) -> dict[str, str]:
    values = line.values
    found: dict[str, str] = {}
    if not _passes(validate_slug, values.get("code", "")):
        found["code"] = _("chỉ gồm chữ không dấu, số, gạch nối.")
    if values.get("email") and not _passes(validate_email, values["email"]):
        found["email"] = _("“%(cell)s” không phải là địa chỉ thư.") % {"cell": values["email"]}
    if (above := values.get("parent")) and above not in parents:
        found["parent"] = _("không có tổ chức mã “%(code)s”.") % {"code": above}
    elif above and _loops(values.get("code", ""), parents):
        found["parent"] = _("tổ chức không thể nằm bên trong chính nó.")
    begin = values.get("valid_from", row.valid_from if row else None)
    end = values.get("valid_to", row.valid_to if row else None)
    if begin and end and end <= begin:
        found["valid_to"] = _("phải sau ngày bắt đầu.")
    for name, longest in (("symbols", 30), ("aliases", 300), ("head_titles", 200)):
        if any(len(item) > longest for item in values.get(name, ())):
            found[name] = _("có mục dài quá %(longest)d ký tự.") % {"longest": longest}
    return found


def _passes(validate: Any, value: str) -> bool:
    try:
        validate(value)
    except ValidationError:
        return False
    return True


def _loops(code: str, parents: Mapping[str, str]) -> bool:
    seen = {code}
    above = parents.get(code, "")
    while above:
        if above in seen:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def _outcome(line: Line, wrong: Mapping[str, str], row: Organisation | None) -> Outcome:
    if wrong:
        problems = [
            _("Dòng %(row)d, cột “%(column)s”: %(what)s")
            % {"row": line.number, "column": TITLES[name], "what": sentence}
            for name, sentence in wrong.items()
        ]
        return Outcome(line, WRONG, problems=problems)
    if row is None:
        return Outcome(line, CREATED)
    values = _filled(line)
    now = {name: getattr(row, name) for name in values if name != "parent"}
    now["parent"] = row.parent.code if row.parent else ""
    differs = [
        (str(TITLES[name]), _shown(now[name]), _shown(value)) for name, value in values.items() if now[name] != value
    ]
    return Outcome(line, CHANGED if differs else SAME, differs)


def _filled(line: Line) -> dict[str, Any]:
    """The values with the short name that an empty cell stands for."""
    values = dict(line.values)
    if "short_name" in values and not values["short_name"]:
        values["short_name"] = values["name"]
    return values


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value) or "–"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "–")


@transaction.atomic
def carry_out(lines: Sequence[Line], *, only_right: bool, actor: User, today: date) -> organisations.Loaded:
    """Write what `check` says; with a wrong row nothing, unless only the right rows are wanted.

    Raises:
        Refused: the actor is no administrator.
        DomainError: `rows_wrong`, or a right row stands below one that is left out (`parent_left_out`).
    """
    acting.require(people_policy.may_manage, actor, today=today)
    outcomes = check(lines)
    wrong = [outcome for outcome in outcomes if outcome.kind == WRONG]
    if wrong and not only_right:
        raise DomainError(_("Tệp còn dòng sai nên chưa nhập gì."), code="rows_wrong")
    right = [outcome.line for outcome in outcomes if outcome.kind in {CREATED, CHANGED}]
    entries = _in_order([_entry(line) for line in right], {str(outcome.code) for outcome in wrong})
    return organisations.load(entries, [], actor=actor)


def _entry(line: Line) -> Entry:
    values = _filled(line)
    code, parent = values.pop("code"), values.pop("parent", None)
    if parent is None:
        row = Organisation.objects.select_related("parent").filter(code=code).first()
        parent = row.parent.code if row and row.parent else ""
    values.setdefault("short_name", values["name"])
    return Entry(code, parent, values)


def _in_order(entries: Iterable[Entry], left_out: set[str]) -> list[Entry]:
    """Parents before their children; one whose new parent is left out cannot be written."""
    waiting = {entry.code: entry for entry in entries}
    known = set(Organisation.objects.values_list("code", flat=True)) - set(waiting)
    ordered: list[Entry] = []
    while waiting:
        ready = [entry for entry in waiting.values() if entry.parent not in waiting]
        for entry in ready:
            if entry.parent and entry.parent not in known:
                raise DomainError(
                    _("Mã “%(code)s” thuộc “%(parent)s”, là dòng sai bị bỏ lại.")
                    % {"code": entry.code, "parent": entry.parent},
                    code="parent_left_out",
                )
            known.add(entry.code)
            ordered.append(waiting.pop(entry.code))
    return ordered
