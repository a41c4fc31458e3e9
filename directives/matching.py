"""From agencies as printed to rows of the directory, with a score and the reason of every guess.

Names are compared with their diacritics (xã Cẩm Giang is not xã Cẩm Giàng), only the place of the tone mark is
forgiven. The longest name wins, a name is read by the date of the paper, and a body that no longer exists leads to
its successor of today.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from accounts.models import Organisation, OrganisationKind, Succession, SuccessionKind
from accounts.text import lowered
from directives.groups import Group, group_of, is_open_ended

CLEAR_SCORE: Final = 0.6
CLEAR_MARGIN: Final = 0.2
_LOOKS_ALIKE: Final = 88  # percent of rapidfuzz above which a spelling is worth showing, never worth believing
_MOST_SHOWN: Final = 6
_TINY: Final = 1e-9

_WRITTEN_OUT: Final = {
    lowered(short): lowered(long)
    for short, long in {
        "ubnd": "ủy ban nhân dân",
        "hđnd": "hội đồng nhân dân",
        "tp": "thành phố",
        "vp": "văn phòng",
        "mttq": "mặt trận tổ quốc",
        "bql": "ban quản lý",
    }.items()
}
_CITY_TAILS: Final = tuple(f" {lowered(tail)}" for tail in ("thành phố Hải Phòng", "Hải Phòng", "thành phố"))
_TOO_WEAK: Final = frozenset(map(lowered, ("thành phố", "Hải Phòng", "thành phố Hải Phòng", "tỉnh", "xã", "phường")))
_FILLERS: Final = frozenset(
    lowered(
        "và các của thuộc cùng với đơn vị liên quan thành phố hải phòng có tp "
        "đồng chí giám đốc chánh trưởng thủ chủ tịch lãnh đạo người đứng đầu"
    ).split()
)
# Names of communes were handed round at the mergers: the same name before the merger is another place.
_REUSED_NAMES: Final = frozenset({OrganisationKind.WARD, OrganisationKind.COMMUNE, OrganisationKind.SPECIAL_ZONE})


class Body(NamedTuple):
    """What matching needs of an organisation."""

    pk: int
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None

    def in_force(self, on: date) -> bool:
        """Whether it existed on that day; the interval is half-open."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


