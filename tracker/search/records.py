"""From rows to records of the index; drafts and withdrawn documents give none.

Updates and evidence carry what their task is asked for by (agency, deadline, state), so that
"overdue, and speaks of capital" finds them. Each value says who may know of it, by the same
rules as :mod:`tracker.policy`: an agency's account finds nothing of a neighbour with the same
duty, not even by a count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markdown_it import MarkdownIt
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, selectinload

from search_index import Scoped, SearchRecord
from tracker.clocks import AssignmentFacts, due_of_task
from tracker.domain import AssignmentRole, DirectiveState, office_day
from tracker.models import (
    Assignment,
    Directive,
    Evidence,
    ProgressUpdate,
    RecordKind,
    Task,
    assignment_facts,
)
from tracker.models.progress import in_force
from tracker.search.agency_names import AgencyNames
from tracker.search.asked import waiting_words
from tracker.search.principals import readers_of_file, readers_of_part, readers_of_task

OPEN = "open"
NO_UPDATE = "no-update"
DISAGREEMENT = "disagreement"
BATCH = 200
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_LINES = re.compile(r"\s*\n\s*")


def key_of(kind: RecordKind, record_id: int) -> str:
    """Return the key of a row's record."""
    return f"{kind.value}:{record_id}"


class RecordWriter:
    """Writes the records of one session's rows."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = AgencyNames(session)

    def everything(self) -> Iterator[SearchRecord]:
        """Give every record there is, some hundred rows in memory at a time."""
        issued = Directive.state == DirectiveState.ISSUED
        for ids in self._batches(select(Directive.id).where(issued).order_by(Directive.id)):
            yield from self.directives(Directive.id.in_(ids))
        for ids in self._batches(select(Task.id).order_by(Task.id)):
            yield from self.tasks(Task.id.in_(ids))
        for ids in self._batches(select(ProgressUpdate.id).order_by(ProgressUpdate.id)):
            yield from self.updates(ProgressUpdate.id.in_(ids))

    def directives(self, condition: ColumnElement[bool]) -> Iterator[SearchRecord]:
        """Give the records of the issued directives that meet ``condition``."""
        found = self._session.scalars(
            select(Directive).where(condition, Directive.state == DirectiveState.ISSUED)
        ).all()
        tasks: dict[int, list[Task]] = defaultdict(list)
        for task in self._session.scalars(
            select(Task)
            .where(Task.directive_id.in_([directive.id for directive in found]))
            .options(selectinload(Task.assignments))
        ):
            tasks[task.directive_id].append(task)
        yield from (_directive(directive, tasks[directive.id]) for directive in found)

    def tasks(self, condition: ColumnElement[bool]) -> Iterator[SearchRecord]:
        """Give the records of the tasks that meet ``condition``."""
        tasks = self._session.scalars(
            select(Task)
            .join(Task.directive)
            .where(condition, Directive.state == DirectiveState.ISSUED)
            .options(selectinload(Task.assignments), selectinload(Task.directive))
        ).all()
        facts = self._facts(Assignment.task_id.in_([task.id for task in tasks]))
        asked = waiting_words(self._session, [part for task in tasks for part in task.assignments])
        for task in tasks:
            readers = readers_of_task(task.assignments)
            record = self._record(
                _About(task, task.assignments, facts),
                kind=RecordKind.TASK,
                record_id=task.id,
                text=task.text,
                readers=readers,
            )
            # A task seldom says again what its document is about.
            about = Scoped(_work(task.directive), readers)
            yield replace(record, names=(*record.names, about, *asked.get(task.id, ())))

    def updates(self, condition: ColumnElement[bool]) -> Iterator[SearchRecord]:
        """Give the records of the updates that meet ``condition``, and of their evidence.

        What was corrected gives none: it is found as it was put right.
        """
        updates = self._session.scalars(
            select(ProgressUpdate)
            .join(ProgressUpdate.assignment)
            .join(Assignment.task)
            .join(Task.directive)
            .where(condition, in_force(), Directive.state == DirectiveState.ISSUED)
            .options(
                selectinload(ProgressUpdate.verdicts),
                selectinload(ProgressUpdate.evidence),
                selectinload(ProgressUpdate.assignment)
                .selectinload(Assignment.task)
                .options(selectinload(Task.assignments), selectinload(Task.directive)),
            )
        ).all()
        facts = self._facts(Assignment.id.in_({update.assignment_id for update in updates}))
        for update in updates:
            yield from self._update(update, facts)

    def _update(
        self, update: ProgressUpdate, facts: dict[int, AssignmentFacts]
    ) -> Iterator[SearchRecord]:
        part = update.assignment
        about = _About(part.task, [part], facts, update)
        readers = readers_of_part(part, part.task.assignments)
        yield self._record(
            about,
            kind=RecordKind.UPDATE,
            record_id=update.id,
            text=_words_of(update),
            readers=readers,
        )
        for evidence in update.evidence:
            yield self._record(
                about,
                kind=RecordKind.EVIDENCE,
                record_id=evidence.id,
                text=_evidence_words(evidence),
                readers=readers_of_file(evidence, part, part.task.assignments),
            )

    def _record(
        self,
        about: _About,
        *,
        kind: RecordKind,
        record_id: int,
        text: str,
        readers: tuple[str, ...],
    ) -> SearchRecord:
        directive = about.task.directive
        return SearchRecord(
            key=key_of(kind, record_id),
            kind=kind.value,
            group=key_of(RecordKind.TASK, about.task.id),
            text=text,
            visible_to=readers,
            names=tuple(
                Scoped(name, seen_by)
                # Who leads is named twice, and so found before those who only coordinate.
                for agency_id, seen_by in (*about.agencies(), *about.agencies(AssignmentRole.LEAD))
                for name in self._names.of(agency_id)
            ),
            leads=about.scoped(AssignmentRole.LEAD),
            supporters=about.scoped(AssignmentRole.SUPPORTING),
            agencies=about.scoped(*AssignmentRole),
            statuses=about.statuses(readers),
            document=_identity(directive),
            document_kind=directive.kind,
            work=_work(directive),
            fields_of_work=_fields_of_work(directive),
            date=office_day(about.update.at) if about.update else directive.issued_on,
            due=about.due,
        )

    def _facts(self, condition: ColumnElement[bool]) -> dict[int, AssignmentFacts]:
        return {facts.assignment_id: facts for facts in assignment_facts(self._session, condition)}

    def _batches(self, ids: Select[int]) -> Iterator[Sequence[int]]:
        found = self._session.scalars(ids).all()
        for first in range(0, len(found), BATCH):
            yield found[first : first + BATCH]
            # What has been written is not needed again; a rebuild must not hold every row.
            self._session.expunge_all()


@dataclass(frozen=True, slots=True)
class _About:
    """A task and the parts in it that a record speaks of; ``update`` for one of its updates."""

    task: Task
    parts: Sequence[Assignment]
    facts: dict[int, AssignmentFacts]
    update: ProgressUpdate | None = None

    @property
    def due(self) -> date | None:
        """The due day in force for the parts together."""
        facts = (self.facts[part.id] for part in self.parts)
        return due_of_task(facts, self.task.original_due).day

    def scoped(self, *roles: AssignmentRole) -> tuple[Scoped, ...]:
        """Return the agencies of the parts in ``roles``, each with who may know of it."""
        return tuple(
            Scoped(str(agency_id), seen_by) for agency_id, seen_by in self.agencies(*roles)
        )

    def agencies(self, *roles: AssignmentRole) -> list[tuple[int, tuple[str, ...]]]:
        """Return the agencies of the parts in ``roles`` (any, when none is named).

        What was handed over is found by whom it was given to, and by whoever has it now.
        """
        seen: dict[int, set[str]] = defaultdict(set)
        for part in self.parts:
            if not roles or part.role in roles:
                for agency_id in (part.agency_id, part.holder_id):
                    seen[agency_id].update(self._readers(part))
        return [(agency_id, tuple(sorted(readers))) for agency_id, readers in sorted(seen.items())]

    def statuses(self, readers: Sequence[str]) -> tuple[Scoped, ...]:
        """Return the states of the work, for each reader by the parts they may know of.

        The leads' parts decide; where there is no lead, all do.
        """
        holders: dict[str, set[str]] = defaultdict(set)
        for reader in readers:
            parts = [part for part in self.parts if reader in self._readers(part)]
            leads = [part for part in parts if part.role is AssignmentRole.LEAD]
            for part in leads or parts:
                for status in standing(self.facts[part.id]):
                    holders[status].add(reader)
        return tuple(
            Scoped(status, tuple(sorted(seen))) for status, seen in sorted(holders.items())
        )

    def _readers(self, part: Assignment) -> tuple[str, ...]:
        return readers_of_part(part, self.task.assignments)


def standing(facts: AssignmentFacts) -> Iterator[str]:
    """Give the states of one part that are facts, whatever the day."""
    yield facts.workflow.value
    if facts.is_open:
        yield OPEN
    if facts.last_update_on is None:
        yield NO_UPDATE
    if facts.disagreement is not None:
        yield DISAGREEMENT


def _directive(directive: Directive, tasks: Sequence[Task]) -> SearchRecord:
    readers = readers_of_task([part for task in tasks for part in task.assignments])
    outside = _outside(directive.text, tasks)
    return SearchRecord(
        key=key_of(RecordKind.DIRECTIVE, directive.id),
        kind=RecordKind.DIRECTIVE.value,
        group=key_of(RecordKind.DIRECTIVE, directive.id),
        text="\n".join(
            filter(None, [directive.title, directive.number, directive.issuer, outside])
        ),
        visible_to=readers,
        document=_identity(directive),
        number=directive.number or "",
        document_kind=directive.kind,
        work=_work(directive),
        fields_of_work=_fields_of_work(directive),
        date=directive.issued_on,
    )


def _outside(text: str, tasks: Sequence[Task]) -> str:
    """Return a directive's text without its tasks: an agency may know of its own tasks only."""
    pieces, place = [], 0
    for task in sorted(tasks, key=lambda task: task.start):
        pieces.append(text[place : max(place, task.start)])
        place = max(place, task.end)
    return "\n".join(filter(None, (piece.strip() for piece in (*pieces, text[place:]))))


def _identity(directive: Directive) -> str:
    """Return the words that the filter "document" looks in."""
    kind = (directive.kind or "").replace("-", " ")
    return "\n".join(filter(None, [f"{kind} {directive.number or ''}", directive.title]))


def _work(directive: Directive) -> str:
    return "\n".join(filter(None, [directive.field_of_work, directive.title]))


def _fields_of_work(directive: Directive) -> tuple[str, ...]:
    return (directive.field_of_work,) if directive.field_of_work else ()


def _words_of(update: ProgressUpdate) -> str:
    said = (update.narrative, update.difficulties, update.proposals)
    judged = (verdict.reason for verdict in update.verdicts)
    return "\n".join(filter(None, [*map(_plain, said), update.result_number, *judged]))


def _evidence_words(evidence: Evidence) -> str:
    return "\n".join(filter(None, [evidence.file_name, evidence.text]))


def _plain(markdown: str) -> str:
    """Return the words of Markdown without its signs, a line for each block."""
    blocks = (token for token in _MARKDOWN.parse(markdown) if token.children)
    lines = (
        "".join(" " if part.type.endswith("break") else part.content for part in block.children)
        for block in blocks
        if block.children
    )
    return _LINES.sub("\n", "\n".join(lines)).strip()
