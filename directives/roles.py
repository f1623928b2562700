"""Who does what in a task: it leads, it is directed, it coordinates, it gets the report.

Bodies that stand side by side ("X, Y và Z") make a run and share a role, which
:mod:`directives.sentences` reads from the sentence round them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from directives.bodies import Gazetteer, Mention
from directives.lexicon import CAPITAL, table
from directives.model import BodyRole
from directives.sentences import WINDOW, Place, Sentence, continues_list
from directives.sieve import Sieve
from directives.wording import lowered

_ADDRESSING = Sieve(table("relations")["addressing_before"], flags=re.IGNORECASE)
_BESIDE = re.compile(
    r"(?: ?\([^()]{1,160}\))?(?: ?[,/])? ?(?:và|hoặc)? ?(?:(?:các )?(?:đồng chí|đ/c) )?"
    r"(?:(?:(?:Giám đốc|Bộ trưởng|Thủ trưởng) )?[Cc]ác (?:Bộ|Sở|bộ|sở) ?: )?"
)
# "Từng bộ, ngành" are those that "các bộ, ngành" named before.
_QUANTIFIER = re.compile(r"^(?:tất cả )?(?:các|từng|mỗi|mọi|toàn thể) ")
# "Sở Y tế, lãnh đạo các bệnh viện": behind a body they are its like.
_LEADERS = re.compile(r" ?(?:,|và) (?=lãnh đạo $)")
# A name between two bodies that no rule knows is one of them: "Sở Y tế, Cảng Hàm Ninh, Sở Du lịch".
_UNKNOWN = re.compile(rf"(?: ?, | và |; )(?P<name>[{CAPITAL}][^,;:.()]{{2,60}}?)(?: ?, | và |; )")
_WITHIN = re.compile(r"[^()]{0,80}\) ?(?:,|;|và |hoặc )")
# A sentence ends with a full stop, unless a number goes on behind it.
_SENTENCE = re.compile(r"[^.\n]{1,2000}(?:(?:\.(?=\S)|(?<=[Tt][Pp])\.)[^.\n]{1,2000}){0,20}[.\n]?")


@dataclass(slots=True)
class Roles:
    """The mentions of a stretch of text by role, each body once."""

    by_role: dict[BodyRole, list[Mention]] = field(default_factory=dict)
    _words: dict[BodyRole, set[str]] = field(default_factory=dict)

    def add(self, role: BodyRole, mention: Mention, text: str) -> None:
        """Keep ``mention`` unless the same words already stand in ``role`` or lead."""
        words = _QUANTIFIER.sub("", text[mention.start : mention.end].lower())
        known = self._words.setdefault(role, set())
        leads = role is not BodyRole.DIRECTED and words in self._words.get(BodyRole.LEAD, ())
        if leads or words in known:
            return
        known.add(words)
        self.by_role.setdefault(role, []).append(mention)

    def moved(self, role: BodyRole, to: BodyRole) -> Roles:
        """Return the same bodies, those in ``role`` now in ``to``."""
        moved = Roles({r: list(m) for r, m in self.by_role.items() if r is not role})
        moved.by_role[to] = [*self[role], *moved[to]]
        return moved

    def __getitem__(self, role: BodyRole) -> tuple[Mention, ...]:
        return tuple(self.by_role.get(role, ()))


_NOBODY = Roles()


class RoleReader:
    """Reads who does what in the stretches of one text, each only once.

    ``plain`` is the plain reading of the text (see :mod:`directives.wording`).
    """

    def __init__(self, plain: str, gazetteer: Gazetteer) -> None:
        self._plain = plain
        self.low = lowered(plain)
        self._gazetteer = gazetteer
        # By start and end in one number: few objects for the collector of garbage to visit.
        self._roles: dict[int, Roles] = {}
        self._runs: dict[int, Sequence[list[Mention]]] = {}
        self._bodies: dict[int, Sequence[Mention]] = {}

    def bodies(self, start: int, end: int, *, common: bool = False) -> list[Mention]:
        """Return the bodies that are named between two places; ``common`` nouns too, or not."""
        return [m for m in self._all_bodies(start, end) if common or not m.bare]

    def _all_bodies(self, start: int, end: int) -> Sequence[Mention]:
        key = start << 32 | end
        known = self._bodies.get(key)
        if known is None:
            found = self._gazetteer.find(self._plain[start:end], self.low[start:end])
            known = self._bodies[key] = found and [
                Mention(start + first, start + last, group, bare, rule)
                for first, last, group, bare, rule in found
            ]
        return known

    def between(self, start: int, end: int) -> Roles:
        """Return who does what according to the words from ``start`` (after the label)."""
        key = start << 32 | end
        roles = self._roles.get(key)
        if roles is None:
            roles = Roles()
            for place, span in enumerate(sentences(self._plain, start, end)):
                if runs := self._side_by_side(span):
                    reading = Sentence(self._plain, self.low, span, opens=place == 0)
                    for role, mention in reading.read(runs):
                        roles.add(role, mention, self._plain)
            roles = self._roles[key] = roles if roles.by_role else _NOBODY
        return roles

    def addressed(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the bodies that a lead-in sentence ("… yêu cầu các sở, ngành …:") addresses."""
        found: list[Mention] = []
        for span in sentences(self._plain, start, end):
            for run in self._side_by_side(span):
                window = slice(max(span[0], run[0].start - WINDOW), run[0].start)
                listed = found and continues_list(self._plain, found[-1].end, run[0].start)
                if listed or _ADDRESSING.fits(self._plain[window], self.low[window]):
                    found.extend(run)
        return tuple(found)

    def _side_by_side(self, span: Place) -> Sequence[list[Mention]]:
        start, end = span
        key = start << 32 | end
        runs = self._runs.get(key)
        if runs is None:
            found = self._all_bodies(start, end)
            runs = self._runs[key] = list(_runs(self._plain, found)) if found else ()
        return runs


def sentences(text: str, start: int, end: int) -> Iterator[Place]:
    """Yield the places of the sentences of ``text`` between two places."""
    for found in _SENTENCE.finditer(text, start, end):
        yield found.span()


def _runs(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yield the bodies that stand side by side."""
    run: list[Mention] = []
    for mention in mentions:
        if run and _stands_within(text, run[-1], mention):
            continue
        if run and (leaders := _LEADERS.match(text, run[-1].end, mention.start)):
            run.append(mention._replace(start=leaders.end()))
            continue
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


def _stands_within(text: str, before: Mention, mention: Mention) -> bool:
    """Tell "Bộ Tài chính (Vụ Ngân sách nhà nước) và Bộ Nội vụ": a part of the one before it."""
    opens = mention.start == before.end + 2 and text.startswith(" (", before.end)
    return opens and _WITHIN.match(text, mention.end) is not None
