"""What each body that a sentence names has to do with the task: it leads, it coordinates.

Bodies that stand side by side ("X, Y và Z") share a role. The words just before and after
them decide; the tables in ``tables/relations.toml`` hold these words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from directives.bodies import Gazetteer, Mention
from directives.lexicon import CAPITAL, any_of, table
from directives.model import BodyRole
from directives.sieve import Sieve
from directives.wording import lowered

WINDOW = 90
_TABLE = table("relations")
_COORDINATING = Sieve(*_TABLE["coordinating_before"], flags=re.IGNORECASE)
_LEAD_BEFORE = Sieve(*_TABLE["lead_before"])
_LEAD_AFTER = Sieve(*_TABLE["lead_after"])
_DIRECTED = Sieve(*_TABLE["directed_before"], flags=re.IGNORECASE)
_REPORTS = Sieve(*_TABLE["reports_before"], flags=re.IGNORECASE)
_NOT_AFTER_SUBJECT = tuple(re.compile(pattern) for pattern in _TABLE["not_a_subject_after"])
_ADDRESSING = Sieve(_TABLE["addressing_before"], flags=re.IGNORECASE)
_OPENING = re.compile(_TABLE["opening"])
_DUTY = re.compile(rf"[ ,:]{{0,2}}(?:{any_of(_TABLE['duty_verbs'])})(?!\w)")
_BESIDE = re.compile(
    r"(?: ?\([^()]{1,80}\))?(?: ?[,;/])? ?(?:và|cùng với|cùng|hoặc|với)? ?(?:đồng chí )?"
)
# A name between two bodies that no rule knows is one of them: "Sở Y tế, Cảng Hàm Ninh, Sở Du lịch".
_UNKNOWN = re.compile(rf"(?:, | và |; )(?P<name>[{CAPITAL}][^,;:.()]{{2,60}}?)(?:, | và |; )")
# A sentence ends with a full stop, unless a number goes on behind it.
_SENTENCE = re.compile(r"[^.\n]{1,2000}(?:\.(?=\S)[^.\n]{1,2000}){0,20}[.\n]?")
_LONGEST_PARENTHESIS = 60

Place = tuple[int, int]


@dataclass(slots=True)
class Roles:
    """The mentions of a stretch of text by role, each body once."""

    by_role: dict[BodyRole, list[Mention]] = field(default_factory=dict)
    _words: dict[BodyRole, set[str]] = field(default_factory=dict)

    def add(self, role: BodyRole, mention: Mention, text: str) -> None:
        """Keep ``mention`` unless the same words already stand in ``role`` or lead."""
        words = text[mention.start : mention.end].lower()
        known = self._words.setdefault(role, set())
        leads = role is not BodyRole.DIRECTED and words in self._words.get(BodyRole.LEAD, ())
        if leads or words in known:
            return
        known.add(words)
        self.by_role.setdefault(role, []).append(mention)

    def __getitem__(self, role: BodyRole) -> tuple[Mention, ...]:
        return tuple(self.by_role.get(role, ()))


class RoleReader:
    """Reads who does what in the stretches of one text, each only once.

    ``plain`` is the plain reading of the text (see :mod:`directives.wording`).
    """

    def __init__(self, plain: str, gazetteer: Gazetteer) -> None:
        self._plain = plain
        self._low = lowered(plain)
        self._gazetteer = gazetteer
        self._roles: dict[Place, Roles] = {}
        self._runs: dict[Place, list[list[Mention]]] = {}

    def bodies(self, start: int, end: int) -> list[Mention]:
        """Return the bodies that are named between two places."""
        found = self._gazetteer.find(self._plain[start:end], self._low[start:end])
        return [Mention(start + begin, start + finish, group) for begin, finish, group in found]

    def between(self, start: int, end: int) -> Roles:
        """Return who does what according to the words from ``start`` (after the label)."""
        roles = self._roles.get((start, end))
        if roles is None:
            roles = self._roles[start, end] = Roles()
            for place, span in enumerate(sentences(self._plain, start, end)):
                self._add_roles(roles, span, opens=place == 0)
        return roles

    def addressed(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the bodies that a lead-in sentence ("… yêu cầu các sở, ngành …:") addresses."""
        found: list[Mention] = []
        for span in sentences(self._plain, start, end):
            for run in self._side_by_side(span):
                window = slice(max(span[0], run[0].start - WINDOW), run[0].start)
                if _ADDRESSING.fits(self._plain[window], self._low[window]):
                    found.extend(run)
        return tuple(found)

    def _side_by_side(self, span: Place) -> list[list[Mention]]:
        runs = self._runs.get(span)
        if runs is None:
            runs = self._runs[span] = list(_runs(self._plain, self.bodies(*span)))
        return runs

    def _add_roles(self, roles: Roles, span: Place, *, opens: bool) -> None:
        led = False
        for run in self._side_by_side(span):
            place = run[0].start, run[-1].end
            role = _Context(self._plain, self._low, span, place, opens=opens, led=led).role()
            if role is None:
                continue
            led = led or role is BodyRole.LEAD
            for mention in run:
                roles.add(role, mention, self._plain)


