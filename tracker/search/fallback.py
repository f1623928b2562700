"""Search straight in the tables, for as long as the index cannot be used.

It answers words, phrases, beginnings of words, agency and state, with the rights of the reader
inside the statements. What it cannot answer it refuses: results that leave a condition out
would look like results. Texts are read and compared here, newest first and up to a limit, so
that tone marks, abbreviations and ways of typing mean what they mean elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from search_index import (
    And,
    Everything,
    Hit,
    HitGroup,
    OneOf,
    Query,
    ResultPage,
    SearchRequest,
    Sort,
)
from search_index.analysis import Token, analyse, canonical
from search_index.highlighting import snippet
from search_index.numbers import document_numbers
from search_index.query import How, Phrase, Prefix, Way, Words
from tracker import policy
from tracker.clocks import AssignmentFacts, due_of_task
from tracker.domain import Actor, AssignmentRole, DirectiveState
from tracker.models import (
    Assignment,
    Directive,
    ProgressUpdate,
    RecordKind,
    Task,
    assignment_facts,
)
from tracker.models.progress import in_force
from tracker.search.records import key_of, standing

# Of each kind; as many texts as can be read while somebody waits.
TEXTS_READ = 5_000
_ROLES: Mapping[str, tuple[AssignmentRole, ...]] = {
    "agency": tuple(AssignmentRole),
    "lead": (AssignmentRole.LEAD,),
    "supporting": (AssignmentRole.SUPPORTING,),
}
_Text = Words | Phrase | Prefix
_Part = tuple[frozenset[int], tuple[AssignmentRole, ...]]


@dataclass(frozen=True, slots=True)
class Fallback:
    """That results come from the tables, and what that means for this question.

    ``can_answer`` is whether they can be asked it at all; ``is_cut`` that only the newest
    ``TEXTS_READ`` of a kind were read; ``waits_for_server`` that the index is whole, but its
    server does not answer.
    """

    can_answer: bool = True
    is_cut: bool = False
    waits_for_server: bool = False


class _CannotAnswer(Exception):
    """The question has a part for which the tables are no help."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in parts: all texts, one agency of each set in its roles, one of each states."""

    texts: tuple[_Text, ...]
    agencies: tuple[_Part, ...]
    states: tuple[frozenset[str], ...]


class _Row(NamedTuple):
    """A text that can be found, with the task or document that it is shown under."""

    key: str
    group: str
    day: date | None
    due: date | None
    text: str


def find_in_tables(
    session: Session, actor: Actor, request: SearchRequest, *, waits_for_server: bool
) -> tuple[ResultPage, Fallback]:
    """Return what the tables answer, as an engine would say it, without facets."""
    try:
        asked = _read(request.query)
        if request.kinds - {RecordKind.TASK, RecordKind.UPDATE, RecordKind.DIRECTIVE}:
            raise _CannotAnswer
    except _CannotAnswer:
        nothing = ResultPage((), total_groups=0, total_hits=0)
        return nothing, Fallback(can_answer=False, waits_for_server=waits_for_server)
    looking = _Looking(session, actor, request, asked)
    page = looking.page()
    return page, Fallback(is_cut=looking.is_cut, waits_for_server=waits_for_server)


def _read(query: Query) -> _Asked:
    parts = list(_parts(query))
    filters = [part for part in parts if isinstance(part, OneOf)]
    return _Asked(
        texts=tuple(part for part in parts if not isinstance(part, OneOf)),
        agencies=tuple(
            (
                frozenset(int(value) for value in each.values if value.isdecimal()),
                _ROLES[each.field],
            )
            for each in filters
            if each.field in _ROLES
        ),
        states=tuple(frozenset(each.values) for each in filters if each.field == "status"),
    )


def _parts(query: Query) -> Iterator[_Text | OneOf]:
    match query:
        case And(parts):
            for part in parts:
                yield from _parts(part)
        case Words() | Phrase() | Prefix():
            yield query
        case OneOf(name, _) if name in _ROLES or name == "status":
            yield query
        case Everything():
            return
        case _:
            raise _CannotAnswer


