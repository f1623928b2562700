"""Acts of succession: every kind, what is refused, what others do meanwhile, and taking back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_group,
    make_task,
    make_user,
)
from tests.tracker.acting import BASIS, MERGED, answering, form_of, named, record
from tracker import progress
from tracker.agencies import (
    LATER,
    ActChanged,
    Decisions,
    HeirWords,
    InvalidAct,
    NotToBeTakenBack,
    TakingBack,
    preview_act,
    record_act,
    rows_of,
    take_back_act,
)
from tracker.db import Database
from tracker.domain import ActKind, Actor, Role, UpdateStatus, office_day
from tracker.errors import Invalid, NotAllowed
from tracker.files import FileStore
from tracker.models import (
    Agency,
    Assignment,
    AssignmentEvent,
    Notice,
    SuccessionAct,
    User,
    actor_of,
)
from tracker.models.answering import AgencyEnded, HandedOver, exists_on
from tracker.models.registry import Registry

EVE = MERGED - timedelta(days=1)
TODAY = office_day(NOW)
ENTRY = progress.ProgressEntry(UpdateStatus.IN_PROGRESS, 30, "Đã triển khai.")


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def directive_id(database: Database, clerk: Actor) -> int:
    return make_directive(database, author_id=clerk.user_id)


@pytest.fixture
def propaganda(database: Database) -> int:
    return make_agency(database, "Ban Tuyên giáo Tỉnh ủy", short_name="BTGTU")


@pytest.fixture
def masses(database: Database) -> int:
    return make_agency(database, "Ban Dân vận Tỉnh ủy", short_name="BDVTU")


def assign(database: Database, directive_id: int, agency_id: int) -> int:
    return make_assignment(database, make_task(database, directive_id), agency_id)


def account(database: Database, agency_id: int, day: date = TODAY) -> Actor:
    user_id = make_user(database, Role.AGENCY, agency_id=agency_id)
    with database.reading() as session:
        return actor_of(session, session.get_one(User, user_id), day)


def faults_of(database: Database, actor: Actor, form: object) -> dict[str, str]:
    with pytest.raises(InvalidAct) as caught:
        preview_act(database, actor, form)  # type: ignore[arg-type]  # each test's own form
    return caught.value.fields


class TestEachKind:
    def test_two_bodies_merge_into_a_new_one(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int, masses: int
    ) -> None:
        part = assign(database, directive_id, propaganda)
        heir = HeirWords("Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDVTU")
        form = form_of(ActKind.MERGE_INTO_NEW, [(propaganda, heir), (masses, heir)])
        shown = preview_act(database, clerk, form)
        assert (shown.going, shown.waiting, shown.new) == (1, 0, (heir.name,))
        record(database, clerk, form)
        assert answering(database, part, EVE) == "Ban Tuyên giáo Tỉnh ủy"
        assert answering(database, part, MERGED) == heir.name
        with database.reading() as session:
            assert not exists_on(session, masses, MERGED)
            assert session.get_one(Assignment, part).agency_id == propaganda
            assert session.get_one(Assignment, part).holder_id == propaganda

    def test_a_body_joins_one_that_goes_on_as_a_new_version(
        self, database: Database, clerk: Actor, directive_id: int
    ) -> None:
        plans = make_agency(database, "Sở Kế hoạch và Đầu tư")
        money = make_agency(database, "Sở Tài chính")
        part = assign(database, directive_id, plans)
        record(database, clerk, form_of(ActKind.MERGE_INTO_EXISTING, [(plans, "Sở Tài chính")]))
        assert answering(database, part, TODAY) == "Sở Tài chính"
        with database.reading() as session:
            versions = session.get_one(Agency, money).versions
            assert [(v.valid_from, v.valid_to) for v in versions] == [
                (date(2020, 1, 1), EVE),
                (MERGED, None),
            ]

    def test_a_body_is_renamed_and_stays_the_same(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        part = assign(database, directive_id, propaganda)
        names = HeirWords("Ban Tuyên huấn Tỉnh ủy", "BTHTU", "BTHTU")
        record(database, clerk, form_of(ActKind.RENAME, [(propaganda, names)]))
        assert answering(database, part, EVE) == "Ban Tuyên giáo Tỉnh ủy"
        assert answering(database, part, TODAY) == "Ban Tuyên huấn Tỉnh ủy"
        assert named(database, "BTHTU", TODAY) == named(database, "BTGTU", EVE) == propaganda

    def test_a_split_asks_for_each_open_task(
        self, database: Database, clerk: Actor, directive_id: int
    ) -> None:
        labour = make_agency(database, "Sở Lao động")
        parts = [assign(database, directive_id, labour) for _ in range(3)]
        form = form_of(ActKind.SPLIT, [(labour, "Sở Việc làm"), (labour, "Sở Xã hội")])
        shown = preview_act(database, clerk, form)
        assert (shown.going, shown.waiting) == (0, 3)
        assert [task.assignment_id for task in shown.undecided] == parts
        with pytest.raises(InvalidAct) as caught:
            record(database, clerk, form, single={parts[0]: "Sở Xã hội"})
        assert caught.value.fields == {f"rest-{labour}": "decision-needed"}
        record(database, clerk, form, single={parts[0]: "Sở Xã hội"}, rest={labour: "Sở Việc làm"})
        found = [answering(database, part, TODAY) for part in parts]
        assert found == ["Sở Xã hội", "Sở Việc làm", "Sở Việc làm"]
        assert answering(database, parts[0], EVE) == "Sở Lao động"

    def test_of_a_partial_transfer_what_nobody_moves_stays(
        self, database: Database, clerk: Actor, directive_id: int
    ) -> None:
        home = make_agency(database, "Sở Nội vụ")
        faith = make_agency(database, "Sở Dân tộc và Tôn giáo")
        moved, kept = (assign(database, directive_id, home) for _ in range(2))
        heir = HeirWords("Sở Dân tộc và Tôn giáo", scope="Công tác tôn giáo")
        form = form_of(ActKind.PARTIAL, [(home, heir)])
        act = record(database, clerk, form, single={moved: f"#{faith}"})
        assert answering(database, moved, TODAY) == "Sở Dân tộc và Tôn giáo"
        assert answering(database, kept, TODAY) == "Sở Nội vụ"
        with database.reading() as session:
            event = session.scalars(select(AssignmentEvent)).one()
            assert (event.act_id, event.reason, event.effective_on) == (act, BASIS, MERGED)

    def test_a_body_changes_in_kind(
        self, database: Database, clerk: Actor, directive_id: int
    ) -> None:
        group = make_agency(database, "Ban cán sự đảng UBND tỉnh")
        part = assign(database, directive_id, group)
        heir = HeirWords("Đảng ủy UBND tỉnh", scope="Không tương đương hoàn toàn")
        record(database, clerk, form_of(ActKind.CHANGE_OF_KIND, [(group, heir)]))
        assert answering(database, part, TODAY) == "Đảng ủy UBND tỉnh"

    def test_work_of_a_dissolved_body_may_wait_for_a_decision(
        self, database: Database, clerk: Actor, directive_id: int
    ) -> None:
        district = make_agency(database, "Huyện ủy An Biên")
        board = make_agency(database, "Ban Tổ chức Tỉnh ủy")
        given, waiting = (assign(database, directive_id, district) for _ in range(2))
        form = form_of(ActKind.DISSOLUTION, [(district, None)])
        record(database, clerk, form, single={given: f"#{board}"}, rest={district: LATER})
        assert answering(database, given, TODAY) == "Ban Tổ chức Tỉnh ủy"
        assert answering(database, waiting, TODAY) == "Huyện ủy An Biên"

    def test_a_whole_province_is_merged_and_bodies_of_one_name_stay_apart(
        self, database: Database, clerk: Actor, directive_id: int
    ) -> None:
        money = make_agency(database, "Sở Tài chính")
        health = make_agency(database, "Sở Y tế", short_name="SYT")
        district = make_agency(database, "Huyện ủy An Biên")
        parts = [assign(database, directive_id, body) for body in (money, health, district)]
        rows = rows_of(
            f"Sở Tài chính;Sở Tài chính\nSYT\tSở Y tế tỉnh An Giang\tSYT AG\n#{district}"
        )
        form = form_of(ActKind.PARENT_MERGED, [])
        form = type(form)(form.kind, rows, form.effective_on, form.legal_basis)
        shown = preview_act(database, clerk, form)
        assert (shown.going, shown.waiting, len(shown.new)) == (2, 1, 2)
        record(database, clerk, form, rest={district: "Sở Y tế tỉnh An Giang"})
        assert named(database, "Sở Tài chính", TODAY) != money
        assert named(database, "Sở Tài chính", EVE) == money
        found = [answering(database, part, TODAY) for part in parts]
        assert found == ["Sở Tài chính", "Sở Y tế tỉnh An Giang", "Sở Y tế tỉnh An Giang"]


class TestWhatComesWithIt:
    def test_heirs_take_the_places_in_groups(
        self, database: Database, clerk: Actor, propaganda: int, masses: int
    ) -> None:
        group = make_group(database, "các ban đảng", [propaganda, masses])
        rows: list[tuple[int | str, str | HeirWords | None]] = [
            (propaganda, "Ban Mới"),
            (masses, "Ban Mới"),
        ]
        record(database, clerk, form_of(ActKind.MERGE_INTO_NEW, rows))
        with database.reading() as session:
            before, after = Registry.on(session, EVE), Registry.on(session, MERGED)
            assert set(before.members(group)) == {propaganda, masses}
            assert [after.name_of(member) for member in after.members(group)] == ["Ban Mới"]

    def test_units_below_come_under_the_heir(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        unit = make_agency(database, "Phòng Tuyên truyền", parent_id=propaganda)
        form = form_of(ActKind.CHANGE_OF_KIND, [(propaganda, "Ban Mới")])
        assert preview_act(database, clerk, form).units == ("Phòng Tuyên truyền",)
        record(database, clerk, form)
        with database.reading() as session:
            registry = Registry.on(session, MERGED)
            assert registry.version_of(unit).parent_id == named(database, "Ban Mới", MERGED)
            assert registry.version_of(unit, EVE).parent_id == propaganda

    def test_the_people_of_the_bodies_are_told(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        account(database, propaganda)
        record(database, clerk, form_of(ActKind.DISSOLUTION, [(propaganda, None)]))
        with database.reading() as session:
            assert session.scalars(select(Notice)).one().details["words"] == BASIS

    def test_accounts_of_ended_bodies_only_read_and_those_of_the_heir_report(
        self, database: Database, files: FileStore, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        part = assign(database, directive_id, propaganda)
        form = form_of(ActKind.CHANGE_OF_KIND, [(propaganda, "Ban Mới")])
        make_user(database, Role.AGENCY, username="tuyengiao", agency_id=propaganda)
        assert preview_act(database, clerk, form).readers == ("tuyengiao",)
        record(database, clerk, form)
        old, new = (
            account(database, propaganda),
            account(database, named(database, "Ban Mới", TODAY)),
        )
        assert (old.reads_only, new.reads_only) == (True, False)
        with pytest.raises(AgencyEnded):
            progress.log_update(database, files, old, part, ENTRY, now=NOW)
        assert progress.log_update(database, files, new, part, ENTRY, now=NOW)

    def test_work_handed_over_a_second_ago_is_refused_with_its_reason(
        self, database: Database, files: FileStore, clerk: Actor, directive_id: int
    ) -> None:
        home, faith = make_agency(database, "Sở Nội vụ"), make_agency(database, "Sở Tôn giáo")
        part = assign(database, directive_id, home)
        writer = account(database, home)
        form = form_of(ActKind.PARTIAL, [(home, "Sở Tôn giáo")])
        record(database, clerk, form, single={part: f"#{faith}"})
        with pytest.raises(HandedOver):
            progress.log_update(database, files, writer, part, ENTRY, now=NOW)


class TestWhatIsRefused:
    def test_all_faults_are_told_at_once(self, database: Database, clerk: Actor) -> None:
        form = form_of(ActKind.MERGE_INTO_NEW, [("Ban Lạ", "…")], basis=" ")
        assert faults_of(database, clerk, form) == {
            "legal_basis": "required",
            "bodies": "unknown-body",
        }

    def test_a_day_is_needed(self, database: Database, clerk: Actor, propaganda: int) -> None:
        form = form_of(ActKind.DISSOLUTION, [(propaganda, None)], on=None)
        assert faults_of(database, clerk, form) == {"effective_on": "date-needed"}

    @pytest.mark.parametrize("day", [date.min, date(9999, 12, 31)])
    def test_a_slip_of_the_pen_is_no_day(
        self, database: Database, clerk: Actor, propaganda: int, day: date
    ) -> None:
        form = form_of(ActKind.DISSOLUTION, [(propaganda, None)], on=day)
        assert faults_of(database, clerk, form) == {"effective_on": "far-off"}

    def test_what_was_entered_before_is_not_entered_twice(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        form = form_of(ActKind.CHANGE_OF_KIND, [(propaganda, "Ban Mới")])
        record(database, clerk, form)
        assert faults_of(database, clerk, form)["bodies"] == "later-act"
        again = form_of(ActKind.DISSOLUTION, [(propaganda, None)], on=TODAY)
        assert faults_of(database, clerk, again) == {"bodies": "body-not-there"}

    def test_two_people_cannot_record_the_same_at_once(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        form = form_of(ActKind.CHANGE_OF_KIND, [(propaganda, "Ban Mới")])
        seen = preview_act(database, clerk, form).seen
        record_act(database, clerk, form, Decisions(), seen=seen, now=NOW)
        with pytest.raises(InvalidAct):
            record_act(database, clerk, form, Decisions(), seen=seen, now=NOW)
        with database.reading() as session:
            assert len(session.scalars(select(SuccessionAct)).all()) == 1

    def test_a_partial_transfer_is_not_entered_twice(
        self, database: Database, clerk: Actor
    ) -> None:
        home = make_agency(database, "Sở Nội vụ")
        make_agency(database, "Sở Tôn giáo")
        form = form_of(ActKind.PARTIAL, [(home, "Sở Tôn giáo")])
        record(database, clerk, form)
        assert faults_of(database, clerk, form) == {"bodies": "recorded-before"}

    def test_a_circle_is_refused(
        self, database: Database, clerk: Actor, propaganda: int, masses: int
    ) -> None:
        inside = form_of(
            ActKind.PARENT_MERGED, [(propaganda, f"#{masses}"), (masses, f"#{propaganda}")]
        )
        assert faults_of(database, clerk, inside) == {"heirs": "cyclic"}
        alone = form_of(ActKind.MERGE_INTO_EXISTING, [(propaganda, f"#{propaganda}")])
        assert faults_of(database, clerk, alone) == {"heirs": "cyclic"}

    def test_a_circle_over_two_acts_is_refused(
        self, database: Database, clerk: Actor, propaganda: int, masses: int
    ) -> None:
        record(database, clerk, form_of(ActKind.MERGE_INTO_EXISTING, [(propaganda, f"#{masses}")]))
        back = form_of(ActKind.MERGE_INTO_EXISTING, [(masses, f"#{propaganda}")], on=TODAY)
        assert faults_of(database, clerk, back) == {"heirs": "heir-not-there"}
        earlier = form_of(
            ActKind.MERGE_INTO_EXISTING, [(masses, f"#{propaganda}")], on=date(2024, 3, 1)
        )
        assert faults_of(database, clerk, earlier) == {"bodies": "later-act"}

    @pytest.mark.parametrize("name", ["Ban Dân vận Tỉnh ủy", "BDVTU"])
    def test_a_new_body_does_not_take_the_name_of_another(
        self, database: Database, clerk: Actor, propaganda: int, masses: int, name: str
    ) -> None:
        assert masses
        form = form_of(ActKind.MERGE_INTO_NEW, [(propaganda, name)])
        assert faults_of(database, clerk, form) == {"heirs": "body-taken"}
        form = form_of(ActKind.RENAME, [(propaganda, name)])
        assert faults_of(database, clerk, form) == {"heirs": "body-taken"}

    def test_an_heir_that_does_not_exist_on_the_day(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        later = make_agency(database, "Ban Sau", valid_from=TODAY)
        form = form_of(ActKind.MERGE_INTO_EXISTING, [(propaganda, f"#{later}")])
        assert faults_of(database, clerk, form) == {"heirs": "heir-not-there"}
        dissolved = form_of(ActKind.DISSOLUTION, [(propaganda, None)])
        assert not preview_act(database, clerk, dissolved).waiting

    def test_nobody_else_records_acts(
        self, database: Database, inspector: Actor, propaganda: int
    ) -> None:
        form = form_of(ActKind.DISSOLUTION, [(propaganda, None)])
        with pytest.raises(NotAllowed):
            preview_act(database, inspector, form)
        with pytest.raises(NotAllowed):
            record(database, inspector, form)


class TestMeanwhile:
    def test_a_directive_issued_since_the_preview_is_shown_first(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        form = form_of(ActKind.DISSOLUTION, [(propaganda, None)])
        seen = preview_act(database, clerk, form).seen
        part = assign(database, directive_id, propaganda)
        with pytest.raises(ActChanged):
            record_act(database, clerk, form, Decisions(), seen=seen, now=NOW)
        record(database, clerk, form, rest={propaganda: LATER})
        assert answering(database, part, TODAY) == "Ban Tuyên giáo Tỉnh ủy"

    def test_what_is_issued_after_the_act_in_the_old_name_goes_to_the_heir(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        record(database, clerk, form_of(ActKind.CHANGE_OF_KIND, [(propaganda, "Ban Mới")]))
        assert answering(database, assign(database, directive_id, propaganda), TODAY) == "Ban Mới"

    def test_an_act_of_a_day_to_come_changes_nothing_before(
        self, database: Database, files: FileStore, clerk: Actor, directive_id: int
    ) -> None:
        labour = make_agency(database, "Sở Lao động")
        part = assign(database, directive_id, labour)
        day = TODAY + timedelta(days=10)
        form = form_of(ActKind.SPLIT, [(labour, "Sở Việc làm"), (labour, "Sở Xã hội")], on=day)
        record(database, clerk, form, rest={labour: "Sở Xã hội"})
        assert answering(database, part, TODAY) == "Sở Lao động"
        assert answering(database, part, day) == "Sở Xã hội"
        writer = account(database, labour)
        assert progress.log_update(database, files, writer, part, ENTRY, now=NOW)
        late = NOW + timedelta(days=10)
        writer = account(database, labour, day)
        with pytest.raises(AgencyEnded):
            progress.log_update(database, files, writer, part, ENTRY, now=late)


class TestTakingBack:
    def test_as_if_it_had_never_been(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int, masses: int
    ) -> None:
        group = make_group(database, "các ban đảng", [propaganda, masses])
        unit = make_agency(database, "Phòng Tuyên truyền", parent_id=propaganda)
        part = assign(database, directive_id, propaganda)
        form = form_of(ActKind.MERGE_INTO_EXISTING, [(propaganda, f"#{masses}")])
        act = record(database, clerk, form)
        back = TakingBack(MERGED, "Đính chính Nghị quyết 01")
        take_back_act(database, clerk, act, back, now=NOW)
        assert answering(database, part, TODAY) == "Ban Tuyên giáo Tỉnh ủy"
        with database.reading() as session:
            registry = Registry.on(session, TODAY)
            assert set(registry.members(group)) == {propaganda, masses}
            assert registry.version_of(unit).parent_id == propaganda
            assert exists_on(session, propaganda, MERGED)
            assert [a.kind for a in session.scalars(select(SuccessionAct))] == [
                ActKind.MERGE_INTO_EXISTING,
                ActKind.TAKING_BACK,
            ]
        record(database, clerk, form)
        assert answering(database, part, TODAY) == "Ban Dân vận Tỉnh ủy"

    def test_from_a_later_day_on_the_time_between_stays_as_it_was(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        part = assign(database, directive_id, propaganda)
        form = form_of(ActKind.CHANGE_OF_KIND, [(propaganda, "Ban Mới")])
        act = record(database, clerk, form)
        take_back_act(database, clerk, act, TakingBack(TODAY, "Đính chính"), now=NOW)
        found = [answering(database, part, day) for day in (EVE, MERGED, TODAY)]
        assert found == ["Ban Tuyên giáo Tỉnh ủy", "Ban Mới", "Ban Tuyên giáo Tỉnh ủy"]
        with database.reading() as session:
            assert not exists_on(session, named(database, "Ban Mới", MERGED), TODAY)

    def test_decided_tasks_come_back_and_a_renamed_body_has_its_name_again(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        labour = make_agency(database, "Sở Lao động")
        part = assign(database, directive_id, labour)
        form = form_of(ActKind.SPLIT, [(labour, "Sở Việc làm"), (labour, "Sở Xã hội")])
        split = record(database, clerk, form, rest={labour: "Sở Xã hội"})
        rename = record(database, clerk, form_of(ActKind.RENAME, [(propaganda, "Ban Khác")]))
        for act in (split, rename):
            take_back_act(database, clerk, act, TakingBack(MERGED, "Đính chính"), now=NOW)
        assert answering(database, part, TODAY) == "Sở Lao động"
        with database.reading() as session:
            assert Registry.on(session, TODAY).name_of(propaganda) == "Ban Tuyên giáo Tỉnh ủy"

    def test_what_the_new_body_got_itself_needs_somebody(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        act = record(database, clerk, form_of(ActKind.CHANGE_OF_KIND, [(propaganda, "Ban Mới")]))
        part = assign(database, directive_id, named(database, "Ban Mới", TODAY))
        with pytest.raises(Invalid) as caught:
            take_back_act(database, clerk, act, TakingBack(TODAY, "Đính chính"), now=NOW)
        assert caught.value.fields == {"rest": "rest-needed"}
        back = TakingBack(TODAY, "Đính chính", "BTGTU")
        take_back_act(database, clerk, act, back, now=NOW)
        assert answering(database, part, TODAY) == "Ban Tuyên giáo Tỉnh ủy"

    def test_only_the_last_act_of_a_body_and_only_once(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        first = record(database, clerk, form_of(ActKind.CHANGE_OF_KIND, [(propaganda, "Ban Mới")]))
        heir = named(database, "Ban Mới", TODAY)
        second = record(database, clerk, form_of(ActKind.RENAME, [(heir, "Ban Khác")], on=TODAY))
        with pytest.raises(NotToBeTakenBack):
            take_back_act(database, clerk, first, TakingBack(TODAY, "Đính chính"), now=NOW)
        for act in (second, first):
            take_back_act(database, clerk, act, TakingBack(TODAY, "Đính chính"), now=NOW)
        with pytest.raises(NotToBeTakenBack):
            take_back_act(database, clerk, first, TakingBack(TODAY, "Đính chính"), now=NOW)

    def test_faults_are_told(self, database: Database, clerk: Actor, propaganda: int) -> None:
        act = record(database, clerk, form_of(ActKind.DISSOLUTION, [(propaganda, None)]))
        with pytest.raises(Invalid) as caught:
            take_back_act(database, clerk, act, TakingBack(EVE, " "), now=NOW)
        assert caught.value.fields == {"on": "before-the-act", "legal_basis": "required"}
