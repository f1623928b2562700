"""Whatever people do, the index that follows is the index that a rebuild would make."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, func, select

import tracker
from search_index import SearchEngine
from tests.factories import NOW, make_agency, make_user
from tests.tracker.acting import form_of, record
from tests.tracker.drafts import DOCUMENT, REASON, bodies, make_draft, make_reading_task
from tracker import agencies, assignments, handling, intake, progress
from tracker.agencies import NewAgency
from tracker.db import Database
from tracker.domain import ActKind, Actor, Role, UpdateStatus, VerdictKind, office_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.files import FileStore
from tracker.handling import HandoverEntry
from tracker.models import (
    AgencyAlias,
    Assignment,
    Directive,
    Evidence,
    ProgressUpdate,
    Succession,
    Verdict,
)
from tracker.models.answering import answering_for
from tracker.progress import BulkRow, ProgressEntry, UploadedFile
from tracker.search import check, drain, rebuild

# What can be done that changes what a record says, and what changes none.
WALKED = {
    "issue_directive",
    "log_update",
    "log_updates",
    "share_evidence",
    "give_verdict",
    "add_agency",
    "add_alias",
    "record_act",
    "take_back_act",
    "change_details",
    "remove_alias",
}
UNINDEXED = {
    "upload_directive": "a draft is not searched",
    "change_draft": "a draft is not searched",
    "match_body": "a draft is not searched",
    "_restore": "undo and redo: a draft is not searched",
    "withdraw_draft": "a draft is not searched",
    "restore_draft": "a draft is not searched",
    "add_group": "groups are not searched",
    "add_group_alias": "groups are not searched",
    "add_member": "groups are not searched",
    "end_member": "groups are not searched",
    "hand_out": "a sheet is not searched",
    "take_return": "a returned row is a draft",
    "change_row": "a returned row is a draft",
    "drop_row": "a returned row is a draft",
    "take_up_row": "a returned row is a draft",
    "log_rows": "it logs as log_update does; its own tests ask for the changes",
}
USE_CASES = ("intake", "assignments", "agencies", "progress", "review", "exchange")
STEPS, SEED = 36, 5


@dataclass
class Walk:
    """An office in which somebody does one thing after the other."""

    database: Database
    files: FileStore
    dice: random.Random
    now: datetime = NOW
    agency_ids: list[int] = field(default_factory=list)
    issued: int = 0
    acts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clerk = self._person(Role.CLERK)
        self.inspector = self._person(Role.INSPECTOR)
        self.agency_ids = [
            make_agency(self.database, f"Sở {name}") for name in ("Một", "Hai", "Ba")
        ]
        with self.database.writing() as session:
            old, heir, _ = self.agency_ids
            day = office_day(NOW) - timedelta(days=1000)
            session.add(
                Succession(from_agency_id=old, to_agency_id=heir, kind="partial", effective_on=day)
            )

    def _person(self, role: Role) -> Actor:
        return Actor(make_user(self.database, role), role.value, frozenset({role}))

    def issue(self) -> None:
        """Issue a document with two tasks for two agencies."""
        self.issued += 1
        document = replace(DOCUMENT, number=f"{self.issued}-CT/TU")
        lead, other = self.dice.sample(["Sở Một", "Sở Hai", "Sở Ba"], 2)
        tasks = (
            make_reading_task("t1", lead=bodies(lead), coordinating=bodies(other)),
            make_reading_task("t2", lead=bodies(other)),
        )
        draft = make_draft(self.database, self.clerk, *tasks, document=document)
        assignments.issue_directive(
            self.database, self.clerk, draft, revision=0, now=self.now, reason=REASON
        )

    def withdraw(self) -> None:
        """Put a draft away and take it up again."""
        draft = make_draft(self.database, self.clerk, make_reading_task("t1"))
        intake.withdraw_draft(self.database, self.clerk, draft)
        intake.restore_draft(self.database, self.clerk, draft)

    def report(self) -> None:
        """Log an update of an agency, now and then with a file, now and then as done."""
        part = self._any(Assignment)
        if part is None:
            return
        is_done = self.dice.random() < 0.4
        entry = ProgressEntry(
            status=UpdateStatus.DONE if is_done else UpdateStatus.IN_PROGRESS,
            percent=100 if is_done else 30,
            narrative=f"Đã làm việc số {self.dice.randrange(99)}.",
            result_number="12-BC/SM" if is_done else None,
            result_date=office_day(self.now) if is_done else None,
            evidence=self._file() if self.dice.random() < 0.1 else (),
        )
        with self.database.reading() as session:
            agency = answering_for(session, part, office_day(self.now))
        actor = self._account(agency, part.agency_id)
        if self.dice.random() < 0.2:
            row = BulkRow(part.id, self._last_word(part.id), replace(entry, evidence=()))
            progress.log_updates(self.database, actor, agency, [row], now=self.now)
        else:
            progress.log_update(self.database, self.files, actor, part.id, entry, now=self.now)

    def share(self) -> None:
        """Let others read a file, or let them no more."""
        if (file := self._any(Evidence)) is None:
            return
        with self.database.reading() as session:
            agency = session.get_one(Evidence, file.id).update.assignment.agency_id
        progress.share_evidence(
            self.database,
            self._account(agency),
            file.id,
            shared=self.dice.random() < 0.5,
            today=office_day(self.now),
        )

    def _account(self, agency_id: int, *inherited: int) -> Actor:
        user = make_user(self.database, Role.AGENCY, agency_id=agency_id)
        agencies_of = frozenset({agency_id, *inherited})
        return Actor(user, "Cơ quan", frozenset({Role.AGENCY}), agencies_of)

    def _last_word(self, assignment_id: int) -> int | None:
        with self.database.reading() as session:
            words = select(ProgressUpdate.id).where(ProgressUpdate.assignment_id == assignment_id)
            return session.scalar(words.order_by(-ProgressUpdate.id).limit(1))

    def judge(self) -> None:
        """Confirm what is claimed to be done, or send it back."""
        newest = select(func.max(ProgressUpdate.id)).group_by(ProgressUpdate.assignment_id)
        update = self._any(
            ProgressUpdate,
            ProgressUpdate.status == UpdateStatus.DONE,
            ProgressUpdate.id.in_(newest),
        )
        if update is not None:
            with self.database.reading() as session:
                judged = select(Verdict.id).where(Verdict.update_id == update.id)
                last = session.scalar(judged.order_by(-Verdict.id).limit(1))
            progress.give_verdict(
                self.database,
                self.inspector,
                update.id,
                self.dice.choice(list(VerdictKind)),
                "Cần xem lại số liệu.",
                now=self.now,
                last_verdict_id=last,
            )

    def name(self) -> None:
        """Write down another name of an agency."""
        agency, alias = self.dice.choice(self.agency_ids), f"Phòng {self.dice.randrange(10**6)}"
        agencies.add_alias(self.database, self.clerk, agency, alias, today=office_day(self.now))

    def found(self) -> None:
        """Add an agency."""
        form = NewAgency(f"Sở mới {self.dice.randrange(10**6)}", office_day(self.now))
        agencies.add_agency(self.database, self.clerk, form)

    def reorganise(self) -> None:
        """Let a body pass all its work to a new one, or some of it to another that stays."""
        body, other = self.dice.sample(self.agency_ids, 2)
        day = office_day(self.now)
        kind, heir = self.dice.choice(
            [(ActKind.CHANGE_OF_KIND, f"Ban số {self.now:%H%M%d}"), (ActKind.PARTIAL, f"#{other}")]
        )
        form = form_of(kind, [(body, heir)], on=day)
        self.acts.append(
            record(self.database, self.clerk, form, rest={body: f"#{other}"}, now=self.now)
        )

    def detail(self) -> None:
        """Give an agency another symbol, and take away another of its names."""
        agency, code = self.dice.choice(self.agency_ids), f"K{self.dice.randrange(10**6)}"
        form = agencies.Details(office_day(self.now), code=code)
        agencies.change_details(self.database, self.clerk, agency, form)
        if (alias := self._any(AgencyAlias)) is not None:
            agencies.remove_alias(self.database, self.clerk, alias.agency_id, alias.alias)

    def take_back(self) -> None:
        """Take an act back as if it had never been, or from today on."""
        if self.acts:
            act = self.dice.choice(self.acts)
            back = agencies.TakingBack(office_day(self.now), "Đính chính", "Sở Ba")
            agencies.take_back_act(self.database, self.clerk, act, back, now=self.now)

    def hand_over(self) -> None:
        """Give a task to another agency."""
        if (part := self._any(Assignment)) is not None:
            entry = HandoverEntry(
                f"#{self.dice.choice(self.agency_ids)}", office_day(self.now), "Theo kết luận"
            )
            handling.hand_over_assignment(self.database, self.clerk, part.id, entry, now=self.now)

    def _file(self) -> tuple[UploadedFile, ...]:
        return (UploadedFile("bien-ban.txt", "Biên bản nghiệm thu đường liên ấp".encode()),)

    def _any(self, model: Any, *conditions: ColumnElement[bool]) -> Any:
        with self.database.reading() as session:
            rows = session.scalars(select(model).where(*conditions).order_by(model.id)).all()
        return self.dice.choice(rows) if rows else None


def test_after_every_act_the_index_is_what_a_rebuild_would_make(
    database: Database, engine: SearchEngine, tmp_path: Path
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - repeatable on purpose, and nothing secret
    walk = Walk(database, FileStore(tmp_path / "files"), dice)
    rebuild(database, engine)
    acts: list[Callable[[], None]] = [walk.issue, walk.withdraw, walk.judge, walk.name, walk.found]
    acts += [walk.reorganise, walk.take_back, walk.hand_over, walk.detail, walk.share]
    for step in range(STEPS):
        act = (
            walk.issue if not step else dice.choice([*acts, *[walk.report] * 6, *[walk.judge] * 2])
        )
        walk.now += timedelta(hours=5)
        refused = False
        try:
            act()
        except (Conflict, NotFound, Invalid):
            refused = True
        while drain(database, engine):
            pass
        differences = check(database, engine)
        assert not differences, (step, act.__name__, refused, differences)
    with database.reading() as session:
        assert session.scalars(select(Directive.id)).all()
        assert session.scalars(select(Verdict.id)).all()


def test_every_act_that_writes_is_walked_or_said_to_change_no_record() -> None:
    writers = set(_writers())
    assert writers >= WALKED
    assert writers <= {*WALKED, *UNINDEXED}


def _writers() -> Iterator[str]:
    """Give the functions of use cases that write to the tables."""
    for package in USE_CASES:
        for module in (Path(tracker.__file__).parent / package).glob("*.py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and "database.writing()" in ast.unparse(node):
                    yield node.name