class _Looking:
    """Looks for one question in the tables."""

    def __init__(
        self, session: Session, actor: Actor, request: SearchRequest, asked: _Asked
    ) -> None:
        self._session = session
        self._actor = actor
        self._request = request
        self._asked = asked
        self.is_cut = False

    def page(self) -> ResultPage:
        rows = [row for row in self._rows() if self._fits(row)]
        rows = self._in_state(rows) if self._asked.states else rows
        kinds = {kind.value: len(_of(rows, kind)) for kind in RecordKind}
        chosen = [row for kind in self._request.kinds for row in _of(rows, kind)]
        groups = self._ordered(chosen if self._request.kinds else rows)
        return ResultPage(
            groups=tuple(
                self._group(group)
                for group in groups[self._request.first : self._request.first + self._request.size]
            ),
            total_groups=len(groups),
            total_hits=sum(map(len, groups)),
            kinds=kinds,
        )

    def _rows(self) -> Iterator[_Row]:
        yield from self._some(self._tasks())
        yield from self._some(self._updates())
        if not self._asked.agencies and not self._asked.states:
            yield from self._some(self._directives())

    def _some(self, rows: Iterable[_Row]) -> Iterator[_Row]:
        rows = iter(rows)
        yield from islice(rows, TEXTS_READ)
        self.is_cut = self.is_cut or next(rows, None) is not None

    def _tasks(self) -> Iterator[_Row]:
        first_due = (
            select(func.min(Assignment.due))
            .where(Assignment.task_id == Task.id, policy.visible_assignments(self._actor))
            .scalar_subquery()
        )
        due = func.coalesce(first_due, Task.original_due)
        found = self._session.execute(
            select(Task.id, Directive.issued_on, due, Task.text)
            .join(Task.directive)
            .where(policy.visible_tasks(self._actor), *map(self._has_part, self._asked.agencies))
            .where(Directive.state == DirectiveState.ISSUED)
            .order_by(Task.id.desc())
            .limit(TEXTS_READ + 1)
        )
        for number, day, first, text in found:
            key = key_of(RecordKind.TASK, number)
            yield _Row(key, key, day, first, text)

    def _updates(self) -> Iterator[_Row]:
        said = (ProgressUpdate.narrative, ProgressUpdate.difficulties, ProgressUpdate.proposals)
        found = self._session.execute(
            select(ProgressUpdate.id, Task.id, Directive.issued_on, Assignment.due, *said)
            .join(ProgressUpdate.assignment)
            .join(Assignment.task)
            .join(Task.directive)
            .where(policy.visible_assignments(self._actor), *map(_is_part, self._asked.agencies))
            .where(in_force(), Directive.state == DirectiveState.ISSUED)
            .order_by(ProgressUpdate.id.desc())
            .limit(TEXTS_READ + 1)
        )
        for number, task, day, due, *texts in found:
            group = key_of(RecordKind.TASK, task)
            yield _Row(key_of(RecordKind.UPDATE, number), group, day, due, _lines(texts))

    def _directives(self) -> Iterator[_Row]:
        words = (Directive.title, Directive.number, Directive.issuer)
        found = self._session.execute(
            select(Directive.id, Directive.issued_on, *words)
            .where(policy.visible_directives(self._actor))
            .where(Directive.state == DirectiveState.ISSUED)
            .order_by(Directive.id.desc())
            .limit(TEXTS_READ + 1)
        )
        for number, day, *texts in found:
            key = key_of(RecordKind.DIRECTIVE, number)
            yield _Row(key, key, day, None, _lines(texts))

    def _has_part(self, asked: _Part) -> ColumnElement[bool]:
        readable = policy.visible_assignments(self._actor)
        return Task.id.in_(select(Assignment.task_id).where(_is_part(asked), readable))

    def _fits(self, row: _Row) -> bool:
        if not self._asked.texts:
            return True
        said = _Said(canonical(row.text))
        return all(said.holds(text) for text in self._asked.texts)

    def _in_state(self, rows: Sequence[_Row]) -> list[_Row]:
        """Keep the rows whose task stands as asked, by the parts that the reader may know of."""
        tasks = {int(row.group.partition(":")[2]): row.due for row in rows}
        facts = assignment_facts(
            self._session,
            Assignment.task_id.in_(tasks) & policy.visible_assignments(self._actor),
        )
        parts: defaultdict[int, list[AssignmentFacts]] = defaultdict(list)
        for each in facts:
            parts[each.task_id].append(each)
        fitting = {
            key_of(RecordKind.TASK, task)
            for task, due in tasks.items()
            if self._stands(parts[task], due)
        }
        return [row for row in rows if row.group in fitting]

    def _stands(self, parts: Sequence[AssignmentFacts], due: date | None) -> bool:
        due = due_of_task(parts, due).day
        leads = [part for part in parts if part.role is AssignmentRole.LEAD]
        states = {state for part in leads or parts for state in standing(part)}
        today = self._request.today
        soon = today + timedelta(days=self._request.due_soon_days)
        if "open" in states and due is not None:
            states |= {"overdue"} if due < today else {"in-time"}
            states |= {"due-soon"} if today <= due <= soon else set()
        if due is None and states & {"open", "confirmed"}:
            states.add("no-deadline")
        return all(states & wanted for wanted in self._asked.states)

    def _ordered(self, rows: Iterable[_Row]) -> list[list[_Row]]:
        """Return the groups, the newest first or the first due; equals in one order."""
        groups: dict[str, list[_Row]] = {}
        for row in rows:
            groups.setdefault(row.group, []).append(row)
        found = sorted(groups.values(), key=lambda group: group[0].group)
        if self._request.sort in {Sort.DUE, Sort.MOST_OVERDUE}:
            return sorted(found, key=lambda group: group[0].due or date.max)
        return sorted(found, key=lambda group: group[0].day or date.min, reverse=True)

    def _group(self, rows: Sequence[_Row]) -> HitGroup:
        hits = tuple(
            Hit(
                row.key,
                row.key.partition(":")[0],
                row.group,
                snippet(canonical(row.text), self._request.query),
            )
            for row in rows[: self._request.best]
        )
        return HitGroup(rows[0].group, hits, total=len(rows))