class Step(NamedTuple):
    """One succession, seen from the predecessor."""

    successor: int
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body of today that a mention may mean; `score` in 0..1."""

    organisation: int
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """What the directory says of one mention: candidates, best first, and perhaps a group."""

    mention: str
    candidates: tuple[Candidate, ...] = ()
    group: Group | None = None
    group_size: int = 0

    @property
    def settled(self) -> int | None:
        """The organisation when there is no doubt: score and distance to the next are large enough."""
        if not self.candidates:
            return None
        best, *others = self.candidates
        ahead = best.score - (others[0].score if others else 0.0)
        return best.organisation if best.score >= CLEAR_SCORE and ahead >= CLEAR_MARGIN - _TINY else None

    def as_json(self) -> list[dict[str, object]]:
        """Rows for `TaskDraft.candidates`; a group row has `group` (kinds) in the place of `organisation`."""
        rows: list[dict[str, object]] = [
            {
                "mention": self.mention,
                "organisation": found.organisation,
                "name": found.name,
                "score": round(found.score, 2),
                "reason": found.reason,
            }
            for found in self.candidates[:_MOST_SHOWN]
        ]
        if self.group:
            name = _("%(group)s (%(count)s cơ quan)") % {"group": self.group.label, "count": self.group_size}
            rows.append(
                {
                    "mention": self.mention,
                    "group": sorted(kind.value for kind in self.group.kinds),
                    "name": name,
                    "score": 0.5,
                    "reason": self.group.note,
                }
            )
        return rows

    def doubt(self) -> str:
        """One sentence why the mention is not settled, or an empty text."""
        if self.settled is not None:
            return ""
        words = {"mention": self.mention}
        if self.group:
            return _("“%(mention)s” là một nhóm cơ quan: hãy chọn cả nhóm hoặc từng cơ quan.") % words
        if is_open_ended(self.mention):
            return _("“%(mention)s” không nêu tên cơ quan: người rà soát quyết định.") % words
        if self.candidates:
            return _("Chưa chắc “%(mention)s” là cơ quan nào: hãy chọn trong các gợi ý.") % words
        return _("Không tìm thấy “%(mention)s” trong danh mục tổ chức: hãy chọn cơ quan.") % words


class _Key(NamedTuple):
    body: Body
    score: float
    reason: str


class Directory:
    """All organisations as one index by name; built once per document with two queries."""

    def __init__(self, organisations: Iterable[Organisation], successions: Iterable[Succession], today: date) -> None:
        self.today = today
        self.bodies: dict[int, Body] = {}
        self.keys: dict[str, list[_Key]] = defaultdict(list)
        self.steps: dict[int, list[Step]] = defaultdict(list)
        self._weights = (
            (1.0, _("đúng tên")),
            (1.0, _("đúng tên gọi")),
            (0.95, _("theo cách gọi khác")),
            (0.9, _("theo chức danh người đứng đầu")),
        )
        for organisation in organisations:
            self._add(organisation)
        for step in successions:
            if step.predecessor_id is not None:
                self.steps[step.predecessor_id].append(Step(step.successor_id, step.kind, step.effective_on))
        self._longest = max((len(key.split()) for key in self.keys), default=0)
        self._seen: dict[tuple[str, date], Match] = {}

    @classmethod
    def load(cls, today: date) -> "Directory":
        """The directory as it stands (two queries)."""
        return cls(Organisation.objects.order_by("pk"), Succession.objects.all(), today)

    def _add(self, row: Organisation) -> None:
        body = Body(row.pk, row.short_name or row.name, row.kind, row.valid_from, row.valid_to)
        self.bodies[row.pk] = body
        spellings = ((row.name,), (row.short_name,), row.aliases, row.head_titles)
        for names, (score, reason) in zip(spellings, self._weights, strict=True):
            for name in names:
                self._spell(name, _Key(body, score, reason))

    def _spell(self, name: str, entry: _Key) -> None:
        """Enter a name once per body; the first spelling of a body weighs most."""
        key = name_key(name)
        if not key or key in _TOO_WEAK:
            return
        known = self.keys[key]
        if all(existing.body.pk != entry.body.pk for existing in known):
            known.append(entry)

    def match(self, mention: str, on: date | None) -> Match:
        """Candidates for `mention` in a paper of that day (None: read as of today)."""
        day = on or self.today
        if (mention, day) not in self._seen:
            self._seen[mention, day] = self._match(mention, day)
        return self._seen[mention, day]

    def match_all(self, mentions: Iterable[str], on: date | None) -> list[Match]:
        """One match per mention, in order."""
        return [self.match(mention, on) for mention in mentions]

    def mentions_in(self, text: str) -> list[str]:
        """Names of the directory that stand in `text`, longest first at each place, each once, as the directory
        spells them (for a task made by hand from a selection)."""
        names, _rest = self._scan(name_key(text).split())
        return list(dict.fromkeys(self.keys[name][0].body.name for name in names))

    def _match(self, mention: str, day: date) -> Match:
        if group := group_of(mention):
            size = sum(body.kind in group.kinds and body.in_force(self.today) for body in self.bodies.values())
            return Match(mention, (), group, size)
        entries = self._exact(mention) or self._inside(mention)
        found = [candidate for entry in entries for candidate in self._today(_by_date(entry, day), day)]
        best = _best_of_each(found) or self._city(mention) or self._alike(mention)
        return Match(mention, tuple(best))

    def _exact(self, mention: str) -> list[_Key]:
        key = name_key(mention)
        if key in self.keys:
            return self.keys[key]
        for tail in _CITY_TAILS:
            if key.endswith(tail) and (entries := self.keys.get(key.removesuffix(tail))):
                return [_weaker(entry, 0.95, entry.reason) for entry in entries]
        for tail in _CITY_TAILS:
            if entries := self.keys.get(key + tail):
                return [_weaker(entry, 0.85, _("hiểu là cơ quan của thành phố")) for entry in entries]
        return []

    def _inside(self, mention: str) -> list[_Key]:
        """Names that stand inside the mention; other words than fillers around them make it doubtful."""
        names, rest = self._scan(name_key(mention).split())
        share = 0.55 if set(rest) - _FILLERS else 0.75
        return [_weaker(entry, share, _("tên nằm trong cụm từ")) for name in names for entry in self.keys[name]]

    def _scan(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Known names in `words`, the longest at each place, and the words that belong to none."""
        names: list[str] = []
        rest: list[str] = []
        i = 0
        while i < len(words):
            length = next((n for n in range(self._longest, 1, -1) if " ".join(words[i : i + n]) in self.keys), 0)
            if length:
                names.append(" ".join(words[i : i + length]))
            else:
                rest.append(words[i])
            i += length or 1
        return names, rest

    def _city(self, mention: str) -> list[Candidate]:
        """The city named as a place: its committee is offered, never settled, for press items write so of anybody."""
        if name_key(mention) not in _TOO_WEAK:
            return []
        cities = (body for body in self.bodies.values() if body.kind == OrganisationKind.CITY)
        reason = _("nêu tên thành phố, không nêu cơ quan")
        return [Candidate(city.pk, city.name, 0.5, reason) for city in cities if city.in_force(self.today)]

    def _alike(self, mention: str) -> list[Candidate]:
        """Spellings near to the mention: shown to the reviewer, never settled (see Cẩm Giang and Cẩm Giàng)."""
        names = list(self.keys)
        near = process.extract(name_key(mention), names, scorer=fuzz.ratio, limit=3, score_cutoff=_LOOKS_ALIKE)
        entries = [
            entry._replace(score=0.5 * percent / 100, reason=_("chính tả gần giống"))
            for key, percent, _place in near
            for entry in self.keys[key]
        ]
        return _best_of_each(candidate for entry in entries for candidate in self._today(entry, self.today))

    def _today(self, entry: _Key, day: date) -> list[Candidate]:
        """The entry itself while it exists, else its successors of today, with what became of it said."""
        body = entry.body
        if body.in_force(self.today):
            return [Candidate(body.pk, body.name, entry.score, entry.reason)]
        heirs = self._heirs(body.pk)
        whole = [heir for heir in heirs if heir.kind != SuccessionKind.PART]
        return [self._heir(entry, heir, _share(heir, whole)) for heir in heirs]

    def _heir(self, entry: _Key, heir: Step, share: float) -> Candidate:
        reason = _("%(old)s %(how)s %(new)s từ %(day)s") % {
            "old": entry.body.name,
            "how": SuccessionKind(heir.kind).label,
            "new": self.bodies[heir.successor].name,
            "day": date_format(heir.on, "SHORT_DATE_FORMAT"),
        }
        return Candidate(heir.successor, self.bodies[heir.successor].name, entry.score * share, reason)

    def _heirs(self, pk: int) -> list[Step]:
        """Last links of the chains of successions from `pk` that exist today; a loop in the data ends the chain."""
        found: dict[int, Step] = {}
        waiting, visited = list(self.steps.get(pk, ())), {pk}
        while waiting:
            step = waiting.pop()
            if step.successor in visited or step.on > self.today:
                continue
            visited.add(step.successor)
            if self.bodies[step.successor].in_force(self.today):
                found[step.successor] = step
            waiting += [_chained(step, later) for later in self.steps.get(step.successor, ())]
        return list(found.values())


