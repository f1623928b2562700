"""Small makers of rows, valid by default; each commits, as the offices' own acts do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from directives.model import BodyRole, Every, Nature
from tracker.accounts import hash_password
from tracker.db import Database
from tracker.domain import (
    AssignmentEventKind,
    AssignmentRole,
    DirectiveState,
    DueChangeKind,
    Role,
    UpdateStatus,
    VerdictKind,
)
from tracker.models import (
    Agency,
    AgencyGroup,
    AgencyVersion,
    Assignment,
    AssignmentEvent,
    Directive,
    DueChange,
    GroupMembership,
    ProgressUpdate,
    RoleGrant,
    SourceFile,
    Succession,
    Task,
    TaskBody,
    User,
    Verdict,
)

NOW = datetime(2024, 6, 15, 3, 0, tzinfo=UTC)
PASSWORD = "một mật khẩu dài để thử"  # noqa: S105 - of test accounts only
_PASSWORD_HASH = hash_password(PASSWORD)
_numbers = count(1)


def make_agency(database: Database, name: str = "Ban Tuyên giáo Tỉnh ủy", **version: object) -> int:
    """Add an agency with one open version; return its id."""
    with database.writing() as session:
        fields = {"name": name, "valid_from": date(2020, 1, 1), **version}
        agency = Agency(key=f"agency-{next(_numbers)}", versions=[AgencyVersion(**fields)])
        session.add(agency)
        session.flush()
        return agency.id


def make_succession(
    database: Database, old: int, heir: int, *, on: date, kind: str = "merge"
) -> None:
    """Let the work of an agency pass to another from a day on."""
    with database.writing() as session:
        session.add(Succession(from_agency_id=old, to_agency_id=heir, kind=kind, effective_on=on))


def make_group(database: Database, name: str, members: Sequence[int]) -> int:
    """Add a group whose members have belonged to it since 2020; return its id."""
    with database.writing() as session:
        group = AgencyGroup(key=f"group-{next(_numbers)}", name=name)
        group.members = [
            GroupMembership(agency_id=member, valid_from=date(2020, 1, 1)) for member in members
        ]
        session.add(group)
        session.flush()
        return group.id


def make_user(
    database: Database, role: Role, *, username: str | None = None, agency_id: int | None = None
) -> int:
    """Add a person with one role and the password ``PASSWORD``; return their id."""
    with database.writing() as session:
        user = User(
            username=username or f"{role.value}-{next(_numbers)}",
            display_name=f"Đồng chí {role.value}",
            password_hash=_PASSWORD_HASH,
            created_at=NOW,
            grants=[RoleGrant(role=role, agency_id=agency_id)],
        )
        session.add(user)
        session.flush()
        return user.id


def make_directive(database: Database, *, author_id: int, **fields: object) -> int:
    """Add an issued directive without tasks; return its id."""
    with database.writing() as session:
        number = next(_numbers)
        defaults: dict[str, object] = {
            "source_file": SourceFile(
                sha256=f"{number:064x}", media_type="text/plain", size_bytes=9
            ),
            "file_name": "chi-thi.txt",
            "state": DirectiveState.ISSUED,
            "kind": "chi-thi",
            "number": f"{number}-CT/TU",
            "issued_on": date(2024, 2, 17),
            "issuer": "Ban Thường vụ Tỉnh ủy",
            "title": "Về xây dựng nông thôn mới",
            "text": "Một là, xây dựng kế hoạch.",
            "received_at": NOW,
            "received_by_id": author_id,
            "tracked_from": NOW,
            "issued_by_id": author_id,
        }
        directive = Directive(**{**defaults, **fields})
        session.add(directive)
        session.flush()
        return directive.id


def make_task(database: Database, directive_id: int, **fields: object) -> int:
    """Add a task of an issued directive; return its id."""
    with database.writing() as session:
        number = next(_numbers)
        defaults: dict[str, object] = {
            "position": number,
            "key": f"t{number}",
            "label": "Một là",
            "text": "Một là, xây dựng kế hoạch.",
            "start": 0,
            "end": 26,
            "nature": Nature.SPECIFIC,
        }
        if fields.get("recurs_every") is Every.QUARTER:
            defaults["nature"] = Nature.PERIODIC
        task = Task(directive_id=directive_id, **{**defaults, **fields})
        session.add(task)
        session.flush()
        return task.id


def make_assignment(
    database: Database,
    task_id: int,
    agency_id: int,
    role: AssignmentRole = AssignmentRole.LEAD,
    assigned_at: datetime = datetime(2024, 2, 20, 2, 0, tzinfo=UTC),
) -> int:
    """Give a task to an agency; return the assignment's id."""
    words = {
        AssignmentRole.LEAD: BodyRole.LEAD,
        AssignmentRole.DIRECTED: BodyRole.DIRECTED,
        AssignmentRole.SUPPORTING: BodyRole.COORDINATING,
    }
    with database.writing() as session:
        body = TaskBody(
            task_id=task_id,
            position=0,
            role=words[role],
            words="Ban Tuyên giáo Tỉnh ủy",
            inherited=False,
            agency_id=agency_id,
        )
        assignment = Assignment(
            task_id=task_id,
            agency_id=agency_id,
            holder_id=agency_id,
            role=role,
            body=body,
            assigned_at=assigned_at,
            due=session.get_one(Task, task_id).original_due,
        )
        session.add(assignment)
        session.flush()
        return assignment.id


