"""What each run of bodies does in its sentence, read from left to right.

The words just before a run, what follows it and what the run before it was decide. The words
stand in ``tables/relations.toml``; every mention keeps the line of the table that decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from directives.bodies import Mention
from directives.lexicon import any_of, table
from directives.model import BodyRole
from directives.sieve import Sieve

WINDOW = 110
_TABLE = table("relations")
_NEXT_OF_LIST = re.compile(r" ?; ?(?:và )?")
# A line such as "Cơ quan phối hợp: Sở A; Sở B" gives its role to the whole list.
# "Đối với các Sở: Tài chính, Xây dựng:" — the first colon only opens the names.
# "Về dự án cầu Bình Lợi: Sở Xây dựng …": a topic before the subject.
_OPENS = re.compile(
    r"(?:Đối với )?[Cc]ác (?:Bộ|Sở|bộ|sở) ?:|(?:Riêng )?(?:Về|Đối với|về|đối với) [^.;:]{1,200}:"
    r"|(?:Trước|Từ|Đến|Trong|Chậm nhất|Ngày|Tháng|Quý) [^.;:]{1,60}:"
)
# Whatever stands before "các tập đoàn: A, B" stands before A.
_OPENS_LIST = re.compile(
    r"(?:(?:Giám đốc|Bộ trưởng|Thủ trưởng) )?"
    r"[Cc]ác (?:[Bb]ộ|[Ss]ở|[Tt]ập đoàn|[Tt]ổng công ty)(?:(?: ?,| và) [^,;:.()]{2,20}){0,3} ?: $"
)
_LEADS_WITH = re.compile(r"chủ trì[^;.]{0,60}phối hợp[^;.,]{0,20} với $")
_PROPERTIES = ("relations.lead_property", "relations.coordinating_before[5]")
# Whom a sentence speaks to: "Đề nghị các đơn vị được giao … báo cáo", "Nhiệm vụ: Các đơn vị …".
_COMMANDED = re.compile(r"(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao|[Cc]hỉ đạo|[Đđ]ối với|cho|:|\d{4}|,)$")
# Points inside a paragraph: "(1) Sở A lập …; (2) Sở B kiểm tra …".
_INLINE_LABEL = re.compile(r"^(?:\((?:\d{1,2}|[ivx]{1,4})\)|[a-zđ]\)) ?")
_COMMAND_WORD = 12
_LONGEST_PARENTHESIS = 60
_SHORT_ADVERB = 12
_LONGEST_ADVERBIAL = 600
_LONGEST_SUBJECT = 400
_LONGEST_REPORT = 300
# A common noun is commanded only where its clause begins: "Cụ thể, giao cho chủ đầu tư …".
_LONGEST_COMMAND = 40

_IN_PARENTHESIS = "parenthesis"

Place = tuple[int, int]


class _Words:
    """The patterns of one key of the table; a fit is named by the key and the line."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.sieve = Sieve(*_TABLE[key], flags=re.IGNORECASE)

    def rule(self, text: str, low: str) -> str:
        """Return the name of the first pattern found in ``text``; empty when there is none."""
        line = self.sieve.first(text, low)
        return "" if line is None else f"relations.{self.key}[{line}]"