def _share(heir: Step, whole: list[Step]) -> float:
    """How much of the old body's certainty an heir takes over."""
    if heir.kind == SuccessionKind.PART:
        return 0.3
    return 0.97 if len(whole) == 1 else 0.5


def _chained(earlier: Step, later: Step) -> Step:
    """A chain through a part keeps only a part's weight."""
    return later._replace(kind=earlier.kind) if earlier.kind == SuccessionKind.PART else later


def _by_date(entry: _Key, day: date) -> _Key:
    """The entry weighed by whether its body existed when the paper was issued."""
    body = entry.body
    if body.in_force(day):
        return entry
    reused = body.kind in _REUSED_NAMES
    reason = _("%(reason)s; không có tên này vào ngày ban hành") % {"reason": entry.reason}
    return _weaker(entry, 0.55 if reused else 0.75, reason)


def _weaker(entry: _Key, share: float, reason: str) -> _Key:
    return entry._replace(score=entry.score * share, reason=reason)


def _best_of_each(found: Iterable[Candidate]) -> list[Candidate]:
    """The best candidate of each organisation, best first."""
    best: dict[int, Candidate] = {}
    for candidate in found:
        known = best.get(candidate.organisation)
        if known is None or candidate.score > known.score:
            best[candidate.organisation] = replace(candidate, score=min(candidate.score, 1.0))
    return sorted(best.values(), key=lambda candidate: -candidate.score)


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """The form in which names are compared: lower case, tones on a fixed vowel, abbreviations written out."""
    words = lowered(name.replace("&", " và ")).split()
    return " ".join(_WRITTEN_OUT.get(word, word) for word in words)