def make_event(  # noqa: PLR0913 - a factory names what it fills
    database: Database,
    assignment_id: int,
    kind: AssignmentEventKind,
    *,
    author_id: int,
    on: date = date(2024, 6, 15),
    to_agency_id: int | None = None,
) -> None:
    """Record what happened to an assignment."""
    with database.writing() as session:
        event = AssignmentEvent(
            assignment_id=assignment_id,
            kind=kind,
            to_agency_id=to_agency_id,
            effective_on=on,
            reason="Theo chỉ đạo của Thường trực Tỉnh ủy.",
            author_id=author_id,
            at=NOW,
        )
        session.add(event)


def make_due_change(
    database: Database,
    assignment_id: int,
    due: date,
    kind: DueChangeKind = DueChangeKind.EXTENSION,
    *,
    author_id: int,
) -> None:
    """Give an assignment another due day."""
    with database.writing() as session:
        assignment = session.get_one(Assignment, assignment_id)
        change = DueChange(
            assignment=assignment,
            kind=kind,
            previous=assignment.due,
            due=due,
            reason="Do thiên tai.",
            author_id=author_id,
            at=NOW,
        )
        assignment.due = due
        session.add(change)


def make_update(
    database: Database, assignment_id: int, *, author_id: int, at: datetime = NOW, **fields: object
) -> int:
    """Log a progress update; return its id."""
    defaults: dict[str, object] = {
        "status": UpdateStatus.IN_PROGRESS,
        "percent": 40,
        "narrative": "Đã ban hành kế hoạch.",
        "difficulties": "",
        "proposals": "",
    }
    with database.writing() as session:
        update = ProgressUpdate(
            assignment_id=assignment_id, author_id=author_id, at=at, **{**defaults, **fields}
        )
        session.add(update)
        session.flush()
        return update.id


def make_verdict(  # noqa: PLR0913 - a factory names what it fills
    database: Database,
    update_id: int,
    kind: VerdictKind,
    *,
    author_id: int,
    at: datetime = NOW,
    reason: str = "",
) -> int:
    """Record an inspector's word on an update; return its id."""
    with database.writing() as session:
        verdict = Verdict(update_id=update_id, kind=kind, reason=reason, author_id=author_id, at=at)
        session.add(verdict)
        session.flush()
        return verdict.id
