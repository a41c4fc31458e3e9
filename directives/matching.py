"""From agencies as printed to rows of the directory, with a score and the reason of every guess.

Names are compared with their diacritics (xã Cẩm Giang is not xã Cẩm Giàng), only the place of the tone mark is
forgiven. The longest name wins, a name is read by the date of the paper, and a body that no longer exists leads to
its successor of today. What is not beyond doubt settles nothing: it is offered with reasons.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Organisation, OrganisationKind, Succession, SuccessionKind
from accounts.text import lowered
from directives.candidates import Candidate, Match, Why
from directives.groups import group_of
from directives.heirs import Heir, Lineage
from directives.models import NameState, RememberedName
from directives.spelling import CITY_TAILS, Lookalikes, bare_place, name_key, without_head

_ENDED_SHARE: Final = 0.55  # a name of the past in a later paper: likely, yet for a person to say
_LATER_SHARE: Final = 0.4  # a name of the future: the paper means another body
_BARE_SCORE: Final = 0.3
_ACCENTS_SCORE: Final = 0.55
_ALIKE_SCORE: Final = 0.5
_ELSEWHERE_SCORE: Final = 0.2

_TOO_WEAK: Final = frozenset(
    map(
        name_key,
        (
            *("thành phố", "Hải Phòng", "thành phố Hải Phòng", "tỉnh", "xã", "phường", "quận", "huyện", "đặc khu"),
            *("ủy ban nhân dân", "hội đồng nhân dân", "văn phòng", "sở", "ban", "ban quản lý", "thanh tra"),
        ),
    )
)
_CITY_NAMES: Final = frozenset(map(name_key, ("thành phố", "Hải Phòng", "thành phố Hải Phòng")))
_FILLERS: Final = frozenset(
    lowered(
        "và các của thuộc cùng với đơn vị liên quan thành phố có tp "
        "đồng chí giám đốc chánh trưởng thủ chủ tịch lãnh đạo người đứng đầu"
    ).split()
)
_PROVINCE: Final = lowered("tỉnh")
# Names of communes were handed round at the mergers: the same name before the merger is another place.
_PLACES: Final = frozenset(
    {
        OrganisationKind.WARD,
        OrganisationKind.COMMUNE,
        OrganisationKind.SPECIAL_ZONE,
        OrganisationKind.DISTRICT,
    }
)
_NOUNS: Final = r"sở|ban|xã|phường|đặc khu|quận|huyện"
_FACTORED: Final = re.compile(
    rf"^(?:.*? )??(?:ủy ban nhân dân )?(?:các|những) (?P<noun>{_NOUNS}) (?P<items>\S.*)$",
)
_JOINTS: Final = frozenset(lowered("và cùng với thành phố hải phòng").split())


class Body(NamedTuple):
    """What matching needs of an organisation."""

    pk: int
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None

    def in_force(self, on: date) -> bool:
        """Whether it existed on that day; the interval is half-open."""
        return _within(on, self.valid_from, self.valid_to)


class _Key(NamedTuple):
    """One spelling of one body; a remembered name has an interval of its own in the place of the body's."""

    body: Body
    score: float
    reason: str
    why: Why
    own_interval: tuple[date | None, date | None] | None = None

    def in_use(self, on: date) -> bool:
        return _within(on, *self.own_interval) if self.own_interval else self.body.in_force(on)


