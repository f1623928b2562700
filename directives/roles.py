"""What each body that a sentence names has to do with the task: it leads, it coordinates.

Bodies that stand side by side ("X, Y và Z") share a role. The words just before and after
them decide; the tables in ``tables/relations.toml`` hold these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from directives.bodies import Gazetteer, Mention
from directives.lexicon import CAPITAL, any_of, table
from directives.model import BodyRole

WINDOW = 90
_TABLE = table("relations")


def _patterns(name: str, flags: int = 0) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, flags) for pattern in _TABLE[name])


_COORDINATING = _patterns("coordinating_before", re.IGNORECASE)
_LEAD_BEFORE = _patterns("lead_before")
_LEAD_AFTER = _patterns("lead_after")
_DIRECTED = _patterns("directed_before", re.IGNORECASE)
_REPORTS = _patterns("reports_before", re.IGNORECASE)
_NOT_AFTER_SUBJECT = _patterns("not_a_subject_after")
_ADDRESSING = re.compile(_TABLE["addressing_before"], re.IGNORECASE)
_OPENING = re.compile(_TABLE["opening"])
_DUTY = re.compile(rf"[ ,:]{{0,2}}(?:{any_of(_TABLE['duty_verbs'])})(?!\w)")
_BESIDE = re.compile(
    r"(?: ?\([^()]{1,80}\))?(?: ?[,;/])? ?(?:và|cùng với|cùng|hoặc|với)? ?(?:đồng chí )?"
)
# A name between two bodies that no rule knows is one of them: "Sở Y tế, Cảng Hàm Ninh, Sở Du lịch".
_UNKNOWN = re.compile(rf"(?:, | và |; )(?P<name>[{CAPITAL}][^,;:.()]{{2,60}}?)(?:, | và |; )")
# A sentence ends with a full stop, unless a number goes on behind it.
_SENTENCE = re.compile(r"[^.\n]{1,2000}(?:\.(?=\S)[^.\n]{1,2000}){0,20}[.\n]?")
_PARENTHESIS = re.compile(r"\([^()]{0,60}$")
_CLAUSE = re.compile(r"[;:] ?")


@dataclass(slots=True)
class Roles:
    """The mentions of a stretch of text by role, each body once."""

    by_role: dict[BodyRole, list[Mention]] = field(
        default_factory=lambda: {role: [] for role in BodyRole}
    )

    def add(self, role: BodyRole, mention: Mention, text: str) -> None:
        """Keep ``mention`` unless the same words already stand in ``role`` or lead."""
        words = text[mention.start : mention.end].lower()
        known = {role, BodyRole.LEAD} - ({BodyRole.LEAD} if role is BodyRole.DIRECTED else set())
        for each in known:
            if any(text[m.start : m.end].lower() == words for m in self.by_role[each]):
                return
        self.by_role[role].append(mention)

    def __getitem__(self, role: BodyRole) -> tuple[Mention, ...]:
        return tuple(self.by_role[role])


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences of ``text`` between two places."""
    for found in _SENTENCE.finditer(text, start, end):
        yield found.span()


def roles_between(text: str, start: int, end: int, gazetteer: Gazetteer) -> Roles:
    """Return who does what according to the words from ``start`` (after the label) to ``end``."""
    roles = Roles()
    for place, (begin, finish) in enumerate(sentences(text, start, end)):
        _sentence_roles(roles, text, (begin, finish), gazetteer, opens=place == 0)
    return roles


def _mentions(text: str, span: tuple[int, int], gazetteer: Gazetteer) -> list[Mention]:
    start, end = span
    found = gazetteer.find(text[start:end])
    return [Mention(start + m.start, start + m.end, m.group) for m in found]


def _sentence_roles(
    roles: Roles, text: str, span: tuple[int, int], gazetteer: Gazetteer, *, opens: bool
) -> None:
    led = False
    for run in _runs(text, _mentions(text, span, gazetteer)):
        first, last = run[0].start, run[-1].end
        context = _Context(
            before=text[max(span[0], first - WINDOW) : first],
            after=text[last : min(last + WINDOW, span[1])],
            begins=_begins(text, span[0], first),
            opens=opens and first - span[0] <= WINDOW and ";" not in text[span[0] : first],
            led=led,
        )
        role = context.role()
        led = led or role is BodyRole.LEAD
        for mention in run if role else ():
            roles.add(role, mention, text)  # type: ignore[arg-type]  # the loop runs only with one


def _begins(text: str, start: int, first: int) -> bool:
    """Whether a body opens its clause, but for such words as "Định kỳ hằng quý,"."""
    clause = max((found.end() for found in _CLAUSE.finditer(text, start, first)), default=start)
    before = text[clause:first].lstrip(" ,-")
    return len(before) <= WINDOW and bool(_OPENING.match(before))


@dataclass(frozen=True, slots=True)
class _Context:
    """The words on both sides of a run of bodies, and where it stands."""

    before: str
    after: str
    begins: bool
    opens: bool
    led: bool

    def role(self) -> BodyRole | None:
        """Return the role of the run, by the first rule that fits."""
        rules = (
            (_PARENTHESIS.search(self.before), None),
            (_any(_COORDINATING, self.before), BodyRole.COORDINATING),
            (_any(_LEAD_AFTER, self.after) and not _any(_REPORTS, self.before), BodyRole.LEAD),
            (_any(_LEAD_BEFORE, self.before) and not self.led, BodyRole.LEAD),
            (_any(_DIRECTED, self.before), BodyRole.DIRECTED),
            (_any(_REPORTS, self.before), BodyRole.REPORTS_TO),
            (self._is_subject(), BodyRole.LEAD),
        )
        return next((role for fits, role in rules if fits), None)

    def _is_subject(self) -> bool:
        if not self.begins or _any(_NOT_AFTER_SUBJECT, self.after):
            return False
        return self.opens or bool(_DUTY.match(self.after))


def _any(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


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


def addressed(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return the bodies that a lead-in sentence ("… yêu cầu các sở, ngành …:") addresses."""
    found: list[Mention] = []
    for span in sentences(text, start, end):
        for run in _runs(text, _mentions(text, span, gazetteer)):
            if _ADDRESSING.search(text[max(span[0], run[0].start - WINDOW) : run[0].start]):
                found.extend(run)
    return tuple(found)