def sentences(text: str, start: int, end: int) -> Iterator[Place]:
    """Yield the places of the sentences of ``text`` between two places."""
    for found in _SENTENCE.finditer(text, start, end):
        yield found.span()


@dataclass(slots=True)
class _Context:
    """The words on both sides of a run of bodies, and where it stands in its sentence.

    ``opens`` says that the sentence opens its passage, ``led`` that a body before the run leads.
    """

    text: str
    low: str
    sentence: Place
    run: Place
    opens: bool
    led: bool
    before: str = field(init=False)
    after: str = field(init=False)
    low_before: str = field(init=False)
    low_after: str = field(init=False)

    def __post_init__(self) -> None:
        """Cut out the words that the rules read."""
        (start, end), (first, last) = self.sentence, self.run
        begin, finish = max(start, first - WINDOW), min(last + WINDOW, end)
        self.before, self.low_before = self.text[begin:first], self.low[begin:first]
        self.after, self.low_after = self.text[last:finish], self.low[last:finish]

    def role(self) -> BodyRole | None:
        """Return the role of the run, by the first rule that fits."""
        for fits, role in _RULES:
            if fits(self):
                return role
        return None

    def coordinates(self) -> bool:
        return _COORDINATING.fits(self.before, self.low_before)

    def leads(self) -> bool:
        leads = _LEAD_AFTER.fits(self.after, self.low_after)
        return leads and not self.gets_report()

    def is_told_to_lead(self) -> bool:
        return not self.led and _LEAD_BEFORE.fits(self.before, self.low_before)

    def is_directed(self) -> bool:
        return _DIRECTED.fits(self.before, self.low_before)

    def gets_report(self) -> bool:
        return _REPORTS.fits(self.before, self.low_before)

    def is_in_parenthesis(self) -> bool:
        begin = self.before.rfind("(", -_LONGEST_PARENTHESIS - 1)
        return begin >= 0 and ")" not in self.before[begin:]

    def is_subject(self) -> bool:
        if not self._begins() or any(p.search(self.after) for p in _NOT_AFTER_SUBJECT):
            return False
        return self._opens_passage() or bool(_DUTY.match(self.after))

    def _begins(self) -> bool:
        """Whether the run opens its clause, but for such words as "Định kỳ hằng quý,"."""
        text, start, first = self.text, self.sentence[0], self.run[0]
        clause = max(start, text.rfind(";", start, first) + 1, text.rfind(":", start, first) + 1)
        before = text[clause:first].lstrip(" ,-")
        return len(before) <= WINDOW and bool(_OPENING.match(before))

    def _opens_passage(self) -> bool:
        start, first = self.sentence[0], self.run[0]
        return self.opens and first - start <= WINDOW and self.text.find(";", start, first) < 0


_RULES: tuple[tuple[Callable[[_Context], bool], BodyRole | None], ...] = (
    (_Context.is_in_parenthesis, None),
    (_Context.coordinates, BodyRole.COORDINATING),
    (_Context.leads, BodyRole.LEAD),
    (_Context.is_told_to_lead, BodyRole.LEAD),
    (_Context.is_directed, BodyRole.DIRECTED),
    (_Context.gets_report, BodyRole.REPORTS_TO),
    (_Context.is_subject, BodyRole.LEAD),
)


def _runs(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yield the bodies that stand side by side."""
    run: list[Mention] = []
    for mention in mentions:
        if run and not _BESIDE.fullmatch(text, run[-1].end, mention.start):
            unknown = _UNKNOWN.fullmatch(text, run[-1].end, mention.start)
            if unknown is None:
                yield run
                run = []
            else:
                run.append(Mention(*unknown.span("name")))
        run.append(mention)
    if run:
        yield run
