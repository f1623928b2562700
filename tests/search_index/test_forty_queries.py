"""Forty things that inspectors type, and what this library makes of each in a small office."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest

from search_index import (
    ResultPage,
    SearchEngine,
    SearchQueryError,
    SearchRequest,
    Sort,
    find_meant,
    open_engine,
    parse_query,
    suggest_spelling,
    with_filters,
)
from tests.search_index.corpus import NAMES, RECORDS, TODAY, record

OLDER = "Chỉ thị 23-CT/TU\nVề phòng cháy, chữa cháy rừng"
MORE = (
    record(
        "directive:3",
        "Về phòng cháy, chữa cháy rừng\n23-CT/TU",
        document=OLDER,
        number="23-CT/TU",
        work="Phòng cháy",
        date=date(2018, 5, 2),
        statuses="",
    ),
    record(
        "update:70",
        "Đề nghị gia hạn đến 30/9/2024, đang chờ duyệt.",
        group="task:3",
        agencies="3",
        date=date(2024, 6, 10),
    ),
    record(
        "task:21",
        "Huyện ủy Giồng Riềng xây dựng kế hoạch cụ thể thực hiện Chỉ thị.",
        agencies="7",
        statuses="open issued no-update",
    ),
    record(
        "task:23",
        "Quán triệt Chỉ thị 23-CT/TU đến từng chi bộ.",
        statuses="open",
        due=date(2026, 1, 31),
    ),
    record("task:22", "Tập trung tạo bước bức phá về hạ tầng.", agencies="3", statuses="open"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    made = open_engine("tantivy", tmp_path_factory.mktemp("forty"))
    made.rebuild((*RECORDS, *MORE), seq=1)
    return made


@pytest.fixture(scope="module")
def ask(engine: SearchEngine) -> Callable[..., ResultPage]:
    def _ask(text: str, sort: Sort = Sort.RELEVANCE) -> ResultPage:
        query = parse_query(text, NAMES, today=TODAY)
        return engine.search(SearchRequest(query, frozenset({"office"}), TODAY, size=50, sort=sort))

    return _ask


Ask = Callable[..., ResultPage]
NEW_RURAL = "directive:1 task:2 task:6"
OF_23 = "task:1 task:2 task:3 task:4 task:5 task:6 task:7 task:21 task:22"
ENDLESS = "task:5 task:7 task:20 task:21 task:22 update:70"
LATE_OF_1 = "task:6 update:61 update:62 evidence:9"


def keys(page: ResultPage) -> set[str]:
    return {hit.key for group in page.groups for hit in group.hits}


@pytest.mark.parametrize(
    ("number", "typed", "found"),
    [
        (1, "nông thôn mới", NEW_RURAL),
        (2, "nong thon moi", NEW_RURAL),
        (3, "NTM", NEW_RURAL),
        (4, "ntm nang cao kieu mau", "task:2"),
        (5, '"nông thôn mới kiểu mẫu"', "task:2"),
        (6, '"nong thon moi kieu mau"', "task:2"),
        (7, "tham mưu Ban Thường vụ Tỉnh ủy theo dõi", "task:7"),
        (8, "bao cao hang quy", "task:7 update:61"),
        (9, "báo cáo hằng quý", "task:7 update:61"),
        (11, 'tt:quahan chutri:"ban tuyên giáo"', LATE_OF_1),
        (12, "BTGTU", LATE_OF_1),
        (13, "btgdvtu", LATE_OF_1),
        (15, "ban cán sự đảng ubnd tỉnh", "task:2 task:3 task:22 update:70"),
        (16, "BCSĐ UBND", "task:2 task:3 task:22 update:70"),
        (16, "bcsd ubnd", "task:2 task:3 task:22 update:70"),
        (17, "đảng đoàn hđnd giám sát", "task:4"),
        (18, "dang doan mttq", "task:5"),
        (20, "huyện ủy Giồng Riềng", "task:1 task:21"),
        (21, "giong rieng", "task:1 task:21"),
        (22, "thành uỷ Hà Tiên", "task:1"),
        (24, "Rach Gia", "task:1"),
        (24, "TP Rạch Giá", "task:1"),
        (24, "tp.rạch giá", "task:1"),
        (28, "15/CT-UBND", "task:20 directive:2"),
        (28, "15-CT/TU", ""),
        (29, "nghị quyết 11-NQ/TW", "directive:1"),
        (30, "nghị quyết đại hội XI", "directive:1"),
        (30, "nghị quyết đại hội 11", "directive:1"),
        (31, "ke hoach cu the thuc hien chi thi", "task:3 task:21"),
        (33, "kiem diễm trách nhiệm người đứng đầu", "task:1"),
        (34, "bứt phá", "task:2"),
        (35, '"của Đảng"', "directive:1 task:1"),
        (35, '"củaĐảng"', "directive:1 task:1"),
        (36, "han:<31/12/2025 tt:danglam linhvuc:ntm", f"task:1 task:2 task:3 {LATE_OF_1}"),
        (37, 'han:2024-Q4 cq:"sở nông nghiệp"', "task:2"),
        (37, 'han:2024-Q4 cq:"sở nông nghiệp và môi trường"', "task:2"),
        (38, "tt:khonghan", ENDLESS),
        (39, "xin gia hạn chờ duyệt", "update:70"),
        (40, '"lý do chậm" vốn -"quy hoạch"', "update:61"),
    ],
)  # fmt: skip
def test_what_is_typed_finds_just_what_it_must(
    ask: Ask, number: int, typed: str, found: str
) -> None:
    assert keys(ask(typed)) == set(found.split()), number


WAYS_OF_23 = ["23-CT/TU", "23ct/tu", "23 CT TU", "chỉ thị 23", "chi thi so 23", "Số: 23-CT/TU"]


@pytest.mark.parametrize("typed", WAYS_OF_23)
def test_a_document_comes_before_what_only_names_its_number(ask: Ask, typed: str) -> None:
    assert {group.group for group in ask(typed).groups[:2]} == {"directive:1", "directive:3"}


@pytest.mark.parametrize("typed", WAYS_OF_23)
def test_25_to_27_a_number_finds_every_document_of_it_the_newest_first(
    ask: Ask, typed: str
) -> None:
    documents = ["directive:1", "directive:3"]
    by_day = [group.group for group in ask(typed, Sort.NEWEST).groups]
    assert [group for group in by_day if group.startswith("directive")] == documents
    assert set(OF_23.split()) <= set(by_day)
    assert "directive:2" not in by_day


@pytest.mark.parametrize(
    ("number", "typed", "offered", "found"),
    [
        (10, "qua han", "tt:quahan", f"task:1 {LATE_OF_1}"),
        (14, "BDVTU quá hạn", "cq:BDVTU tt:quahan", "task:6"),
        (23, "các huyện ủy chưa báo cáo", 'cq:"huyện ủy" tt:chuabaocao', "task:21"),
        (38, "không thời hạn", "tt:khongthoihan", ENDLESS),
        (40, '"lý do chậm" vốn -quy hoạch', '"lý do chậm" vốn -"quy hoạch"', "update:61"),
    ],
)  # fmt: skip
def test_plain_words_are_offered_as_filters(
    ask: Ask, number: int, typed: str, offered: str, found: str
) -> None:
    assert with_filters(typed, find_meant(typed, NAMES)) == offered, number
    assert keys(ask(offered)) == set(found.split()), number


@pytest.mark.parametrize(
    ("number", "typed", "meant"),
    [
        (32, "nông thông mới", "nông thôn mới"),
        (33, "kieem diểm trách nhiệm", "kiêm diểm trách nhiệm"),
        (34, "bức pháa", "bức phá"),
        (35, "củađảng", "của đảng"),
    ],
)
def test_mistyped_words_are_put_right(
    ask: Ask, engine: SearchEngine, number: int, typed: str, meant: str
) -> None:
    def found(text: str) -> int:
        return ask(text).total_hits

    assert suggest_spelling(typed, engine.vocabulary(), NAMES, found=found) == meant, number
    assert keys(ask(meant))


def test_the_same_marks_come_first_whatever_else_is_found(ask: Ask) -> None:
    best = {typed: ask(typed).groups[0].group for typed in ("bứt phá", "bức phá", "tinh doan")}
    assert best == {"bứt phá": "task:2", "bức phá": "task:22", "tinh doan": "task:5"}


@pytest.mark.parametrize(
    "typed",
    ["nông thôn mới " * 25, "và của các", "SELECT x FROM y", "a NEAR/2 b", "vốn'; DROP TABLE--",
     "NOT NOT vốn", "{vốn TO đất}", "vốn^2", "vốn AND đất OR xã", "-vốn -đất -xã"],
)  # fmt: skip
def test_whatever_is_typed_is_answered_and_never_with_everything(ask: Ask, typed: str) -> None:
    assert ask(typed).total_hits < len((*RECORDS, *MORE))


@pytest.mark.parametrize("typed", ['""', '" "', "...", "-", "((", "vốn AND", "OR", "*", "a*b"])
def test_what_cannot_be_answered_is_refused(ask: Ask, typed: str) -> None:
    with pytest.raises(SearchQueryError):
        ask(typed)


@pytest.mark.parametrize(
    "typed", ["tỉnh ủy ", "TT ", "nông thôn mới ", "vốn OR ", "bứt~2 ", "cq:btgtu ", '"a b" ', "~ "]
)
def test_the_longest_queries_take_no_longer_than_a_page_may(ask: Ask, typed: str) -> None:
    text = (typed * 400)[:990].rpartition(" ")[0].removesuffix(" OR")
    begun = time.process_time()
    with suppress(SearchQueryError):
        ask(text)
    assert time.process_time() - begun < 1
