"""Press items: what a leader is reported to have ordered, sentence by sentence.

A press item has no list that says what is an instruction, so a sentence counts only when somebody is told to act in it
(`Thủ tướng yêu cầu ...`, `thành phố cần ...`), or when it goes on with such a sentence. What is found is a proposal to
be checked against the paper that the item reports.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from directives.parsing.agencies import Names, read_names
from directives.parsing.assignees import find_lead
from directives.parsing.bodies import CITIES, PLACES
from directives.parsing.confidence import rate
from directives.parsing.deadlines import Clock, best_term, find_deadline
from directives.parsing.formulas import is_no_task
from directives.parsing.layout import Block
from directives.parsing.normalise import CAPITALS, View, as_printed, fold_space, view_of
from directives.parsing.numbers import find_numbers
from directives.parsing.partners import find_coordinating
from directives.parsing.sentences import is_assessment, is_imperative, pieces_of, sentences_of
from directives.parsing.speech import asked_behind, sent_to, speech_in
from directives.parsing.summaries import Sentence, Told, is_apart, only_announces, summaries
from directives.parsing.types import TaskFound

MAX_TOPIC = 260
MIN_SENTENCE = 25
LONG = 200
LEAST_TURN = 3
MOST_OFFICES = 20
LONGEST_OFFICE = 80
# `UBND các tỉnh, thành phố`: behind this comma no city is named.
_OF_ROW = ("tỉnh, ", "huyện, ", "quận, ", "xã, ")
MAX_LOOK = 20_000

_LIST_OPENING = re.compile(
    r"(?:(?:một số|các|những)\s+)?(?:nội dung|nhiệm vụ|giải pháp|vấn đề|định hướng)\b[^.:;]{0,80}?(?::|\slà\s)\s*"
)
_LINK = re.compile(
    r"(?i)(?:(?:bên cạnh đó|cùng với đó|đồng thời|ngoài ra|theo đó|cuối cùng|tiếp theo|mặt khác|trong đó|do đó|do vậy"
    r"|vì vậy|đặc biệt|cụ thể|trước mắt|song song với đó),?\s+)+"
)
_TOPIC = re.compile(
    r"(?i)(?:trong|về|để|với|cùng với|bên cạnh|đối với|tại|trên|nhằm|theo|căn cứ|trước|ngay|sau|từ|riêng|muốn|khi|do)\s"
)
_ABOUT = re.compile(r"(?i)(?:(?:riêng\s+)?(?:đối\s+)?với|riêng|về phía)\s+")
_TURNS = re.compile(r"\s*[,:]\s+")
_BY_DAY = re.compile(r"(?:trước|chậm nhất|trong)\s+(?:là\s+)?ngày\s+\d")
_ASKS = re.compile(r"\s*(?:cũng\s+)?(?:yêu cầu|đề nghị|giao|phân công)\s")
_PLACE_NOUN = r"(?:TP\.?|[Tt]hành phố|[Tt]ỉnh|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã|[Pp]hường|[Đđ]ặc khu|[Đđ]ịa phương)"
_NAMED_PLACE = re.compile(rf"{_PLACE_NOUN}\s+((?:[{CAPITALS}][^\W\d_]*\s?){{1,3}})")
# `Đối với các cơ sở dịch vụ, kinh doanh, thành phố yêu cầu ...`: the kind goes on behind its comma.
_MORE_KINDS = re.compile(r"(?:,\s[^\W\dA-ZĐ][^,;.:]{2,30}){1,2}")
# `Ngành y tế tăng cường ...`: common nouns for those who may be told to act.
_COMMON = re.compile(
    r"(?:Ngành|Lực lượng|Chính quyền|Nhà trường|Doanh nghiệp|Người dân|Chủ đầu tư|Nhà thầu|Cơ sở|Cơ quan|Đơn vị)\s"
)
# `Bộ cần có phương án ...`: the office that was named last.
_OFFICE = re.compile(rf"(?<!\w)(?:Bộ|Sở|Cục|Tổng cục|Tập đoàn|Tổng công ty|Ban)\s(?=[{CAPITALS}])")
_EARLIER = re.compile(r"(?:đã|từng)\s(?:có|ban hành|ký|ra)\s")
_MUST = re.compile(
    r"\s*,?\s*(?:(?:cũng|còn|nhất định|trước hết|sớm)\s+)*(?:cần(?:\s+phải)?|phải|có trách nhiệm|có nhiệm vụ|"
    r"được\s+(?:giao|yêu cầu|đề nghị|phân công))(?!\w)"
)
_NO_DUTY = re.compile(
    r"\s*(?:là|được|đã|đang|có|còn|vẫn|luôn|sẽ|thuộc|nằm|ngày càng|kiến nghị|mong|bày tỏ|cảm ơn|nhận|trao|tặng|đón)"
    r"(?!\w)|\s*\S+\s+được(?!\w)"
)
# `..., ông Trần Văn Mẫu chỉ đạo như vậy tại cuộc họp`: who has said what stands before it.
_SAID_SO = re.compile(r"(?:chỉ đạo|yêu cầu|khẳng định|nhấn mạnh|phát biểu|nói|cho biết)\snhư\s(?:vậy|trên|thế)(?!\w)")
# `Trước khi định giá phải rà soát ...`, `Đối với hồ sơ vướng mắc thì tổ chức đối thoại ...`.
_DUTY_BEHIND = re.compile(r"(?<!\w)(?:phải|cần)\s(?:tiến hành\s)?(?=\w)|\sthì\s(?=\w)")
_STAGE = re.compile(r"(?:Đợt|Giai đoạn|Bước|Lần)\s\d{1,2}\s?:")
# `Qua đó nâng cao nhận thức ...`: what the order before it is to bring about.
_RESULT = re.compile(r"(?:Qua|Từ) đó(?!\w)")
# `Đây là nền tảng chung, vì vậy, đề nghị các đơn vị ...`: an order behind its reason.
_THEREFORE = re.compile(r"(?i)(?:^|[,;]\s)(?:vì vậy|vì thế|do đó|do vậy|từ đó),?\s(?=(?:đề nghị|yêu cầu|giao)\s)")
# `Đối với các địa bàn trọng điểm, giao Công an ...`.
_GIVES = re.compile(r",\sgiao\s(?=(?:các\s)?[A-ZĐỦ])")
# What all the world is to do, no office of ours is held to.
_ABROAD = re.compile(
    r"(?:(?:Các|Mọi|Những|Nhiều)\s(?:quốc gia|nước)|WHO|Liên [Hh]ợp [Qq]uốc|Tổ chức [Yy] tế [Tt]hế giới)(?!\w)"
)
_IF = re.compile(r"(?:Nếu|Trường hợp|Khi)\s")
# The one who was told answers, or the item turns to what happened else: the orders are over.
_ANSWERS = re.compile(
    r"(?i)^(?:[^.]{0,30}\s)?(?:tiếp thu|đáp lại|lĩnh hội)\b|^báo cáo (?:với|tại)\b|^(?:[^,.]{0,60},\s)?[^,.]{0,120}"
    r"\b(?:cho biết|kiến nghị|phát biểu tiếp thu|cam kết|khẳng định|chia sẻ|cảm ơn)\b"
)
_ENDS = re.compile(r"[.!?…]\s*[”\"]?\s*(?:\./)?$")


_PROVINCES = frozenset((*CITIES, *PLACES)) - {"Việt Nam", "Trung ương"}


@dataclass(slots=True)
class _Reader:
    """Reads paragraphs in order; remembers whether orders are being reported, and who was told last."""

    places: re.Pattern[str]
    clock: Clock
    number: str = ""
    full_name: str = ""
    offices: dict[str, str] = field(default_factory=dict)
    speaker: str = ""
    lead: tuple[str, ...] = ()
    is_open: bool = False

    def read(self, view: View) -> Iterator[list[Sentence]]:
        """The runs of ordering sentences of one paragraph, a run for each lead and for each date."""
        run: list[Sentence] = []
        if _ANSWERS.search(view.text):
            self.is_open = False
        for start, end in self._parts(view.text):
            self._remember_name(view.text[start:end])
            found = self._sentence(view.text[start:end].strip(), start, end)
            if found is None:
                continue
            self.lead = self._whole(found.lead) if found.lead or found.speaks else self.lead
            if run and (is_apart(found, run) or not _same_bodies(self.lead, run[0].lead)):
                yield run
                run = []
            run.append(replace(found, lead=self.lead))
        if run:
            yield run

    def _whole(self, lead: tuple[str, ...]) -> tuple[str, ...]:
        """`lead`, or the one before where it says that one's name short (`Công an` behind `Công an tỉnh`)."""
        short = len(lead) == len(self.lead) == 1 and self.lead[0].startswith(f"{lead[0]} ")
        return self.lead if short else lead

    def _parts(self, text: str) -> Iterator[tuple[int, int]]:
        """The sentences of a paragraph, cut also where a semicolon turns to another body (`A ...; B ...`)."""
        for start, end in sentences_of(text):
            if ";" not in text[start:end]:
                yield start, end
                continue
            speech = speech_in(text[start:end])
            turns = _turns(text, speech.end() + start if speech else start, end) if speech or self.is_open else ()
            yield from pairwise((start, *sorted({*turns, *self._steps(text, start, end)}), end))

    def _steps(self, text: str, start: int, end: int) -> Iterator[int]:
        """Where behind a semicolon a second dated step begins (`nộp sổ trước 1/6; nộp báo cáo trước 1/9`)."""
        pieces = [(start + a, start + b) for a, b in pieces_of(text[start:end])]
        dated = [a for a, b in pieces if (term := best_term(text[a:b].strip(), self.clock)) and term.due]
        return iter(dated[1:])

    def _remember_name(self, text: str) -> None:
        """`TP.` alone stands for the city that was named last."""
        for match in _NAMED_PLACE.finditer(text):
            if self.places.match(text, match.start()):
                self.full_name = match[0].strip()
        for office in islice(_OFFICE.finditer(text), MOST_OFFICES):
            named = read_names(text[office.start() : office.start() + LONGEST_OFFICE])
            if named:
                self.offices[office[0].strip()] = named.names[0]

    def _sentence(self, text: str, start: int, end: int) -> Sentence | None:
        if len(text) < MIN_SENTENCE or is_no_task(text) or _tells_more(text) or _ABROAD.match(text):
            return None
        speech = speech_in(text)
        if speech and self._is_told(text, speech):
            speech = None
        if speech and self._tells_of_another(text[: speech.end()]):
            return None
        lead = self._told(text, speech)
        if lead is None and not (speech and self._orders_plainly(text, speech)) and not self._goes_on(text):
            return None
        self.is_open = True
        if speech and speech["orders"]:
            self.speaker = text[speech.start() : speech.start("orders")]
        term = best_term(text, self.clock)
        return Sentence(start, end, lead or (), bool(term and (term.due or term.recurrence)), speech is not None)

    def _is_told(self, text: str, speech: re.Match[str]) -> bool:
        """`Bộ Tài chính chỉ đạo Hải quan kiểm soát ...` behind `Thủ tướng yêu cầu ...`: who is told, not who tells."""
        if not (self.is_open and self.speaker and speech["orders"] == "chỉ đạo"):
            return False
        names = read_names(text, speech.start() + (2 if text[speech.start()] in ",:" else 0))
        return names is not None and names.end <= speech.start("orders") and names.names[0] not in self.speaker

    def _tells_of_another(self, told: str) -> bool:
        """`Trước đó, Thủ tướng đã có Công điện số 5/CĐ-TTg chỉ đạo ...`: another paper than the one reported."""
        past = _EARLIER.search(told) if self.number else None
        numbers = [match.number.text for match in find_numbers(told[past.start() :])] if past else []
        return bool(numbers) and self.number not in numbers

    def _told(self, text: str, speech: re.Match[str] | None) -> tuple[str, ...] | None:
        """The body that the sentence tells to act: by an order, by `cần`, or as the subject of a duty."""
        at = speech.end() if speech else 0
        link = _LINK.match(text, at)
        starts = [link.end() if link else at]
        turned = self._turned_to(text, speech)
        if turned:
            return turned
        told = asked_behind(text)
        if told:
            return told
        therefore = _THEREFORE.search(text)
        said = therefore.end() if therefore else link.end() if link else 0
        orders = text.startswith(("Giao ", "Yêu cầu ", "Đề nghị ")) or (
            self.is_open and speech is None and _TOPIC.match(text) and _GIVES.search(text, 0, MAX_TOPIC)
        )
        ordered = find_lead(text[said:]) if said or orders else None
        if ordered and ordered.ordered:  # `Theo đó, giao Sở A phối hợp với B, C`: who is named first
            return ordered.names
        if speech or link or _TOPIC.match(text):
            starts += [m.end() for m in re.finditer(r",\s+", text[: MAX_TOPIC + at]) if m.start() >= at]
        for i in starts:
            loosely = bool(speech or link) and self._may_act(speech)
            asks = i == at and speech is not None and bool(speech["orders"])
            names = self._names_at(text, i, loosely=loosely, ordered=asks)
            if names:
                return names
        sent = sent_to(text, speech) if speech else None
        if sent:
            return sent
        found = find_lead(text) if speech else None
        asks = found is not None and speech is not None and found.end <= speech.start("orders")
        return found.names if found and not asks else self._addressed(text, speech)

    def _turned_to(self, text: str, speech: re.Match[str] | None) -> tuple[str, ...] | None:
        """`Đối với các sở, đồng chí Bí thư đề nghị ...`: whom the speaker, who follows at once, turns to."""
        about = _ABOUT.match(text) if speech and speech["orders"] else None
        names = read_names(text, about.end(), bare=True) if about else None
        if speech is None or names is None or speech.start() < names.end:
            return None
        if speech.start() - names.end < LEAST_TURN:
            return names.names
        kinds = _MORE_KINDS.fullmatch(text, names.end, speech.start())
        return (text[names.start : speech.start()],) if kinds and names.names[0].startswith("các ") else None

    def _addressed(self, text: str, speech: re.Match[str] | None) -> tuple[str, ...] | None:
        """`Với Bộ Y tế, tiếp tục ...`, `Riêng các bộ A, B, Thủ tướng yêu cầu ...`: who is spoken of first must act."""
        about = _ABOUT.match(text) if speech or self.is_open else None
        names = read_names(text, about.end(), bare=True) if about else None
        turn = _TURNS.match(text, names.end) if names else None
        asked = speech is not None and (bool(speech["orders"]) or self._orders_plainly(text, speech))
        return names.names if names and (asked or (turn and is_imperative(text, turn.end()))) else None

    def _may_act(self, speech: re.Match[str] | None) -> bool:
        return self.is_open or speech is not None

    def _names_at(self, text: str, i: int, *, loosely: bool, ordered: bool) -> tuple[str, ...] | None:
        """Bodies named at `i` that must act; `loosely`, a duty behind the name is enough."""
        place = None if text.endswith(_OF_ROW, 0, i) else self.places.match(text, i)
        common = ordered or (self.is_open and _COMMON.match(text, i) is not None)
        names = None if place else read_names(text, i, bare=common) or _bound_at(text, i)
        end = place.end() if place else names.end if names else 0
        if not end:
            return None
        if names and _ASKS.match(text, end):  # `..., UBND tỉnh yêu cầu các xã ...`: who asks is not told to act
            others = find_lead(text[i:])
            return others.names if others and others.ordered and others.names != names.names else None
        told = _MUST.match(text, end)
        acts = not _NO_DUTY.match(text, end) and is_imperative(text[end:].lstrip(" ,"))
        if not (told or (acts and (loosely or (names and (self.is_open or _BY_DAY.search(text)))))):
            return None
        if names:
            return tuple(self.offices.get(name, name) for name in names.names)
        return (self._name_of(place[0] if place else ""),)

    def _name_of(self, printed: str) -> str:
        return printed.strip() if _NAMED_PLACE.match(printed) or not self._is_noun(printed) else self.full_name

    def _is_noun(self, printed: str) -> bool:
        return bool(self.full_name and re.fullmatch(_PLACE_NOUN, printed.strip()))

    def _orders_plainly(self, text: str, speech: re.Match[str]) -> bool:
        """`Chính phủ yêu cầu rà soát ...`: an order that names nobody."""
        rest = text[speech.end() :]
        listed = _LIST_OPENING.match(rest)
        if speech["orders"] and listed:
            return True
        if not is_imperative(rest[listed.end() :] if listed else rest):
            return False
        return bool(speech["orders"] or listed or _MUST.match(rest))

    def _goes_on(self, text: str) -> bool:
        if not self.is_open or is_assessment(text):
            return False
        link = _LINK.match(text)
        if _STAGE.match(text):
            return True
        if _TOPIC.match(text) and _DUTY_BEHIND.search(text):
            return True
        if _IF.match(text):  # `Nếu có vướng mắc, chủ động thông tin về Sở`
            return any(is_imperative(text, cut.end()) for cut in re.finditer(r",\s+", text[:MAX_TOPIC]))
        return bool(_RESULT.match(text)) or is_imperative(text[link.end() :] if link else text)


