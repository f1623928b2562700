"""What happened in the sample: documents came in and were issued, agencies reported or did not."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files as resources
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker import assignments, calendar, intake, progress, reminders
from tracker.db import Database
from tracker.domain import OFFICE_ZONE, Actor, TrackingRules, UpdateStatus, VerdictKind
from tracker.files import FileStore
from tracker.models import Agency, Assignment, Base, Setting, Task, acting_for
from tracker.models.correcting import newest_update_id
from tracker.models.settings import SAMPLE_SHIFT, SAMPLE_UNFINISHED
from tracker.reminders import ReminderRules
from tracker.sample.handled import decide, handle, remark, urge_all
from tracker.sample.people import SampleAccount, Staff, add_people
from tracker.sample.registry import add_acts, add_registry
from tracker.sample.searches import add_search

SAMPLE_DAY = date(2025, 5, 15)
STORY = tomllib.loads(resources("tracker.sample").joinpath("story.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every act of the story needs."""

    database: Database
    files: FileStore
    staff: Staff
    agencies: dict[str, int]


def load(
    database: Database, files: FileStore, today: date | None = None
) -> tuple[SampleAccount, ...]:
    """Fill an empty database; return its accounts, or nothing where there are data already.

    A loading that was cut off is cleared and begun anew, since nobody was told its passwords.
    ``today`` is the wall's day on which the sample's own day, ``SAMPLE_DAY``, begins.
    """
    with database.writing() as session:
        if session.get(Setting, SAMPLE_UNFINISHED) is not None:
            _clear(session)
        if session.scalar(select(Agency.id).limit(1)) is not None:
            return ()
        agencies = add_registry(session)
        staff = add_people(session, agencies, _at(date(2024, 1, 2)))
        clerk = staff.actors["vanthu"].user_id
        add_acts(session, agencies, clerk, _at(date(2024, 1, 2)))
        shift = ((today or datetime.now(OFFICE_ZONE).date()) - SAMPLE_DAY).days
        session.add(Setting(key=SAMPLE_SHIFT, value=str(shift)))
        session.add(Setting(key=SAMPLE_UNFINISHED, value=""))
    scene = _Scene(database, files, staff, agencies)
    directives = {plain["key"]: _issue(scene, plain) for plain in STORY["document"]}
    for plain in STORY["update"]:
        _report(scene, directives, plain)
    for plain in STORY["handled"]:
        _handle(scene, directives, plain)
    for plain in STORY["comment"]:
        _remark(scene, directives, plain)
    for plain in STORY["urging"]:
        urger, now = staff.actors[plain["by"]], _at(plain["on"], 14)
        urge_all(database, urger, directives[plain["document"]], plain, now)
    _keep_calendar(scene)
    # As on the morning before: the day's own are written when its hour comes.
    morning = _at(SAMPLE_DAY - timedelta(days=1), hour=6)
    reminders.remind(database, ReminderRules(), TrackingRules(), now=morning)
    with database.writing() as session:
        for plain in STORY["search"]:
            add_search(session, plain, staff.actors, _at(plain["on"]))
        session.delete(session.get_one(Setting, SAMPLE_UNFINISHED))
    return staff.accounts


def _clear(session: Session) -> None:
    """Empty every table of a database that holds nothing but a sample cut off in its loading."""
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(delete(table))


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), OFFICE_ZONE).astimezone(UTC)


def _issue(scene: _Scene, plain: dict[str, Any]) -> int:
    """Take a document in, leave as words what the registry does not know, and issue it."""
    clerk = scene.staff.actors["vanthu"]
    now = _at(plain["received"])
    name: str = plain["file"]
    content = resources("tracker.sample").joinpath("documents", name).read_bytes()
    upload = intake.Upload(name, content)
    directive = intake.upload_directive(scene.database, scene.files, clerk, upload, now=now)
    page = intake.draft_page(scene.database, clerk, directive, today=plain["received"])
    revision = page.revision
    for choice in page.unknown_bodies:
        intake.match_body(
            scene.database, clerk, directive, choice.words, "words", revision=revision, now=now
        )
        revision += 1
    issued = _at(plain["issued"], 15)
    assignments.issue_directive(
        scene.database,
        clerk,
        directive,
        revision=revision,
        now=issued,
        reason=plain["reason_for_gaps"],
    )
    return directive


