"""Groups of agencies that a paper names in one breath: "các sở, ban, ngành", "UBND các xã, phường, đặc khu".

A group is offered to the reviewer, never applied on its own: who belongs to it is a question of the day and of sense
(a group that names "liên quan" bodies can only be settled by a person).
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import OrganisationKind as Kind
from accounts.text import lowered

_DEPARTMENTS: Final = frozenset({Kind.DEPARTMENT, Kind.OTHER_AGENCY})
_COMMUNES: Final = frozenset({Kind.WARD, Kind.COMMUNE, Kind.SPECIAL_ZONE})
_MASS: Final = frozenset({Kind.MASS_ORGANISATION, Kind.FRONT})

# Phrase in the mention and the kinds it stands for; each phrase found adds its kinds.
_MEMBERS: Final[dict[str, frozenset[Kind]]] = {
    lowered(phrase): kinds
    for phrase, kinds in {
        "sở": _DEPARTMENTS,
        "ngành": _DEPARTMENTS,
        "cơ quan chuyên môn": _DEPARTMENTS,
        "địa phương": _COMMUNES,
        "cấp xã": _COMMUNES,
        "quận": _COMMUNES,
        "huyện": _COMMUNES,
        "phường": frozenset({Kind.WARD}),
        "xã": frozenset({Kind.COMMUNE}),
        "đặc khu": frozenset({Kind.SPECIAL_ZONE}),
        "đoàn thể": _MASS,
    }.items()
}
_PLURAL: Final = frozenset(lowered("các những mọi").split())
_PLURAL_STARTS: Final = tuple(
    lowered(start) for start in ("sở ban ngành", "sở ngành", "xã phường", "cấp xã", "UBND cấp xã", "quận huyện")
)
# A mention with any other word names one body, or a kind that the directory does not hold.
_VOCABULARY: Final = frozenset(
    lowered(
        "các những mọi toàn bộ tất cả và sở ban ngành đoàn thể cơ quan đơn vị địa phương xã phường đặc khu quận huyện "
        "thị thành phố tp ubnd ủy ban nhân dân cấp chính quyền thủ trưởng giám đốc chủ tịch người đứng đầu trực thuộc "
        "tổ chức chính trị hội chuyên môn trên địa bàn hải phòng có của tại lãnh đạo"
    ).split()
)
_RELATED: Final = lowered("liên quan")
_CENTRAL: Final = lowered("các bộ")
_LEGACY: Final = frozenset(lowered("quận huyện").split())
_EXHORTATION: Final = lowered("các cấp")

_LABELS: Final[list[tuple[frozenset[Kind], str | Promise]]] = [
    (_DEPARTMENTS, gettext_lazy("các sở, ban, ngành")),
    (_COMMUNES, gettext_lazy("UBND các xã, phường, đặc khu")),
    (frozenset({Kind.WARD, Kind.COMMUNE}), gettext_lazy("UBND các xã, phường")),
    (frozenset({Kind.WARD}), gettext_lazy("UBND các phường")),
    (frozenset({Kind.COMMUNE}), gettext_lazy("UBND các xã")),
    (frozenset({Kind.SPECIAL_ZONE}), gettext_lazy("UBND các đặc khu")),
    (_MASS, gettext_lazy("Mặt trận Tổ quốc và các đoàn thể")),
]


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of bodies meant together; `note` says what the reviewer should weigh."""

    kinds: frozenset[Kind]
    note: str

    @property
    def label(self) -> str:
        """The group in words."""
        left, words = set(self.kinds), []
        for kinds, name in _LABELS:
            if kinds <= left:
                words.append(str(name))
                left -= kinds
        return "; ".join(words)


def group_of(mention: str) -> Group | None:
    """The group that `mention` names, or None when it names one body, an outside body or only "liên quan" ones."""
    words = lowered(mention)
    tokens = words.split()
    if not _is_plural(words, tokens) or not set(tokens) <= _VOCABULARY or _CENTRAL in words:
        return None
    padded = f" {words} "
    kinds = frozenset[Kind]().union(*(kinds for phrase, kinds in _MEMBERS.items() if f" {phrase} " in padded))
    return Group(kinds, _note(words, tokens)) if kinds else None


def is_open_ended(mention: str) -> bool:
    """Whether the paper leaves open who is meant ("các đơn vị liên quan")."""
    return _RELATED in lowered(mention)


def _is_plural(words: str, tokens: list[str]) -> bool:
    return bool(_PLURAL & set(tokens)) or words.startswith(_PLURAL_STARTS)


def _note(words: str, tokens: list[str]) -> str:
    if _LEGACY & set(tokens):
        return _("cấp huyện đã kết thúc ngày 01/7/2025, nay là các xã, phường, đặc khu")
    if words.startswith(_EXHORTATION):
        return _("thường là lời kêu gọi chung, không giao việc cụ thể")
    return _("văn bản giao cho cả nhóm")
