"""Documents come in as drafts, are corrected by several people, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from directives import Directive as Reading
from directives import DirectiveError, Metadata, SpanRole
from directives.editing import remove_task, set_document
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_group,
    make_task,
    make_user,
)
from tests.tracker.drafts import TEXT, bodies, make_draft, make_reading_task
from tracker import intake
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role
from tracker.errors import Conflict, Invalid, NotAllowed, NotFound
from tracker.files import FileStore
from tracker.intake.history import Step, history_of
from tracker.intake.uploading import clean_name
from tracker.models import Directive, DraftRevision, SourceFile

TODAY = date(2024, 6, 15)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def upload(database: Database, files: FileStore, clerk: Actor) -> Callable[..., int]:
    def _upload(text: str = TEXT, name: str = "chi-thi.md", actor: Actor = clerk) -> int:
        sent = intake.Upload(name, text.encode())
        return intake.upload_directive(database, files, actor, sent, now=NOW)

    return _upload


@pytest.fixture
def colleague(database: Database) -> Actor:
    return Actor(make_user(database, Role.CLERK), "Văn thư hai", frozenset({Role.CLERK}))


def page_of(database: Database, clerk: Actor, directive_id: int) -> intake.DraftPage:
    return intake.draft_page(database, clerk, directive_id, today=TODAY)


def change(database: Database, actor: Actor, draft: int, edit: object, revision: int) -> None:
    intake.change_draft(database, actor, draft, edit, action="task", revision=revision, now=NOW)  # type: ignore[arg-type]  # a partial is an edit


def count_of(database: Database, model: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


# Taking in


def test_a_document_becomes_a_draft_and_its_file_is_kept_unchanged(
    database: Database, files: FileStore, clerk: Actor, upload: Callable[..., int]
) -> None:
    draft = upload()
    with database.reading() as session:
        directive = session.get_one(Directive, draft)
        assert directive.state is DirectiveState.DRAFT
        assert (directive.number, directive.issued_on) == ("45-CT/TU", date(2024, 3, 5))
        assert files.read(directive.source_file.sha256) == TEXT.encode()
    assert page_of(database, clerk, draft).revision == 0


def test_the_registry_is_read_with(
    database: Database, clerk: Actor, upload: Callable[..., int]
) -> None:
    agency = make_agency(database, "Sở Phòng vệ")
    page = page_of(database, clerk, upload())
    match = page.bodies["Sở Phòng vệ"].match
    assert match is not None
    assert match.agency_id == agency


@pytest.mark.parametrize("role", [Role.AGENCY, Role.INSPECTOR, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_only_a_clerk_takes_documents_in(upload: Callable[..., int], role: Role) -> None:
    with pytest.raises(NotAllowed):
        upload(actor=Actor(9, "Người khác", frozenset({role})))


def test_the_same_bytes_lead_to_the_directive_that_has_them(upload: Callable[..., int]) -> None:
    first = upload()
    with pytest.raises(intake.AlreadyKnown) as known:
        upload(name="lần hai.md")
    assert known.value.details == {"directive_id": first, "name": "chi-thi.md"}


def test_a_file_that_was_put_away_can_be_taken_in_again_but_not_stand_twice(
    database: Database, clerk: Actor, upload: Callable[..., int]
) -> None:
    first = upload()
    intake.withdraw_draft(database, clerk, first)
    second = upload()
    with pytest.raises(intake.AlreadyKnown) as known:
        intake.restore_draft(database, clerk, first)
    assert known.value.details["directive_id"] == second
    assert count_of(database, SourceFile) == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", DirectiveError),
        ("\x00\x01", DirectiveError),
        ("TỐI MẬT\n\n" + TEXT, intake.SecretDocument),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    database: Database, files: FileStore, upload: Callable[..., int], text: str, fault: type
) -> None:
    with pytest.raises(fault):
        upload(text)
    assert count_of(database, Directive) == 0
    assert not files.folder.exists()


def test_a_document_without_a_task_is_a_draft_that_says_so(
    database: Database, clerk: Actor, upload: Callable[..., int]
) -> None:
    page = page_of(database, clerk, upload("Hôm nay trời nắng đẹp ở Rạch Giá."))
    assert {"no-task", "no-number", "no-date"} <= {finding.code for finding in page.findings}
    assert not page.may_issue


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\Lan\\chỉ thị.docx", "chỉ thị.docx"),
        ("../../etc/passwd", "passwd"),
        ("chi\u202exslx.docx\r\n", "chixslx.docx"),
        ("chi\u0309 thi\u0323.docx", "chỉ thị.docx"),
        ("x" * 300 + ".docx", "x" * 195 + ".docx"),
        ("\x00", "document"),
    ],
)
def test_a_file_name_is_made_safe_to_show(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


# Correcting


def test_a_correction_adds_a_revision_and_the_list_follows_it(
    database: Database, clerk: Actor
) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1"))
    corrected = Metadata(number="46-CT/TU", kind="nghi-quyet", issued_on=date(2024, 4, 1))
    change(database, clerk, draft, partial(set_document, document=corrected), 0)
    assert page_of(database, clerk, draft).revision == 1
    (row,) = intake.list_directives(database, clerk, intake.DirectiveQuery()).rows
    assert (row.number, row.kind, row.issued_on) == ("46-CT/TU", "nghi-quyet", date(2024, 4, 1))


def test_the_second_of_two_clerks_learns_who_was_first_and_when(
    database: Database, clerk: Actor, colleague: Actor
) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1"))
    change(database, clerk, draft, partial(remove_task, task_id="t1"), 0)
    with pytest.raises(intake.StaleDraft) as stale:
        change(database, colleague, draft, partial(remove_task, task_id="t1"), 0)
    assert stale.value.details == {"author": "Đồng chí clerk", "at": NOW.isoformat()}
    assert page_of(database, clerk, draft).revision == 1


def test_a_correction_that_would_break_the_reading_changes_nothing(
    database: Database, clerk: Actor
) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1"))
    with pytest.raises(Invalid) as refused:
        change(database, clerk, draft, partial(remove_task, task_id="t7"), 0)
    assert refused.value.fields == {"edit": "no-task"}
    assert page_of(database, clerk, draft).revision == 0


def test_what_a_correction_puts_right_is_no_longer_found_wanting(
    database: Database, clerk: Actor, upload: Callable[..., int]
) -> None:
    draft = upload("Một là, Sở Phòng vệ xây dựng kế hoạch.\n\nHai là, tuần tra.")
    found = {finding.code for finding in page_of(database, clerk, draft).findings}
    assert {"no-number", "no-date", "no-lead"} <= found
    filled = Metadata(number="1-CT/TU", issued_on=TODAY)
    change(database, clerk, draft, partial(set_document, document=filled), 0)
    without = partial(remove_task, task_id="t2", role=SpanRole.CONTEXT)
    change(database, clerk, draft, without, 1)
    assert page_of(database, clerk, draft).findings == ()


@pytest.mark.parametrize("act", ["change", "undo", "match", "withdraw", "page", "body"])
def test_drafts_are_for_clerks_alone_and_only_while_they_are_drafts(
    database: Database, clerk: Actor, inspector: Actor, act: str
) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1"))

    def act_as(actor: Actor, directive_id: int) -> object:
        acts: dict[str, Callable[[], object]] = {
            "change": lambda: change(database, actor, directive_id, lambda reading: reading, 0),
            "undo": lambda: intake.undo_change(database, actor, directive_id, revision=0, now=NOW),
            "match": lambda: intake.match_body(
                database, actor, directive_id, "Sở A", "words", revision=0, now=NOW
            ),
            "withdraw": lambda: intake.withdraw_draft(database, actor, directive_id),
            "page": lambda: page_of(database, actor, directive_id),
            "body": lambda: intake.body_page(database, actor, directive_id, "Sở A", today=TODAY),
        }
        return acts[act]()

    with pytest.raises(NotAllowed):
        act_as(inspector, draft)
    with pytest.raises(NotFound):
        act_as(clerk, 999)
    with pytest.raises(intake.NotADraft) as issued:
        act_as(clerk, make_directive(database, author_id=clerk.user_id))
    assert issued.value.details == {"state": "issued"}


# Undo and redo


def test_undo_and_redo_go_back_and_forth_by_adding_revisions(
    database: Database, clerk: Actor
) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1"))
    change(database, clerk, draft, partial(remove_task, task_id="t1"), 0)
    intake.undo_change(database, clerk, draft, revision=1, now=NOW)
    assert [task.id for task in page_of(database, clerk, draft).reading.tasks] == ["t1"]
    intake.redo_change(database, clerk, draft, revision=2, now=NOW)
    assert page_of(database, clerk, draft).reading.tasks == ()
    with database.reading() as session:
        steps = session.execute(
            select(DraftRevision.action, DraftRevision.undo_of).order_by(DraftRevision.number)
        )
        assert [tuple(step) for step in steps] == [
            ("read", None), ("task", None), ("undo", 0), ("redo", 1)
        ]  # fmt: skip


def test_undoing_takes_a_match_back_as_well(database: Database, clerk: Actor) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1", lead=bodies("Sở Phòng vệ")))
    intake.match_body(database, clerk, draft, "Sở Phòng vệ", "words", revision=0, now=NOW)
    intake.undo_change(database, clerk, draft, revision=1, now=NOW)
    assert page_of(database, clerk, draft).bodies["Sở Phòng vệ"].is_unknown


@pytest.mark.parametrize("turn", [intake.undo_change, intake.redo_change])
def test_there_is_nothing_to_turn_in_a_fresh_draft(
    database: Database, clerk: Actor, turn: Callable[..., None]
) -> None:
    draft = make_draft(database, clerk)
    with pytest.raises(intake.NothingToTurn):
        turn(database, clerk, draft, revision=0, now=NOW)


@given(st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=30))
def test_the_history_does_what_two_stacks_of_states_do(acts: list[str]) -> None:
    steps, states = [Step(0, "read")], {0: "0"}
    done, undone, current = list[str](), list[str](), "0"
    for number, act in enumerate(acts, 1):
        history = history_of(steps)
        if act == "change":
            done.append(current)
            undone, current = [], str(number)
        elif act == "undo" and done:
            undone.append(current)
            current = done.pop()
            assert states[history.undo_to or 0] == current
        elif act == "redo" and undone:
            done.append(current)
            current = undone.pop()
            assert states[history.redo_to or 0] == current
        else:
            assert (history.undo_to if act == "undo" else history.redo_to) is None
            continue
        steps.append(Step(number, act))
        states[number] = current


# Who is meant


def test_a_clerk_says_whom_words_mean_and_can_give_the_decision_back(
    database: Database, clerk: Actor
) -> None:
    agency, group = make_agency(database, "Sở Nội vụ"), make_group(database, "các sở", [])
    draft = make_draft(database, clerk, make_reading_task("t1", directed=bodies("Sở Phòng vệ")))
    for revision, choice in enumerate([f"agency:{agency}", f"group:{group}", "words"]):
        intake.match_body(database, clerk, draft, "Sở Phòng vệ", choice, revision=revision, now=NOW)
        assert page_of(database, clerk, draft).may_issue
        assert page_of(database, clerk, draft).bodies["Sở Phòng vệ"].chosen == choice
    assert page_of(database, clerk, draft).bodies["Sở Phòng vệ"].left_as_words
    intake.match_body(database, clerk, draft, "Sở Phòng vệ", "", revision=3, now=NOW)
    assert page_of(database, clerk, draft).unknown_bodies[0].words == "Sở Phòng vệ"


@pytest.mark.parametrize(
    ("words", "choice", "fields"),
    [
        ("Sở Phòng vệ", "agency:99", {"choice": "unknown"}),
        ("Sở Phòng vệ", "group:x", {"choice": "unknown"}),
        ("Sở Phòng vệ", "everyone", {"choice": "unknown"}),
        ("Sở Phòng vệ", "", {"choice": "unknown"}),
        ("Sở Khác", "words", {"words": "no-such-body"}),
    ],
)
def test_a_meaning_must_be_of_the_registry_and_for_a_body_of_the_draft(
    database: Database, clerk: Actor, words: str, choice: str, fields: dict[str, str]
) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1", lead=bodies("Sở Phòng vệ")))
    with pytest.raises(Invalid) as refused:
        intake.match_body(database, clerk, draft, words, choice, revision=0, now=NOW)
    assert refused.value.fields == fields


def test_a_group_is_shown_with_the_names_of_its_members(database: Database, clerk: Actor) -> None:
    members = [make_agency(database, name) for name in ("Huyện ủy An Biên", "Huyện ủy An Minh")]
    make_group(database, "các huyện ủy", members)
    draft = make_draft(database, clerk, make_reading_task("t1", lead=bodies("các huyện ủy")))
    choice = page_of(database, clerk, draft).bodies["các huyện ủy"]
    assert choice.members == ("Huyện ủy An Biên", "Huyện ủy An Minh")


def test_a_body_has_a_page_with_its_tasks_and_everybody_it_could_mean(
    database: Database, clerk: Actor
) -> None:
    make_agency(database, "Sở Phòng vệ tỉnh nhà")
    make_agency(database, "Ban Tổ chức Tỉnh ủy")
    make_group(database, "các sở", [])
    tasks = (make_reading_task("t1", lead=bodies("Sở Phòng")), make_reading_task("t2"))
    draft = make_draft(database, clerk, *tasks)
    page = intake.body_page(database, clerk, draft, "Sở Phòng", today=TODAY)
    assert [task.id for task in page.tasks] == ["t1"]
    assert [body.name for body in page.everybody] == [
        "Ban Tổ chức Tỉnh ủy", "Sở Phòng vệ tỉnh nhà", "các sở"
    ]  # fmt: skip
    with pytest.raises(NotFound):
        intake.body_page(database, clerk, draft, "Sở Khác", today=TODAY)


# The list


def names(found: intake.DirectiveList) -> list[str | None]:
    return [row.number for row in found.rows]


def test_the_list_is_filtered_by_state_kind_year_and_words(
    database: Database, clerk: Actor
) -> None:
    author = clerk.user_id
    make_directive(database, author_id=author, number="1-CT/TU", title="Về chuyển đổi số 100%")
    make_directive(
        database, author_id=author, number="2-NQ/TU", kind="nghi-quyet", issued_on=date(2023, 1, 1)
    )
    make_draft(database, clerk)
    listed = partial(intake.list_directives, database, clerk)
    assert names(listed(intake.DirectiveQuery(kind="nghi-quyet"))) == ["2-NQ/TU"]
    assert names(listed(intake.DirectiveQuery(year=2023))) == ["2-NQ/TU"]
    assert names(listed(intake.DirectiveQuery(state=DirectiveState.DRAFT))) == ["45-CT/TU"]
    assert names(listed(intake.DirectiveQuery(words="100%"))) == ["1-CT/TU"]
    assert names(listed(intake.DirectiveQuery(sort="number"))) == ["1-CT/TU", "2-NQ/TU", "45-CT/TU"]
    assert names(listed(intake.DirectiveQuery(sort="-number")))[0] == "45-CT/TU"
    assert listed(intake.DirectiveQuery()).kinds == ("chi-thi", "nghi-quyet")


def test_the_list_has_pages_and_a_page_past_the_end_is_the_last(
    database: Database, clerk: Actor
) -> None:
    for day in range(27):
        received = NOW + timedelta(days=day)
        make_directive(database, author_id=clerk.user_id, received_at=received)
    first = intake.list_directives(database, clerk, intake.DirectiveQuery())
    last = intake.list_directives(database, clerk, intake.DirectiveQuery(page=9))
    assert (len(first.rows), first.total, first.last) == (25, 27, 2)
    assert (last.number, len(last.rows)) == (2, 2)
    assert first.rows[0].received_at == NOW + timedelta(days=26)


def test_an_agency_lists_only_what_gives_it_a_task_and_counts_only_its_own(
    database: Database, clerk: Actor
) -> None:
    mine, other = make_agency(database, "Sở Nội vụ"), make_agency(database, "Sở Tài chính")
    shared = make_directive(database, author_id=clerk.user_id, number="1-CT/TU")
    foreign = make_directive(database, author_id=clerk.user_id, number="2-CT/TU")
    for directive, agency in ((shared, mine), (shared, other), (foreign, other)):
        make_assignment(database, make_task(database, directive), agency)
    actor = Actor(9, "Sở Nội vụ", frozenset({Role.AGENCY}), frozenset({mine}))
    (row,) = intake.list_directives(database, actor, intake.DirectiveQuery()).rows
    assert (row.number, row.tasks) == ("1-CT/TU", 1)


def test_a_withdrawn_draft_is_listed_only_when_asked_for_and_comes_back(
    database: Database, clerk: Actor, inspector: Actor
) -> None:
    draft = make_draft(database, clerk)
    intake.withdraw_draft(database, clerk, draft)
    withdrawn = intake.DirectiveQuery(state=DirectiveState.WITHDRAWN)
    assert intake.list_directives(database, clerk, intake.DirectiveQuery()).total == 0
    assert intake.list_directives(database, clerk, withdrawn).total == 1
    assert intake.list_directives(database, inspector, withdrawn).total == 0
    with pytest.raises(NotAllowed):
        intake.restore_draft(database, inspector, draft)
    intake.restore_draft(database, clerk, draft)
    assert intake.list_directives(database, clerk, intake.DirectiveQuery()).total == 1
    with pytest.raises(NotFound):
        intake.restore_draft(database, clerk, draft)


def test_nothing_is_changed_by_an_edit_that_fails_half_way(
    database: Database, clerk: Actor
) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1"))

    def fails(_reading: Reading) -> Reading:
        raise Conflict

    with pytest.raises(Conflict):
        change(database, clerk, draft, fails, 0)
    assert count_of(database, DraftRevision) == 1
