from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_agency, make_group
from tracker.db import Database
from tracker.models import AgencyAlias, AgencyGroup, AgencyGroupAlias, AgencyVersion
from tracker.models.registry import Registry

DAY = date(2024, 6, 15)


def registry(database: Database, day: date = DAY) -> Registry:
    with database.reading() as session:
        found = Registry.on(session, day)
        found.everybody()  # reads all, so that it can be asked when the session is over
        return found


def agency_meant(database: Database, words: str, day: date = DAY) -> int | None:
    body = registry(database, day).match(words)
    return None if body is None else body.agency_id


def add_alias(database: Database, agency_id: int, alias: str) -> None:
    with database.writing() as session:
        session.add(AgencyAlias(agency_id=agency_id, alias=alias))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy"),
        ("Ban Tuyên giáo Tỉnh ủy", "ban  tuyên giáo tỉnh uỷ"),
        ("Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo TU"),
        ("Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên\N{NO-BREAK SPACE}giáo Tỉnh ủy"),
        ("Ủy ban nhân dân tỉnh", "UBND tỉnh"),
        ("UBND tỉnh", "Uỷ ban Nhân dân Tỉnh"),
        ("Ủy ban nhân dân tỉnh Kiên Giang", "UBND tỉnh"),
        ("Ủy ban nhân dân tỉnh Kiên Giang", "UBND"),
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh", "BCSĐ UBND tỉnh"),
        ("Đảng đoàn Mặt trận Tổ quốc Việt Nam tỉnh", "Đảng đoàn MTTQ VN tỉnh"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Mặt trận Tổ quốc tỉnh"),
        ("Tỉnh đoàn", "Ban Thường vụ Tỉnh đoàn"),
        ("Huyện ủy Gò Quao", "BTV Huyện ủy Gò Quao"),
        ("Hội đồng nhân dân tỉnh", "Thường trực HĐND tỉnh"),
        ("Sở Nội vụ", "tập thể lãnh đạo Sở Nội vụ"),
        ("Sở Lao động - Thương binh và Xã hội", "Sở LĐ-TB&XH"),
        ("Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT"),
        ("Công an tỉnh", "Công an"),
    ],
)
def test_a_body_is_known_however_it_is_written(database: Database, name: str, words: str) -> None:
    agency_id = make_agency(database, name)
    assert agency_meant(database, words) == agency_id


def test_the_provinces_name_may_be_added_once_some_body_tells_it(database: Database) -> None:
    make_agency(database, "Tỉnh ủy Kiên Giang")
    council = make_agency(database, "Hội đồng nhân dân tỉnh")
    assert agency_meant(database, "HĐND tỉnh Kiên Giang") == council
    assert agency_meant(database, "HĐND tỉnh Cà Mau") is None


def test_a_place_that_is_part_of_the_name_stays(database: Database) -> None:
    make_agency(database, "Tỉnh ủy Kiên Giang")
    paper = make_agency(database, "Báo Kiên Giang")
    assert agency_meant(database, "Báo Kiên Giang") == paper
    assert agency_meant(database, "Báo") is None


def test_the_youth_union_does_not_give_the_province_its_name(database: Database) -> None:
    make_agency(database, "Ban Thường vụ Tỉnh đoàn")
    make_agency(database, "Văn phòng")
    assert agency_meant(database, "Văn phòng đoàn") is None


def test_short_names_codes_and_aliases_are_names_too(database: Database) -> None:
    agency_id = make_agency(database, short_name="Tuyên giáo", code="BTGTU")
    add_alias(database, agency_id, "Ban Tuyên huấn")
    for words in ("tuyên giáo", "btgtu", "BAN TUYÊN HUẤN"):
        assert agency_meant(database, words) == agency_id


def test_the_fuller_name_wins_when_both_are_known(database: Database) -> None:
    committee = make_agency(database, "Tỉnh ủy")
    standing = make_agency(database, "Ban Thường vụ Tỉnh ủy")
    assert agency_meant(database, "BTV Tỉnh ủy") == standing
    assert agency_meant(database, "Tỉnh ủy") == committee


def test_words_that_fit_two_bodies_fit_none_but_both_are_suggested(database: Database) -> None:
    two = {make_agency(database, f"Huyện ủy {name}") for name in ("An Biên", "An Minh")}
    for agency_id in two:
        add_alias(database, agency_id, "Huyện ủy An")
    assert agency_meant(database, "Huyện ủy An") is None
    assert {body.agency_id for body in registry(database).suggest("Huyện ủy An")} == two


