"""The matrix of a directive: a row for each agency, a column for each task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from directives.text import fold
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, Role, TrackingRules
from tracker.errors import NotFound
from tracker.matrix.cells import Cell, Lack, cells, done_of
from tracker.models import Assignment, Directive, Task

# So many agencies, or cells of them, as a browser shows at once without a wait.
MAX_ROWS, MAX_CELLS, LEAST_ROWS = 100, 600, 15
URGING_ROLES = (Role.CLERK, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class MatrixQuery:
    """What is asked of a matrix.

    ``clause`` is a task: only it and its parts are shown. ``everyone`` adds those directed and
    coordinating to the leads. ``as_assigned`` names the agencies as on the day of assigning,
    not as those who answer today.
    """

    clause: int | None = None
    everyone: bool = False
    missing: bool = False
    overdue: bool = False
    as_assigned: bool = False
    sort: str = "agency"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class MatrixDirective:
    """What a directive is known by."""

    directive_id: int
    kind: str | None
    number: str | None
    issued_on: date | None
    title: str | None
    file_name: str


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A task with how many of the leads shown are done; ``name`` is its label or number."""

    task_id: int
    name: str
    text: str
    due: date | None
    done: int
    given: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An agency as assigned, with its cells by task.

    ``other_name`` is what it is called at the other time, where that differs.
    """

    agency_id: int
    agency: str
    other_name: str | None
    cells: Mapping[int, tuple[Cell, ...]]
    done: int
    given: int
    overdue: int
    lacking: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A directive's matrix; ``rows`` are those of page ``number`` of ``last``, from 1.

    ``clauses`` are the tasks that the matrix can be narrowed to, with or without cells.
    """

    directive: MatrixDirective
    query: MatrixQuery
    day: date
    clauses: tuple[MatrixColumn, ...]
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    done: int
    given: int
    listed: int
    number: int
    last: int
    may_urge: bool

    @property
    def clause(self) -> MatrixColumn | None:
        """The task that the matrix is narrowed to."""
        return next((one for one in self.clauses if one.task_id == self.query.clause), None)


_KEYS: Mapping[str, Callable[[MatrixRow], Any]] = {
    "agency": lambda _row: 0,
    "done": lambda row: (row.done / row.given if row.given else -1, row.done),
    "overdue": lambda row: row.overdue,
    "missing": lambda row: row.lacking,
}
SORTS = tuple(_KEYS)


def directive_matrix(  # noqa: PLR0913 - whose, of what, how, when, by which rules
    database: Database,
    actor: Actor,
    directive_id: int,
    query: MatrixQuery,
    *,
    today: date,
    rules: TrackingRules,
    whole: bool = False,
) -> Matrix:
    """Return a directive's matrix with what ``actor`` may read; all rows where ``whole``.

    Raises:
        NotFound: there is no such directive, it is a draft, or it is not for ``actor``.
    """
    with database.reading() as session:
        directive = issued_directive(session, actor, directive_id)
        tasks = _tasks(session, actor, directive_id)
        within = _within(tasks, query.clause)
        found = shown_cells(
            session, actor, Task.directive_id == directive_id, query, today=today, rules=rules
        )
    inside = [cell for cell in found if cell.task_id in within]
    rows = _listed(_rows(inside, query), query)
    used = _used(inside)
    size = max(len(rows), 1) if whole else page_size(len(used))
    number, last = _place(query.page, len(rows), size)
    done, given = done_of(inside)
    return Matrix(
        directive=directive,
        query=query,
        day=today,
        clauses=tuple(_columns(tasks, found)),
        columns=tuple(c for c in _columns(tasks, inside) if c.task_id in used),
        rows=tuple(rows[(number - 1) * size : number * size]),
        done=done,
        given=given,
        listed=len(rows),
        number=number,
        last=last,
        may_urge=actor.has(*URGING_ROLES),
    )


