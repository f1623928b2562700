"""The reorganisation of 2025 replayed act by act: who answers for what before and after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.factories import make_agency, make_assignment, make_directive, make_task
from tests.tracker.acting import answering, named, record
from tracker.agencies import LATER, agency_page, preview_act, unanswered
from tracker.db import Database
from tracker.domain import ActKind, Actor, TrackingRules
from tracker.models import SuccessionAct
from tracker.models.registry import Registry
from tracker.sample.registry import bodies_before_2025
from tracker.sample.reorganisation import example_acts, further_bodies
from tracker.search.agency_names import AgencyNames

NOW = datetime(2025, 7, 2, 3, 0, tzinfo=UTC)
ISSUED = date(2024, 3, 6)
BEFORE, MARCH, JULY = date(2025, 2, 17), date(2025, 3, 1), date(2025, 7, 1)
# Who answers for a task given to a body in 2024: before, in March and in July 2025.
ANSWERS = {
    "Ban Tuyên giáo Tỉnh ủy": (
        "Ban Tuyên giáo Tỉnh ủy",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy An Giang",
    ),
    "Ban cán sự đảng Ủy ban nhân dân tỉnh": (
        "Ban cán sự đảng Ủy ban nhân dân tỉnh",
        "Đảng ủy Ủy ban nhân dân tỉnh",
        "Đảng ủy Ủy ban nhân dân tỉnh",
    ),
    "Đảng đoàn Hội đồng nhân dân tỉnh": (
        "Đảng đoàn Hội đồng nhân dân tỉnh",
        "Đảng ủy các cơ quan Đảng tỉnh",
        "Đảng ủy các cơ quan Đảng tỉnh",
    ),
    "Sở Tài nguyên và Môi trường": (
        "Sở Tài nguyên và Môi trường",
        "Sở Nông nghiệp và Môi trường",
        "Sở Nông nghiệp và Môi trường",
    ),
    "Sở Kế hoạch và Đầu tư": (
        "Sở Kế hoạch và Đầu tư",
        "Sở Tài chính",
        "Sở Tài chính tỉnh An Giang",
    ),
    "Sở Tài chính": ("Sở Tài chính", "Sở Tài chính", "Sở Tài chính tỉnh An Giang"),
    "Sở Ngoại vụ": (
        "Sở Ngoại vụ",
        "Văn phòng Ủy ban nhân dân tỉnh",
        "Văn phòng Ủy ban nhân dân tỉnh",
    ),
    "Ban Dân tộc tỉnh": ("Ban Dân tộc tỉnh", *["Sở Dân tộc và Tôn giáo"] * 2),
    "Sở Lao động - Thương binh và Xã hội": (
        "Sở Lao động - Thương binh và Xã hội",
        *["Sở Nội vụ"] * 2,
    ),
    "Tỉnh ủy Kiên Giang": (*["Tỉnh ủy Kiên Giang"] * 2, "Tỉnh ủy An Giang"),
    "Tỉnh ủy An Giang": ("Tỉnh ủy An Giang",) * 3,
    "Huyện ủy Gò Quao": ("Huyện ủy Gò Quao",) * 3,
    "Sở Y tế": ("Sở Y tế",) * 3,
}


@pytest.fixture
def parts(database: Database, clerk: Actor) -> Mapping[str, int]:
    """A task for each body of the table, and two of which only one is about religion."""
    with database.writing() as session:
        session.add_all(bodies_before_2025())
    for name in further_bodies():
        make_agency(database, name)
    directive = make_directive(database, author_id=clerk.user_id)
    given = {name: named(database, name, ISSUED) for name in ANSWERS}
    home = named(database, "Sở Nội vụ", ISSUED)
    given |= {
        "tôn giáo": home,
        "thi đua": home,
        "Thành ủy Hà Tiên": named(database, "Thành ủy Hà Tiên", ISSUED),
    }
    return {
        name: make_assignment(database, make_task(database, directive), agency)
        for name, agency in given.items()
    }


def replay(database: Database, clerk: Actor, parts: Mapping[str, int]) -> None:
    """Record every act, with the decisions that it asks for."""
    for example in example_acts():
        shown = preview_act(database, clerk, example.form)
        single = {}
        if example.form.kind is ActKind.PARTIAL:
            assert shown.waiting == 2
            single = {parts["tôn giáo"]: "Sở Dân tộc và Tôn giáo"}
        if parts["Thành ủy Hà Tiên"] in {task.assignment_id for task in shown.undecided}:
            single = {parts["Thành ủy Hà Tiên"]: "Ban Tổ chức Tỉnh ủy"}
        rest = {body.agency_id: LATER for body in shown.bodies if body.undecided and body.ends}
        record(database, clerk, example.form, single=single, rest=rest, now=NOW)


def test_the_whole_year_can_be_recorded_and_everybody_knows_who_answers(
    database: Database, clerk: Actor, parts: Mapping[str, int]
) -> None:
    replay(database, clerk, parts)
    for name, expected in ANSWERS.items():
        found = tuple(answering(database, parts[name], day) for day in (BEFORE, MARCH, JULY))
        assert found == expected, name
    assert answering(database, parts["tôn giáo"], MARCH) == "Sở Dân tộc và Tôn giáo"
    assert answering(database, parts["thi đua"], MARCH) == "Sở Nội vụ"
    assert answering(database, parts["Thành ủy Hà Tiên"], JULY) == "Ban Tổ chức Tỉnh ủy"
    left = unanswered(database, clerk, today=JULY)
    assert [task.agency for task in left] == ["Huyện ủy Gò Quao"]
    with database.reading() as session:
        assert len(session.scalars(select(SuccessionAct)).all()) == len(list(example_acts()))


def test_two_bodies_of_one_name_stay_apart_and_old_names_find_what_the_heir_holds(
    database: Database, clerk: Actor, parts: Mapping[str, int]
) -> None:
    old = [named(database, name, ISSUED) for name in ("Sở Tài chính tỉnh An Giang", "Sở Tài chính")]
    replay(database, clerk, parts)
    new = named(database, "Sở Tài chính tỉnh An Giang", JULY)
    assert new not in old
    page = agency_page(database, clerk, new, today=JULY, rules=TrackingRules())
    assert {link.name for link in page.agency.before} == {
        "Sở Tài chính",
        "Sở Tài chính tỉnh An Giang",
    }
    assert page.total == 2
    with database.reading() as session:
        assert Registry.on(session, BEFORE).name_of(old[1]) == "Sở Tài chính"
        names = AgencyNames(session)
        plans = named(database, "Sở Kế hoạch và Đầu tư", ISSUED)
        assert "Sở Kế hoạch và Đầu tư" in names.of(new)
        assert "Sở Tài chính tỉnh An Giang" in names.of(plans)


def test_what_is_not_certain_says_so() -> None:
    acts = list(example_acts())
    assert all(act.note for act in acts if not act.is_sure)
    assert {act.form.kind for act in acts} >= {
        ActKind.MERGE_INTO_NEW,
        ActKind.MERGE_INTO_EXISTING,
        ActKind.PARTIAL,
        ActKind.CHANGE_OF_KIND,
        ActKind.DISSOLUTION,
        ActKind.PARENT_MERGED,
    }