def _bound_at(text: str, i: int) -> Names | None:
    """`nhà trường và Sở Giáo dục phải ...`: bodies named by a common noun, where a duty follows at once."""
    names = read_names(text, i, bare=True)
    return names if names and _MUST.match(text, names.end) else None


def _turns(text: str, told: int, end: int) -> Iterator[int]:
    """Where behind `told` a part between semicolons names who acts in it, the part before it having an act already."""
    pieces = [(told + a, told + b) for a, b in pieces_of(text[told:end])]
    for (before, _), (start, _) in pairwise(pieces):
        names, act = read_names(text, start), read_names(text, before, bare=True)
        is_list = act is not None and not text[act.end : start].strip(" ;,")
        if names and not is_list and is_imperative(text[names.end :].lstrip(" ,")):
            yield start


def _tells_more(text: str) -> bool:
    """`Cùng với đó là tình hình ...`, `... chỉ đạo như vậy`: the sentence adds to what another one orders."""
    link = _LINK.match(text)
    return (link is not None and text.startswith("là ", link.end())) or _SAID_SO.search(text) is not None


def _same_bodies(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two sentences mean the same ones: `TP. Hải Phòng` and `Hải Phòng` are one."""
    return [_bare_place(name) for name in left] == [_bare_place(name) for name in right]


def _bare_place(name: str) -> str:
    return re.sub(rf"^{_PLACE_NOUN}\s+", "", name).casefold()


def reports_orders(document: str) -> bool:
    """Whether a text reports what a leader told somebody to do."""
    whole = view_of(document[:MAX_LOOK]).text
    texts = (whole, *_lines(document[:MAX_LOOK]))
    return any(speech_in(text[a:b].strip()) for text in texts for a, b in sentences_of(text))


def _lines(text: str) -> Iterator[str]:
    """The lines of `text` that a headline above them does not belong to."""
    return (view_of(line).text for line in text.split("\n") if len(line) > MIN_SENTENCE)


def tasks_of_press(
    document: str, blocks: Iterable[Block], clock: Clock, *, number: str = "", listed: Sequence[tuple[str, ...]] = ()
) -> Iterator[TaskFound]:
    """The orders that the paragraphs of a press item report, each as a proposal to be checked.

    `number` is that of the paper which the item is about, `listed` who leads what its lists order.
    """
    paragraphs = [block for block in blocks if not block.is_row and _is_paragraph(block.text)]
    if not paragraphs:
        return
    reader = _Reader(_places(document), clock, number)
    told: list[Told] = []
    for i, (block, following) in enumerate(zip(paragraphs, [*paragraphs[1:], None], strict=True)):
        announces = following is not None and only_announces(block.text, following.text)
        runs = list(reader.read(block.view))
        told.extend(Told(block.view, run, i) for run in runs if not (announces and len(run) == 1))
    for one in told[summaries(told, listed) :]:
        yield _task(document, one.view, one.run, clock)


def _is_paragraph(text: str) -> bool:
    """Whether a line is running text: it ends like a sentence, or is far too long for a headline."""
    return bool(_ENDS.search(text)) or (len(text) > LONG and text[-1:] != ":")


def _places(document: str) -> re.Pattern[str]:
    """A pattern for the places of this text: `TP.`, `Thành phố`, `TP. Hải Phòng`, and `Hải Phòng` alone."""
    known = {fold_space(match[1]) for match in _NAMED_PLACE.finditer(document)} | _PROVINCES
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?:{_PLACE_NOUN}\s+)?(?:{names})(?!\w)|{_PLACE_NOUN}(?![\w.])(?!\s+[{CAPITALS}])")


def _task(document: str, paragraph: View, run: list[Sentence], clock: Clock) -> TaskFound:
    view = paragraph.slice(run[0].start, run[-1].end)
    span = view.span(0, len(view.text))
    deadline = find_deadline(view, clock)
    told = any(sentence.speaks for sentence in run)
    lead, imperative = run[0].lead, is_imperative(view.text)
    confidence, reasons = rate(lead, deadline, named=bool(lead), ordered=told, imperative=imperative)
    return TaskFound(
        text=as_printed(document, span),
        path="",
        span=span,
        lead=run[0].lead,
        coordinating=find_coordinating(view.text, run[0].lead),
        deadline=deadline,
        warnings=deadline.warnings,
        confidence=confidence,
        reasons=reasons,
    )
