"""The collection as rows of an office's tables, as if people had entered it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from directives.model import BodyRole, Every, Nature
from tests.relevance.collection import Writer
from tests.relevance.core import core_papers
from tests.relevance.papers import Body, Paper, Part, Word
from tracker.db import Database
from tracker.domain import AssignmentRole, DirectiveState
from tracker.models import (
    Agency,
    AgencyVersion,
    Assignment,
    Directive,
    Evidence,
    ProgressUpdate,
    SourceFile,
    Succession,
    Task,
    TaskBody,
    User,
    Verdict,
)
from tracker.sample.registry import add_acts, add_registry

Facts = dict[str, frozenset[str]]
_ROLES = {
    AssignmentRole.LEAD: BodyRole.LEAD,
    AssignmentRole.DIRECTED: BodyRole.DIRECTED,
    AssignmentRole.SUPPORTING: BodyRole.COORDINATING,
}


def fill(database: Database) -> Facts:
    """Enter the collection; return what is known of each task and document by its key."""
    with database.writing() as session:
        agencies = add_registry(session)
        author = User(
            username="thu",
            display_name="Người thử",
            password_hash="-",  # noqa: S106 - nobody signs in
            created_at=datetime(2019, 1, 1, tzinfo=UTC),
        )
        session.add(author)
        session.flush()
        add_acts(session, agencies, author.id, author.created_at)
        session.flush()
        entry = _Entry(session, agencies, author.id)
        return {key: facts for paper in made_papers(session) for key, facts in entry.paper(paper)}


def made_papers(session: Session) -> list[Paper]:
    """Return all papers of the collection."""
    bodies = _bodies(session)
    return [*core_papers(bodies), *Writer(bodies).papers()]


def _bodies(session: Session) -> dict[str, Body]:
    links = session.execute(
        select(Succession.from_agency_id, Succession.to_agency_id)
        .where(Succession.to_agency_id.is_not(None), Succession.kind != "partial")
        .order_by(Succession.id)
    )
    heirs: dict[int, int | None] = {row.from_agency_id: row.to_agency_id for row in links}
    agencies = {each.id: each for each in session.scalars(select(Agency).order_by(Agency.id))}
    return {
        each.key: _body(each, agencies.get(heirs.get(each.id) or 0)) for each in agencies.values()
    }


def _body(agency: Agency, heir: Agency | None) -> Body:
    version: AgencyVersion = agency.versions[-1]
    brief = version.name.replace("Ủy ban nhân dân", "UBND")
    names = dict.fromkeys(filter(None, (version.name, version.short_name, brief)))
    return Body(agency.key, tuple(names), version.valid_to, heir.key if heir else None)


class _Entry:
    """Enters papers one by one."""

    def __init__(self, session: Session, agencies: dict[str, int], author_id: int) -> None:
        self._session = session
        self._agencies = agencies
        self._author_id = author_id
        self._files = 0

    def paper(self, paper: Paper) -> Iterator[tuple[str, frozenset[str]]]:
        """Add a paper with all that belongs to it; give the facts by key."""
        directive = self._directive(paper)
        self._session.add(directive)
        tasks = [self._task(directive, paper, number) for number in range(len(paper.orders))]
        self._session.add_all(tasks)
        self._session.flush()
        yield f"directive:{directive.id}", paper.facts()
        for task, order in zip(tasks, paper.orders, strict=True):
            yield f"task:{task.id}", order.facts()

    def _directive(self, paper: Paper) -> Directive:
        moment = datetime.combine(paper.issued_on, time(2), UTC)
        return Directive(
            source_file=self._file(),
            file_name="van-ban.docx",
            state=DirectiveState.ISSUED,
            kind=paper.kind,
            number=paper.number,
            issued_on=paper.issued_on,
            issuer=paper.issuer,
            title=paper.title,
            field_of_work=paper.field_of_work,
            text=_whole_text(paper),
            received_at=moment,
            received_by_id=self._author_id,
            tracked_from=moment,
            issued_by_id=self._author_id,
        )

    def _task(self, directive: Directive, paper: Paper, number: int) -> Task:
        order = paper.orders[number]
        start = directive.text.index(order.text)
        task = Task(
            directive=directive,
            position=number,
            key=f"t{number + 1}",
            text=order.text,
            start=start,
            end=start + len(order.text),
            nature=Nature.PERIODIC if order.is_quarterly else Nature.SPECIFIC,
            original_due=order.due,
            recurs_every=Every.QUARTER if order.is_quarterly else None,
        )
        for place, part in enumerate(order.parts):
            self._assign(task, part, place)
        return task

    def _assign(self, task: Task, part: Part, place: int) -> None:
        agency = self._agencies[part.agency]
        body = TaskBody(
            task=task,
            position=place,
            role=_ROLES[part.role],
            words=part.agency,
            inherited=False,
            agency_id=agency,
        )
        assignment = Assignment(
            task=task,
            agency_id=agency,
            holder_id=agency,
            due=task.original_due,
            role=part.role,
            body=body,
            assigned_at=task.directive.received_at,
        )
        self._session.add_all(self._update(assignment, word) for word in part.words)
        self._session.add(assignment)

    def _update(self, assignment: Assignment, word: Word) -> ProgressUpdate:
        update = ProgressUpdate(
            assignment=assignment,
            author_id=self._author_id,
            at=word.at,
            status=word.status,
            percent=50,
            narrative=word.narrative,
            difficulties=word.difficulties,
            proposals=word.proposals,
            result_number=word.result_number,
        )
        if word.verdict is not None:
            update.verdicts = [
                Verdict(
                    kind=word.verdict, reason=word.reason, author_id=self._author_id, at=word.at
                )
            ]
        if word.evidence is not None:
            file = Evidence(source_file=self._file(), file_name="bao-cao.docx", text=word.evidence)
            update.evidence = [file]
        return update

    def _file(self) -> SourceFile:
        self._files += 1
        return SourceFile(sha256=f"{self._files:064x}", media_type="text/plain", size_bytes=1)


def _whole_text(paper: Paper) -> str:
    orders = (order.text for order in paper.orders)
    return "\n".join(filter(None, (paper.opening, *orders, paper.closing)))