def _is_part(asked: _Part) -> ColumnElement[bool]:
    agencies, roles = asked
    had = Assignment.agency_id.in_(agencies) | Assignment.holder_id.in_(agencies)
    return had & Assignment.role.in_(roles)


def _of(rows: Iterable[_Row], kind: str) -> list[_Row]:
    return [row for row in rows if row.key.startswith(f"{kind}:")]


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text)


class _Said:
    """The words and document numbers of one text."""

    def __init__(self, text: str) -> None:
        self._words = analyse(text)
        numbers = (form for number in document_numbers(text) for form in number.forms)
        self._folded = {*(word.folded for word in self._words), *numbers}

    def holds(self, asked: _Text) -> bool:
        match asked:
            case Prefix(token):
                return any(word.startswith(token.folded) for word in self._folded)
            case Phrase(tokens):
                return self._in_a_row(tokens, exact=any(token.is_marked for token in tokens))
        ways = [way for way in asked.ways if self._is_said(way)]
        return all(
            token.folded in self._folded or any(way.start <= place < way.end for way in ways)
            for place, token in enumerate(asked.tokens)
        )

    def _is_said(self, way: Way) -> bool:
        if way.how is How.NUMBER:
            return way.tokens[0].folded in self._folded
        return self._in_a_row(way.tokens, exact=way.how is How.SHORT)

    def _in_a_row(self, row: Sequence[Token], *, exact: bool) -> bool:
        wanted = [token.exact if exact else token.folded for token in row]
        there = [word.exact if exact else word.folded for word in self._words]
        return any(there[at : at + len(wanted)] == wanted for at in range(len(there)))