def test_a_code_counts_only_where_no_name_is_meant(database: Database) -> None:
    province = make_agency(database, "Tỉnh ủy", code="TU")
    make_agency(database, "Thành ủy Rạch Giá", code="TU")
    assert agency_meant(database, "TU") == province
    assert agency_meant(database, "Tỉnh ủy") == province


def test_a_name_in_force_wins_over_the_same_name_of_a_body_that_ended(database: Database) -> None:
    split = date(2025, 2, 24)
    old = make_agency(database, "Sở Tài chính", valid_to=date(2025, 2, 23))
    new = make_agency(database, "Sở Tài chính", valid_from=split)
    assert agency_meant(database, "Sở Tài chính", date(2024, 2, 17)) == old
    assert agency_meant(database, "Sở Tài chính", split) == new


def test_a_body_that_has_ended_is_still_found_by_its_own_name(database: Database) -> None:
    ended = make_agency(database, "Ban Dân vận Tỉnh ủy", valid_to=date(2025, 2, 1))
    body = registry(database, date(2025, 6, 1)).match("Ban Dân vận Tỉnh ủy")
    assert body is not None
    assert (body.agency_id, body.name) == (ended, "Ban Dân vận Tỉnh ủy")


def test_a_renamed_body_is_found_by_its_old_name_and_called_by_the_new(database: Database) -> None:
    agency_id = make_agency(database, "Sở Văn hóa", valid_to=date(2023, 12, 31))
    with database.writing() as session:
        version = AgencyVersion(
            agency_id=agency_id, name="Sở Văn hóa và Thể thao", valid_from=date(2024, 1, 1)
        )
        session.add(version)
    body = registry(database).match("Sở Văn hóa")
    assert body is not None
    assert body.name == "Sở Văn hóa và Thể thao"
    assert registry(database, date(2023, 5, 1)).name_of(agency_id) == "Sở Văn hóa"
    assert registry(database, date(2019, 5, 1)).name_of(agency_id) == "Sở Văn hóa"


@pytest.mark.parametrize(
    "words",
    [
        "các huyện ủy, thành ủy trực thuộc",
        "ban thường vụ các huyện ủy, thành ủy trực thuộc Tỉnh ủy",
        "huyện ủy, thành ủy",
        "cấp ủy huyện",
    ],
)
def test_a_group_is_known_by_its_designations(database: Database, words: str) -> None:
    group_id = make_group(database, "các huyện ủy, thành ủy trực thuộc", [])
    with database.writing() as session:
        session.add(AgencyGroupAlias(group_id=group_id, alias="các cấp ủy huyện"))
    body = registry(database).match(words)
    assert body is not None
    assert (body.group_id, body.agency_id) == (group_id, None)


def test_the_members_of_a_group_are_those_of_the_day(database: Database) -> None:
    members = [make_agency(database, name) for name in ("Huyện ủy An Biên", "Huyện ủy An Minh")]
    group_id = make_group(database, "các huyện ủy", members)
    assert registry(database).members(group_id) == tuple(members)
    assert registry(database, date(2019, 12, 31)).members(group_id) == ()


def test_a_group_that_does_not_expand_has_no_members(database: Database) -> None:
    group_id = make_group(database, "các cơ quan liên quan", [make_agency(database)])
    with database.writing() as session:
        session.get_one(AgencyGroup, group_id).expands = False
    assert registry(database).members(group_id) == ()


def test_near_misses_are_suggested_the_nearest_first(database: Database) -> None:
    near = make_agency(database, "Ban Tuyên giáo Tỉnh ủy")
    make_agency(database, "Ban Tổ chức Tỉnh ủy")
    make_agency(database, "Kho bạc Nhà nước")
    names = [body.name for body in registry(database).suggest("Ban Tuyên dáo Tỉnh ủy")]
    assert names == ["Ban Tuyên giáo Tỉnh ủy", "Ban Tổ chức Tỉnh ủy"]
    assert registry(database).suggest("Ban Tuyên dáo Tỉnh ủy", limit=1)[0].agency_id == near


def test_every_way_of_writing_is_told_to_the_parser_but_codes(database: Database) -> None:
    agency_id = make_agency(database, "Sở Nội vụ", short_name="SNV tỉnh", code="SNV")
    add_alias(database, agency_id, "Sở Tổ chức")
    make_group(database, "các sở, ban, ngành", [])
    assert registry(database).known_bodies() == ("Sở Nội vụ", "SNV tỉnh", "Sở Tổ chức")
    assert registry(database).known_groups() == ("các sở, ban, ngành",)


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_upset_an_empty_registry(database: Database, words: str) -> None:
    empty = registry(database)
    assert empty.match(words) is None
    assert empty.suggest(words) == ()