_NO_ROLE = _Words("no_role_before")
_COORDINATING = _Words("coordinating_before")
_COORDINATING_AFTER = _Words("coordinating_after")
_BESIDE_SUBJECT = _Words("coordinating_beside")
_LEAD_BEFORE = _Words("lead_before")
_ENCOURAGED = _Words("encouraged_before")
_LEAD_PROPERTY = _Words("lead_property")
_LEAD_AFTER = _Words("lead_after")
_DESCRIBING = Sieve(*_TABLE["describing_after"])
_DIRECTED = _Words("directed_before")
_DIRECTED_BESIDE = _Words("directed_beside")
_ASSIGNED = _Words("assigned_by_lead")
_REPORTS = _Words("reports_before")
_REPORTS_AFAR = _Words("reports_afar")
_NOT_AFTER_SUBJECT = Sieve(*_TABLE["not_a_subject_after"])
_ADVERB = re.compile(_TABLE["opening"])
_ADVERBIAL = re.compile(_TABLE["adverbials"])
_SAYING = re.compile(_TABLE["sayings"])
_MAIN_CLAUSE = re.compile(_TABLE["main_clause"])
_PREDICATE = re.compile(rf"[ ,]{{0,2}}(?:{any_of(_TABLE['sure_predicates'])})(?!\w)")
_DUTY = re.compile(
    rf"[ ,:]{{0,2}}(?:{any_of(_TABLE['duty_verbs'] + _TABLE['acting_verbs'])})(?!\w)"
)


class Sentence:
    """One sentence on its way from left to right; ``opens`` the first of its passage."""

    __slots__ = (
        "end",
        "last",
        "led_to",
        "listing",
        "low",
        "opens",
        "reached",
        "rule",
        "start",
        "text",
    )

    def __init__(self, text: str, low: str, span: Place, *, opens: bool) -> None:
        """Begin to read ``span`` of a text; ``low`` is the text in lower case."""
        self.text, self.low, self.opens = text, low, opens
        self.start, self.end = span
        self.reached = self.start
        """Where the run before ends, and what its role is."""
        self.last: BodyRole | None = None
        self.rule = ""
        self.listing = False
        self.led_to = -1
        """Where the last run that leads ends."""

    def read(self, runs: Sequence[list[Mention]]) -> Iterator[tuple[BodyRole, Mention]]:
        """Yield each body that has a role."""
        for place, run in enumerate(runs):
            skipped = 0
            self._describe(run)
            role, rule = self._decide(runs, place)
            if role is None and len(run) > 1 and rule != _IN_PARENTHESIS:
                skipped = _begins_alike(run)
                rule = self._subject_behind(run[skipped:])
                role = BodyRole.LEAD if rule else None
            self.reached, self.last, self.rule = run[-1].end, role, rule
            if role is None:
                continue
            if role is BodyRole.LEAD:
                self.led_to = run[-1].end
            for mention in run[skipped:]:
                yield role, Mention(mention.start, mention.end, mention.group, mention.bare, rule)

    def _decide(self, runs: Sequence[list[Mention]], place: int) -> tuple[BodyRole | None, str]:
        first = runs[place][0].start
        listing = self.last is BodyRole.LEAD or self.rule.startswith(_PROPERTIES) or self.listing
        if listing and continues_list(self.text, self.reached, first):
            return self.last, self.rule
        context = _Context(self, first, self._list_end(runs, place), bare=_is_bare(runs[place]))
        self.listing = context.leads_with(runs[place][-1].end)
        for role, find in _RULES:
            if rule := find(context):
                return role, rule
        return None, ""

    def _describe(self, run: list[Mention]) -> None:
        """Take what describes a group with it: "các cơ quan chịu sự giám sát có trách nhiệm"."""
        if not run[-1].group:
            return
        end = run[-1].end
        before = self.text[self.start : run[0].start].strip(" -")
        if before and _COMMANDED.search(before, max(0, len(before) - _COMMAND_WORD)) is None:
            return
        words = self.text[end : min(self.end, end + _LONGEST_SUBJECT)].rstrip()
        described = _DESCRIBING.find(words, self.low[end : end + len(words)])
        if described is not None:
            run[-1] = run[-1]._replace(end=end + len(described[0].rstrip()), bare=False)

    def _subject_behind(self, rest: Sequence[Mention]) -> str:
        """Tell "Theo đề nghị của Sở A, Sở B lập …": the last bodies of a run are the subject."""
        if self.text.startswith((",", " ,"), rest[-1].end):
            return ""
        return _Context(self, rest[0].start, rest[-1].end, bare=_is_bare(rest)).is_subject()

    def _list_end(self, runs: Sequence[list[Mention]], place: int) -> int:
        end = runs[place][-1].end
        for following in range(place + 1, len(runs)):
            run = runs[following]
            if not continues_list(self.text, end, run[0].start):
                break
            end = run[-1].end
        return end