def _place(wanted: int, rows: int, size: int) -> tuple[int, int]:
    """Return which page is shown and which is the last, both from 1."""
    last = max(1, -(-rows // size))
    return min(max(wanted, 1), last), last


def page_size(columns: int) -> int:
    """Return how many agencies stand on a page beside so many tasks."""
    return max(LEAST_ROWS, min(MAX_ROWS, MAX_CELLS // max(columns, 1)))


def issued_directive(session: Session, actor: Actor, directive_id: int) -> MatrixDirective:
    """Return what a directive is known by; raise :class:`NotFound` for what is not to be known."""
    columns = (Directive.id, Directive.kind, Directive.number, Directive.issued_on)
    row = session.execute(
        select(*columns, Directive.title, Directive.file_name).where(
            Directive.id == directive_id,
            Directive.state == DirectiveState.ISSUED,
            policy.visible_directives(actor),
        )
    ).first()
    if row is None:
        raise NotFound
    return MatrixDirective(*row)


def shown_cells(  # noqa: PLR0913 - for whom, of what, how, when, by which rules
    session: Session,
    actor: Actor,
    condition: ColumnElement[bool],
    query: MatrixQuery,
    *,
    today: date,
    rules: TrackingRules,
) -> list[Cell]:
    """Return the leads' cells; all where everyone is asked for, or where none leads."""
    if not query.everyone:
        leads = condition & (Assignment.role == AssignmentRole.LEAD)
        if found := cells(session, actor, leads, today=today, rules=rules):
            return found
    return cells(session, actor, condition, today=today, rules=rules)


def _tasks(session: Session, actor: Actor, directive_id: int) -> Sequence[Task]:
    return session.scalars(
        select(Task)
        .where(Task.directive_id == directive_id, policy.visible_tasks(actor))
        .order_by(Task.position)
    ).all()


def _within(tasks: Iterable[Task], clause: int | None) -> frozenset[int]:
    """Return the tasks of a clause: itself and all below it; every task where none is asked."""
    within: set[int] = set()
    for task in tasks:
        if clause is None or task.id == clause or task.parent_id in within:
            within.add(task.id)
    return frozenset(within)


def _used(found: Iterable[Cell]) -> frozenset[int]:
    return frozenset(cell.task_id for cell in found)


def _columns(tasks: Iterable[Task], found: Iterable[Cell]) -> list[MatrixColumn]:
    by_task: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in found:
        by_task[cell.task_id].append(cell)
    return [
        MatrixColumn(
            task.id, task_name(task), task.text, task.original_due, *done_of(by_task[task.id])
        )
        for task in tasks
    ]


def task_name(task: Task) -> str:
    """Return a task's label, or else the number in its key: "t4.2" is 4.2."""
    return task.label or task.key.lstrip("t")


def _rows(found: Iterable[Cell], query: MatrixQuery) -> list[MatrixRow]:
    by_agency: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in found:
        by_agency[cell.agency_id].append(cell)
    return [_row(own, query) for own in by_agency.values()]


def _row(own: Sequence[Cell], query: MatrixQuery) -> MatrixRow:
    by_task: defaultdict[int, tuple[Cell, ...]] = defaultdict(tuple)
    for cell in own:
        by_task[cell.task_id] += (cell,)
    done, given = done_of(own)
    name, other = names_of(own[0], as_assigned=query.as_assigned)
    return MatrixRow(
        agency_id=own[0].agency_id,
        agency=name,
        other_name=other,
        cells=dict(by_task),
        done=done,
        given=given,
        overdue=sum(Lack.PAST_DUE in cell.lacks for cell in own),
        lacking=sum(bool(cell.lacks) for cell in own),
    )


def names_of(cell: Cell, *, as_assigned: bool) -> tuple[str, str | None]:
    """Return an agency's name at the time that is asked for, and the other where it differs."""
    names = (cell.assigned, cell.answering)
    name, other = names if as_assigned else reversed(names)
    return name, other if other != name else None


def _listed(rows: Iterable[MatrixRow], query: MatrixQuery) -> list[MatrixRow]:
    kept = [
        row
        for row in rows
        if (row.lacking or not query.missing) and (row.overdue or not query.overdue)
    ]
    by_name = sorted(
        kept,
        key=lambda row: fold(row.agency),
        reverse=query.sort == "agency" and query.descending,
    )
    return sorted(by_name, key=_KEYS.get(query.sort, _KEYS["agency"]), reverse=query.descending)