class Directory:
    """All organisations as one index by name; built once per document with three queries."""

    def __init__(
        self,
        organisations: Iterable[Organisation],
        successions: Iterable[Succession],
        today: date,
        remembered: Iterable[RememberedName] = (),
    ) -> None:
        self.today = today
        self.bodies: dict[int, Body] = {}
        self.keys: dict[str, list[_Key]] = defaultdict(list)
        self._symbols: dict[str, list[_Key]] = defaultdict(list)
        self._bare: dict[str, list[_Key]] = defaultdict(list)
        for organisation in organisations:
            self._add(organisation)
        for name in remembered:
            self._remember(name)
        self._lineage = Lineage(successions)
        self._alive = frozenset(pk for pk, body in self.bodies.items() if body.in_force(today))
        self._longest = max((len(key.split()) for key in self.keys), default=0)
        self._lookalikes: Lookalikes | None = None
        self._seen: dict[tuple[str, date], Match] = {}

    @classmethod
    def load(cls, today: date) -> "Directory":
        """The directory as it stands (three queries)."""
        confirmed = RememberedName.objects.filter(state=NameState.CONFIRMED)
        return cls(Organisation.objects.order_by("pk"), Succession.objects.all(), today, confirmed)

    # ── building ──────────────────────────────────────────────────────────────────────────────
    def _add(self, row: Organisation) -> None:
        body = Body(row.pk, row.short_name or row.name, row.kind, row.valid_from, row.valid_to)
        self.bodies[row.pk] = body
        for name in (row.name, row.short_name):
            self._spell(name, _Key(body, 1.0, _("đúng tên"), Why.NAME))
        for name in row.aliases:
            self._spell(name, _Key(body, 0.95, _("theo cách gọi khác"), Why.ALIAS))
        for name in row.head_titles:
            self._spell(name, _Key(body, 0.9, _("theo chức danh người đứng đầu"), Why.HEAD))
        for symbol in row.symbols:
            self._symbols[name_key(symbol)].append(_Key(body, 0.85, _("theo ký hiệu"), Why.SYMBOL))

    def _spell(self, name: str, entry: _Key) -> None:
        """Enter a name once per body; the first spelling of a body weighs most.

        A unit of a place without its kind (Hà Nam, Trần Phú) is a province or a person too, so it is kept apart.
        """
        key = name_key(name)
        if not key or key in _TOO_WEAK:
            return
        bare = bare_place(key) if entry.body.kind in _PLACES else ""
        if entry.body.kind in _PLACES and not bare and entry.why is not Why.HEAD:
            bare = key
        else:
            _enter(self.keys[key], entry)
        if bare:
            reason = _("thiếu chữ xã, phường hoặc đặc khu trước tên")
            _enter(self._bare[bare], entry._replace(score=_BARE_SCORE, reason=reason, why=Why.BARE))

    def _remember(self, row: RememberedName) -> None:
        body = self.bodies.get(row.organisation_id)
        if body is not None and row.key:
            interval = (row.valid_from, row.valid_to)
            reason = _("cách gọi đã được xác nhận")
            self.keys[row.key].insert(0, _Key(body, 0.97, reason, Why.REMEMBERED, interval))

    # ── asking ────────────────────────────────────────────────────────────────────────────────
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
        key = name_key(mention)
        if exact := self._exact(key):
            return Match(mention, tuple(self._read(exact, day)))
        if factored := self._factored(key, day):
            return _joined(mention, factored)
        found = self._read(self._inside(key), day) or self._city(key) or self._alike(key, day)
        return Match(mention, tuple(found))

    def _exact(self, key: str) -> list[_Key]:
        """Entries of this very name, with the city behind it or left out, or with the title of its head in front."""
        if entries := self._named(key) or self._symbols.get(key):
            return list(entries)
        if rest := without_head(key):
            reason = _("theo chức danh người đứng đầu")
            return [_weaker(entry, 0.9, reason, Why.HEAD) for entry in self._named(rest)]
        return []

    def _named(self, key: str) -> list[_Key]:
        if key in self.keys:
            return self.keys[key]
        if key in _TOO_WEAK:
            return []
        for tail in CITY_TAILS:
            if key.endswith(tail) and (entries := self.keys.get(key.removesuffix(tail))):
                return [_weaker(entry, 0.95, entry.reason, entry.why) for entry in entries]
        for tail in CITY_TAILS:
            if entries := self.keys.get(key + tail):
                return [_weaker(entry, 0.85, _("hiểu là cơ quan của thành phố"), Why.CITY) for entry in entries]
        return []

    def _factored(self, key: str, day: date) -> list[Match]:
        """One match for each name behind a plural noun: "các sở: xây dựng, tài chính"; empty for anything else."""
        shape = _FACTORED.match(key)
        if shape is None:
            return []
        noun, words, found, i = shape["noun"], shape["items"].split(), list[Match](), 0
        while i < len(words):
            length = self._item(noun, words[i:])
            if length:
                found.append(self.match(" ".join((noun, *words[i : i + length])), day))
            elif words[i] in _NOUNS.split("|"):
                noun = words[i]
            elif words[i] not in _JOINTS:
                return []
            i += length or 1
        return found

    def _item(self, noun: str, words: list[str]) -> int:
        """How many of the first words make a name with `noun`, the longest."""
        return next((n for n in range(len(words), 0, -1) if " ".join((noun, *words[:n])) in self.keys), 0)

    def _inside(self, key: str) -> list[_Key]:
        """Names that stand inside the mention; other words than fillers around them make it doubtful."""
        names, rest = self._scan(key.split())
        if _PROVINCE in rest:
            elsewhere = _("cơ quan của địa phương khác")
            share, reason, why = _ELSEWHERE_SCORE, elsewhere, Why.ELSEWHERE
        else:
            share, reason, why = _doubt_of(rest), _("tên nằm trong cụm từ"), Why.INSIDE
        return [_weaker(entry, share, reason, why) for name in names for entry in self.keys[name]]

    def _scan(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Known names in `words`, the longest at each place, and the words that belong to none."""
        names: list[str] = []
        rest: list[str] = []
        i = 0
        while i < len(words):
            most = min(self._longest, len(words) - i)
            length = next((n for n in range(most, 1, -1) if " ".join(words[i : i + n]) in self.keys), 0)
            if length:
                names.append(" ".join(words[i : i + length]))
            else:
                rest.append(words[i])
            i += length or 1
        return names, rest

    def _city(self, key: str) -> list[Candidate]:
        """The city named as a place: its committee is offered, never settled, for press items write so of anybody."""
        if key not in _CITY_NAMES:
            return []
        cities = (body for body in self.bodies.values() if body.kind == OrganisationKind.CITY)
        reason = _("nêu tên thành phố, không nêu cơ quan")
        return [Candidate(city.pk, city.name, 0.5, reason, Why.CITY) for city in cities if city.in_force(self.today)]

    def _alike(self, key: str, day: date) -> list[Candidate]:
        """Spellings near to the mention: shown to the reviewer, never settled (see Cẩm Giang and Cẩm Giàng)."""
        if key in _TOO_WEAK:
            return []
        if self._lookalikes is None:
            self._lookalikes = Lookalikes(self.keys)
        entries = list(self._bare.get(key, ()))
        for alike in self._lookalikes.of(key):
            score = _ALIKE_SCORE * (1 - alike.letters / len(key)) if alike.letters else _ACCENTS_SCORE
            why = Why.ALIKE if alike.letters else Why.ACCENTS
            reason = _difference(alike.letters)
            entries += [entry._replace(score=score, reason=reason, why=why) for entry in self.keys[alike.key]]
        return self._read(entries, day)

    # ── by date ───────────────────────────────────────────────────────────────────────────────
    def _read(self, entries: list[_Key], day: date) -> list[Candidate]:
        """The bodies of today behind `entries`, read by the day of the paper: names in use on that day before all."""
        current = [entry for entry in entries if entry.in_use(day)]
        dated = current or [_out_of_time(entry, day) for entry in entries]
        return _best_of_each(candidate for entry in dated for candidate in self._today(entry))

    def _today(self, entry: _Key) -> list[Candidate]:
        """The body itself while it exists, else its successors of today, with what became of it said."""
        body = entry.body
        if body.pk in self._alive:
            return [Candidate(body.pk, body.name, entry.score, entry.reason, entry.why)]
        return [self._heir(entry, heir) for heir in self._lineage.heirs(body.pk, self._alive, self.today)]

    def _heir(self, entry: _Key, heir: Heir) -> Candidate:
        way = "; ".join(
            _("%(old)s %(how)s %(new)s từ %(day)s")
            % {
                "old": self.bodies[step.predecessor].name,
                "how": SuccessionKind(step.kind).label,
                "new": self.bodies[step.successor].name,
                "day": _said(step.on),
            }
            for step in heir.chain
        )
        doubtful = f"{entry.reason}; " if entry.why not in {Why.NAME, Why.ALIAS, Why.REMEMBERED} else ""
        reason = _("%(doubt)sđơn vị kế thừa: %(way)s") % {"doubt": doubtful, "way": way}
        why = Why.HEIR if not doubtful else entry.why
        return Candidate(heir.body, self.bodies[heir.body].name, entry.score * heir.share, reason, why)


def _within(on: date, first: date | None, end: date | None) -> bool:
    return (first is None or first <= on) and (end is None or on < end)


def _said(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _enter(known: list[_Key], entry: _Key) -> None:
    if all(existing.body.pk != entry.body.pk for existing in known):
        known.append(entry)


def _joined(mention: str, matches: list[Match]) -> Match:
    """The names behind a factored noun as one match; all are settled, or all are left to the reviewer."""
    candidates = _best_of_each(candidate for match in matches for candidate in match.candidates)
    settled = [match.settled for match in matches]
    sure = tuple(dict.fromkeys(pk for pk in settled if pk is not None))
    return Match(mention, tuple(candidates), several=sure if None not in settled else (), names_many=True)


def _doubt_of(rest: list[str]) -> float:
    """What the words around a name leave of its certainty."""
    around = f" {' '.join(rest)}"
    for tail in CITY_TAILS:
        around = around.removesuffix(tail)
    return 0.55 if set(around.split()) - _FILLERS else 0.75


def _difference(letters: int) -> str:
    if not letters:
        return _("trùng tên sau khi bỏ dấu")
    return _("gần giống, khác %(count)s ký tự") % {"count": letters}


def _out_of_time(entry: _Key, day: date) -> _Key:
    """The entry of a name that was not in use on that day: likely when it is of the past, hardly when of the future."""
    first, end = entry.own_interval or (entry.body.valid_from, entry.body.valid_to)
    if end is not None and end <= day:
        return _weaker(entry, _ENDED_SHARE, _("tên cũ trước %(day)s") % {"day": _said(end)}, Why.ENDED)
    began = _said(first) if first else ""
    return _weaker(entry, _LATER_SHARE, _("tên này chỉ có từ %(day)s") % {"day": began}, Why.LATER)


def _weaker(entry: _Key, share: float, reason: str, why: Why) -> _Key:
    return entry._replace(score=entry.score * share, reason=reason, why=why)


def _best_of_each(found: Iterable[Candidate]) -> list[Candidate]:
    """The best candidate of each organisation, best first."""
    best: dict[int, Candidate] = {}
    for candidate in found:
        known = best.get(candidate.organisation)
        if known is None or candidate.score > known.score:
            best[candidate.organisation] = replace(candidate, score=min(candidate.score, 1.0))
    return sorted(best.values(), key=lambda candidate: -candidate.score)