def continues_list(text: str, end: int, start: int) -> bool:
    """Return whether a list with semicolons goes on: "Sở A; Sở B; Sở C chịu trách nhiệm"."""
    return ";" in text[end : end + 2] and bool(_NEXT_OF_LIST.fullmatch(text, end, start))


def _begins_alike(run: Sequence[Mention]) -> int:
    """Return from where on, after the first, all bodies of a run are groups or none is."""
    place = len(run) - 1
    while place > 1 and run[place - 1].group == run[-1].group:
        place -= 1
    return place


def _is_bare(run: Sequence[Mention]) -> bool:
    return run[0].bare and all(mention.bare for mention in run)


class _Context:
    """The words on both sides of a run of bodies, read only when a rule asks for them."""

    __slots__ = (
        "_clause_start",
        "after",
        "bare",
        "before",
        "first",
        "low_after",
        "low_before",
        "of",
    )

    def __init__(self, of: Sentence, first: int, end: int, *, bare: bool) -> None:
        """Look at the run in ``of`` whose list goes from ``first`` to ``end``."""
        text, low, start = of.text, of.low, of.start
        before, after = max(start, first - WINDOW), min(end + WINDOW, of.end)
        if text.endswith(": ", before, first) and (
            opens := _OPENS_LIST.search(text, before, first)
        ):
            first = opens.start()
        self.of, self.first, self.bare = of, first, bare
        self.before, self.low_before = text[before:first], low[before:first]
        self.after, self.low_after = text[end:after], low[end:after]
        self._clause_start = -1

    @property
    def clause_start(self) -> int:
        """Where the clause of the run begins."""
        if self._clause_start < 0:
            text, start, first = self.of.text, self.of.start, self.first
            self._clause_start = max(
                start, text.rfind(";", start, first) + 1, text.rfind(":", start, first) + 1
            )
        return self._clause_start

    def leads_with(self, end: int) -> bool:
        """Tell "chủ trì, phối hợp với A; B và C rà soát", where no verb stands before the mark."""
        marked = self.of.text.startswith((";", " ;"), end)
        return marked and bool(_LEADS_WITH.search(self.low_before))

    def has_no_role(self) -> str:
        begin = self.before.rfind("(", -_LONGEST_PARENTHESIS - 1)
        if begin >= 0 and ")" not in self.before[begin:]:
            return _IN_PARENTHESIS
        return _NO_ROLE.rule(self.before, self.low_before)

    def coordinates(self) -> str:
        beside = self.of.last in _ACTING and _BESIDE_SUBJECT.rule(*self._gap())
        if not beside and not self.bare and self.of.led_to >= 0:
            beside = _COORDINATING_AFTER.rule(self.after, self.low_after)
        return beside or _COORDINATING.rule(self.before, self.low_before)

    def is_named_lead(self) -> str:
        return _LEAD_PROPERTY.rule(self.before, self.low_before)

    def leads(self) -> str:
        leads = _LEAD_AFTER.rule(self.after, self.low_after)
        if not leads or (self.bare and not _begins_with_adverbs(self._clause())):
            return ""
        return "" if self.gets_report() else leads

    def is_told_to_lead(self) -> str:
        if self._is_led() or self.of.last is BodyRole.REPORTS_TO:
            return ""
        told = _LEAD_BEFORE.rule(self.before, self.low_before)
        if not told and not self.bare and self.clause_start == self.of.start:
            return _ENCOURAGED.rule(*self._clause_and_lower())
        return told if told and not (self.bare and len(self._clause()) > _LONGEST_COMMAND) else ""

    def is_directed(self) -> str:
        gap = self._gap()
        if self.of.last is BodyRole.REPORTS_TO and "," not in gap[0]:
            return ""
        beside = self.of.last is BodyRole.LEAD and _DIRECTED_BESIDE.rule(*gap)
        assigned = self._is_led() and _ASSIGNED.rule(self.before, self.low_before)
        return beside or assigned or _DIRECTED.rule(self.before, self.low_before)

    def gets_report(self) -> str:
        return _REPORTS.rule(self.before, self.low_before)

    def gets_report_from_afar(self) -> str:
        if self.bare:
            return ""
        again = self.of.last is BodyRole.REPORTS_TO
        words, low = self._gap() if again else self._clause_and_lower()
        return _REPORTS_AFAR.rule(words[-_LONGEST_REPORT:], low[-_LONGEST_REPORT:])

    def is_subject(self) -> str:
        if self._is_led() or _NOT_AFTER_SUBJECT.fits(self.after, self.low_after):
            return ""
        clause, sure = self._clause(), bool(_PREDICATE.match(self.after))
        if _begins_with_adverbs(clause):
            return "subject" if self._acts(clause, sure=sure) else ""
        late = sure and not self.bare and clause.endswith((", ", "thì "))
        return "subject with a predicate" if late else ""

    def _acts(self, clause: str, *, sure: bool) -> bool:
        """Whether the words behind a subject make it one; a common noun needs more of them."""
        before = self.of.text[self.of.start : self.clause_start].lstrip(" -")
        opens = self.of.opens and (not before or _OPENS.fullmatch(before) is not None)
        acts = sure or bool(_DUTY.match(self.after))
        if not self.bare:
            # "giao Sở A …; Sở B …": a clause like the one before.
            alike = self.of.led_to >= 0 and self.of.text[self.clause_start - 1] == ";"
            return acts or opens or alike
        whole = opens and not self.after.strip(" .:;,")
        return whole or (acts and len(clause) <= _SHORT_ADVERB) or (sure and opens)

    def _is_led(self) -> bool:
        """Whether a body before this one leads in the same clause."""
        return self.of.led_to >= 0 and self.of.led_to > self.clause_start

    def _clause(self) -> str:
        begin = max(self.clause_start, self.first - _LONGEST_ADVERBIAL)
        clause = _INLINE_LABEL.sub("", self.of.text[begin : self.first].lstrip(" ,-*\"'"))
        said = _SAYING.match(clause)
        return clause[said.end() :] if said else clause

    def _clause_and_lower(self) -> tuple[str, str]:
        clause = self._clause()
        return clause, self.of.low[self.first - len(clause) : self.first]

    def _gap(self) -> tuple[str, str]:
        """Return the words between the run before and this one, also in lower case."""
        begin = max(self.of.reached, self.first - WINDOW)
        return self.of.text[begin : self.first], self.of.low[begin : self.first]


def _begins_with_adverbs(clause: str) -> bool:
    """Whether only adverbs or an adverbial clause stand before a subject."""
    if _ADVERB.fullmatch(clause):
        return True
    return bool(_ADVERBIAL.match(clause) and _MAIN_CLAUSE.search(clause))


_ACTING = frozenset({BodyRole.LEAD, BodyRole.COORDINATING})
_RULES: tuple[tuple[BodyRole | None, Callable[[_Context], str]], ...] = (
    (None, _Context.has_no_role),
    (BodyRole.COORDINATING, _Context.coordinates),
    (BodyRole.LEAD, _Context.is_named_lead),
    (BodyRole.DIRECTED, _Context.is_directed),
    (BodyRole.LEAD, _Context.leads),
    (BodyRole.LEAD, _Context.is_told_to_lead),
    (BodyRole.REPORTS_TO, _Context.gets_report),
    (BodyRole.REPORTS_TO, _Context.gets_report_from_afar),
    (BodyRole.LEAD, _Context.is_subject),
)
