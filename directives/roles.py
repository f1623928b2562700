"""What each body that a sentence names has to do with the task: lead, directed, coordinating …

Bodies that stand side by side ("X, Y và Z") share a role. The words just before and after
them decide; the tables in ``tables/relations.toml`` hold these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from directives.bodies import Gazetteer, Mention
from directives.lexicon import any_of, table
from directives.model import BodyRole

WINDOW = 90
_TABLE = table("relations")


def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _TABLE[name])


_COORDINATING = _patterns("coordinating_before")
_LEAD_BEFORE = _patterns("lead_before")
_LEAD_AFTER = _patterns("lead_after")
_DIRECTED = _patterns("directed_before")
_REPORTS = _patterns("reports_before")
_NOT_AFTER_SUBJECT = _patterns("not_a_subject_after")
_OPENING = re.compile(_TABLE["opening"])
_DUTY = re.compile(rf"^[ ,]{{0,2}}(?:{any_of(_TABLE['duty_verbs'])})(?!\w)")
_BESIDE = re.compile(r"(?:,|;|/)? ?(?:và|cùng|cùng với|hoặc)? ?")
_SENTENCE = re.compile(r"[^.;\n]{1,2000}(?:\.(?=\d)[^.;\n]{1,2000})*[.;\n]?")
_PARENTHESIS = re.compile(r"\([^()]{0,40}$")


@dataclass(slots=True)
class Roles:
    """The mentions of a stretch of text by role, each body once."""

    by_role: dict[BodyRole, list[Mention]] = field(
        default_factory=lambda: {role: [] for role in BodyRole}
    )

    def add(self, role: BodyRole, mention: Mention, text: str) -> None:
        """Keep ``mention`` unless the same words already stand in ``role`` or lead."""
        words = text[mention.start : mention.end].lower()
        for known in (role, BodyRole.LEAD):
            if any(text[m.start : m.end].lower() == words for m in self.by_role[known]):
                return
        self.by_role[role].append(mention)

    def __getitem__(self, role: BodyRole) -> tuple[Mention, ...]:
        return tuple(self.by_role[role])


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences and clauses of ``text`` between two places."""
    for found in _SENTENCE.finditer(text, start, end):
        yield found.span()


def roles_between(text: str, start: int, end: int, gazetteer: Gazetteer) -> Roles:
    """Return who does what according to the words from ``start`` (after the label) to ``end``."""
    roles = Roles()
    for place, (begin, finish) in enumerate(sentences(text, start, end)):
        own = gazetteer.find(text[begin:finish])
        mentions = [Mention(begin + m.start, begin + m.end, m.group) for m in own]
        _sentence_roles(roles, text, (begin, finish), mentions, opens=place == 0)
    return roles


def _sentence_roles(
    roles: Roles, text: str, span: tuple[int, int], mentions: Sequence[Mention], *, opens: bool
) -> None:
    led = False
    for run in _runs(text, mentions):
        before = text[max(span[0], run[0].start - WINDOW) : run[0].start]
        after = text[run[-1].end : min(run[-1].end + WINDOW, span[1])]
        begins = _begins(text[span[0] : run[0].start])
        role = _role(before, after, led=led, begins=begins, opens=opens)
        led = led or role is BodyRole.LEAD
        for mention in run if role else ():
            roles.add(role, mention, text)  # type: ignore[arg-type]  # the loop runs only with one


def _begins(before: str) -> bool:
    return len(before) <= WINDOW and bool(_OPENING.match(before.lstrip(" ,")))


def _role(before: str, after: str, *, led: bool, begins: bool, opens: bool) -> BodyRole | None:
    if _PARENTHESIS.search(before):
        return None
    if _any(_COORDINATING, before):
        return BodyRole.COORDINATING
    if _any(_LEAD_AFTER, after) and not _any(_REPORTS, before):
        return BodyRole.LEAD
    if led and _any(_DIRECTED, before):
        return BodyRole.DIRECTED
    if _any(_REPORTS, before):
        return BodyRole.REPORTS_TO
    if _any(_LEAD_BEFORE, before):
        return BodyRole.LEAD
    if begins and not _any(_NOT_AFTER_SUBJECT, after) and (opens or _DUTY.match(after)):
        return BodyRole.LEAD
    return None


def _any(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _runs(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yield the bodies that stand side by side."""
    run: list[Mention] = []
    for mention in mentions:
        if run and not _BESIDE.fullmatch(text, run[-1].end, mention.start):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


_ADDRESSING = re.compile(
    r"(?:chỉ đạo|yêu cầu|giao|đề nghị|điện|phân công|lãnh đạo)(?: cho)?,? ?(?:đồng chí )?$",
    re.IGNORECASE,
)


def addressed(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return the bodies that a lead-in sentence ("… yêu cầu các sở, ngành …:") addresses."""
    found: list[Mention] = []
    for begin, finish in sentences(text, start, end):
        own = gazetteer.find(text[begin:finish])
        for run in _runs(text, [Mention(begin + m.start, begin + m.end, m.group) for m in own]):
            if _ADDRESSING.search(text[max(begin, run[0].start - WINDOW) : run[0].start]):
                found.extend(run)
    return tuple(found)