def _report(scene: _Scene, directives: dict[str, int], plain: dict[str, Any]) -> None:
    """Log one update and, where the story says so, the inspector's word on it."""
    day: date = plain["on"]
    with scene.database.reading() as session:
        assigned = scene.agencies[plain["agency"]]
        assignment = _assignment(session, directives[plain["document"]], plain["task"], assigned)
        actor = _acting(session, scene.staff.actors[plain["by"]], day)
        corrected = newest_update_id(session, assignment) if plain.get("corrects") else None
    entry = replace(_entry(plain), corrects_id=corrected)
    update = progress.log_update(
        scene.database, scene.files, actor, assignment, entry, now=_at(day, 10)
    )
    if verdict := plain.get("verdict"):
        progress.give_verdict(
            scene.database,
            scene.staff.actors["kiemtra"],
            update,
            VerdictKind(verdict),
            plain.get("reason", ""),
            now=_at(plain["judged"], 14),
        )


def _handle(scene: _Scene, directives: dict[str, int], plain: dict[str, Any]) -> None:
    """Do one act beside the progress and, where the story says so, answer the request."""
    day: date = plain["on"]
    with scene.database.reading() as session:
        assigned = scene.agencies[plain["agency"]]
        assignment = _assignment(session, directives[plain["document"]], plain["task"], assigned)
        actor = _acting(session, scene.staff.actors[plain["by"]], day)
    request = handle(scene.database, actor, assignment, plain, _at(day, 11))
    if request is not None and "decided" in plain:
        decider = scene.staff.actors[plain["decider"]]
        decide(scene.database, decider, request, plain, _at(plain["decided"], 15))


def _remark(scene: _Scene, directives: dict[str, int], plain: dict[str, Any]) -> None:
    with scene.database.reading() as session:
        task = session.scalars(
            select(Task.id).where(
                Task.directive_id == directives[plain["document"]], Task.key == plain["task"]
            )
        ).one()
        actor = _acting(session, scene.staff.actors[plain["by"]], plain["on"])
    first = remark(scene.database, actor, task, plain, _at(plain["on"], 10))
    for reply in plain["reply"]:
        who = scene.staff.actors[reply["by"]]
        answer = {**reply, "reply_to": first}
        remark(scene.database, who, task, answer, _at(reply["on"], 9))


def _keep_calendar(scene: _Scene) -> None:
    """Enter days off and worked ones, and close a period."""
    for plain in STORY["day"]:
        change = calendar.DayChange(plain["day"], plain["works"], plain["name"])
        clerk = scene.staff.actors[plain["by"]]
        calendar.change_day(scene.database, clerk, change, now=_at(plain["on"], 11))
    for plain in STORY["closing"]:
        clerk, now = scene.staff.actors[plain["by"]], _at(plain["on"], 16)
        calendar.close_period(scene.database, clerk, plain["period"], now=now)


def _assignment(session: Session, directive: int, task: str, agency: int) -> int:
    return session.scalars(
        select(Assignment.id)
        .join(Task)
        .where(Task.directive_id == directive, Task.key == task, Assignment.agency_id == agency)
    ).one()


def _acting(session: Session, actor: Actor, day: date) -> Actor:
    """Return the person with the bodies that they answer for on a day."""
    answered = (acting_for(session, agency, day) for agency in actor.agency_ids)
    return replace(actor, agency_ids=frozenset().union(*answered))


def _entry(plain: dict[str, Any]) -> progress.ProgressEntry:
    evidence = tuple(
        progress.UploadedFile(name, text.encode())
        for name, text in plain.get("evidence", {}).items()
    )
    return progress.ProgressEntry(
        status=UpdateStatus(plain.get("status", "in-progress")),
        percent=plain["percent"],
        narrative=plain["narrative"],
        difficulties=plain.get("difficulties", ""),
        proposals=plain.get("proposals", ""),
        result_number=plain.get("number"),
        result_date=plain.get("dated"),
        period=plain.get("period"),
        evidence=evidence,
    )
