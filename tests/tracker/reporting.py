"""An office whose agency reports: what the tests of progress share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_user,
)
from tracker.db import Database
from tracker.domain import Actor, Role, TrackingRules, UpdateStatus, office_day
from tracker.files import FileStore
from tracker.progress import ProgressEntry, TaskPage, log_update, task_page

TODAY = office_day(NOW)
ENTRY = ProgressEntry(UpdateStatus.IN_PROGRESS, 40, "Đã ban hành kế hoạch.")
DONE = ProgressEntry(
    UpdateStatus.DONE, 100, "Đã xong.", result_number="12-KH/BTGTU", result_date=date(2024, 6, 1)
)


@dataclass(frozen=True)
class Office:
    """A directive with one task that one agency leads."""

    database: Database
    files: FileStore
    author_id: int
    agency_id: int
    directive_id: int
    task_id: int
    assignment_id: int
    agency: Actor

    def log(self, entry: ProgressEntry = ENTRY, *, now: datetime = NOW) -> int:
        return log_update(
            self.database, self.files, self.agency, self.assignment_id, entry, now=now
        )

    def page(self, actor: Actor) -> TaskPage:
        return task_page(self.database, actor, self.task_id, today=TODAY, rules=TrackingRules())

    def again(self, **task: object) -> Office:
        """Give the same agency a task of another kind."""
        task_id = make_task(self.database, self.directive_id, **task)
        assignment_id = make_assignment(self.database, task_id, self.agency_id)
        return replace(self, task_id=task_id, assignment_id=assignment_id)


def agency_actor(database: Database, *agency_ids: int) -> Actor:
    user_id = make_user(database, Role.AGENCY, agency_id=agency_ids[0])
    return Actor(user_id, "Chuyên viên", frozenset({Role.AGENCY}), frozenset(agency_ids))


def make_office(database: Database, clerk: Actor, folder: Path) -> Office:
    agency_id = make_agency(database)
    directive_id = make_directive(database, author_id=clerk.user_id)
    task_id = make_task(database, directive_id)
    return Office(
        database=database,
        files=FileStore(folder / "files"),
        author_id=clerk.user_id,
        agency_id=agency_id,
        directive_id=directive_id,
        task_id=task_id,
        assignment_id=make_assignment(database, task_id, agency_id),
        agency=agency_actor(database, agency_id),
    )
