"""What every engine must answer; the queries are those that an inspector types."""

from __future__ import annotations

from datetime import date

import pytest

from search_index import (
    And,
    Everything,
    Facet,
    FacetCount,
    NameTable,
    OneOf,
    ResultPage,
    Scoped,
    SearchEngine,
    SearchRecord,
    SearchRequest,
    Sort,
    like,
    parse_query,
)
from tests.search_index.conftest import Ask, keys
from tests.search_index.corpus import RECORDS, TODAY

NEW_RURAL = "directive:1 task:2 task:6"
OF_23 = {record.key for record in RECORDS if "23-CT/TU" in record.document}
OF_15 = {"task:20", "directive:2"}
LATE = "task:1 task:6 update:61 update:62 evidence:9"
QUERIES = [
    ("nông thôn mới", NEW_RURAL),
    ("nong thon moi", NEW_RURAL),
    ("NÔNG THÔN MỚI", NEW_RURAL),
    ("NTM", NEW_RURAL),
    ("ntm", NEW_RURAL),
    ("ntm nang cao kieu mau", "task:2"),
    ('"nông thôn mới kiểu mẫu"', "task:2"),
    ('"nong thon moi kieu mau"', "task:2"),
    ('"nông thôn kiểu mẫu"', ""),
    ("tham mưu Ban Thường vụ Tỉnh ủy theo dõi", "task:7"),
    ("bao cao hang quy", "task:7 update:61"),
    ("báo cáo hằng quý", "task:7 update:61"),
    ('"báo cáo hàng quý"', "task:7 update:61"),
    ("tt:quahan", LATE),
    ('tt:"quá hạn"', LATE),
    ('tt:quahan chutri:"ban tuyên giáo"', "task:6 update:61 update:62 evidence:9"),
    ("BTGTU", "task:6 update:61 update:62 evidence:9"),
    ("btgdvtu", "task:6 update:61 update:62 evidence:9"),
    ("BDVTU tt:quahan", "task:6"),
    ("phoihop:BDVTU", "task:6"),
    ("ban cán sự đảng ubnd tỉnh", "task:2 task:3"),
    ("BCSĐ UBND", "task:2 task:3"),
    ("bcsd ubnd", "task:2 task:3"),
    ("đảng đoàn hđnd giám sát", "task:4"),
    ("dang doan mttq", "task:5"),
    ("tinh doan", "task:4 task:5"),
    ("huyện ủy Giồng Riềng", "task:1"),
    ("giong rieng", "task:1"),
    ("thành uỷ Hà Tiên", "task:1"),
    ('cq:"thành uỷ hà tiên"', "task:1"),
    ("Rach Gia", "task:1"),
    ("TP Rạch Giá", "task:1"),
    ("tp.rạch giá", "task:1"),
    ("23-CT/TU", " ".join(OF_23)),
    ("23ct/tu", " ".join(OF_23)),
    ("23 CT TU", " ".join(OF_23)),
    ("chỉ thị 23", " ".join(OF_23)),
    ("chi thi so 23", " ".join(OF_23)),
    ("CT 23", " ".join(OF_23)),
    ("15/CT-UBND", " ".join(OF_15)),
    ("15-CT/TU", ""),
    ("vb:15/CT-UBND", " ".join(OF_15)),
    ('vb:"chỉ thị 15"', " ".join(OF_15)),
    ("vb:hàng vb:hóa*", " ".join(OF_15)),
    ("vb:quản-lý-hà*", " ".join(OF_15)),
    ("nghị quyết 11-NQ/TW", "directive:1"),
    ("nghị quyết đại hội XI", "directive:1"),
    ("12-KH/BTGTU", "evidence:9"),
    ("ke hoach cu the thuc hien chi thi", "task:3"),
    ("bứt phá", "task:2"),
    ("của Đảng", "directive:1 task:1 task:3 task:4 task:5 task:2"),
    ('"của Đảng"', "directive:1 task:1"),
    ("củaĐảng -xây", "task:1 task:4 task:5 task:2"),
    ("han:<31/12/2025 tt:danglam linhvuc:ntm", f"{LATE} task:2 task:3"),
    ('han:2024-Q2 cq:"sở nông nghiệp"', ""),
    ('han:2024-Q4 cq:"sở nông nghiệp"', "task:2"),
    ("han:6/2024", "task:3"),
    ("han:1/4/2024..30/4/2024", "task:6 update:61 update:62 evidence:9"),
    ("tt:khonghan", "task:5 task:7 task:20"),
    ("han:khong", "task:5 task:7 task:20"),
    ("tt:saphan", "task:3"),
    ("tt:hoanthanh", "task:4"),
    ("tt:choxacnhan", "task:5"),
    ('"lý do chậm" vốn -quy hoạch', ""),
    ('"lý do chậm" vốn -quy', ""),
    ('"lý do chậm" vốn -hoạch', "update:61"),
    ('"lí do chậm"', "update:61 update:62"),
    ("thuỷ", "task:20"),
    ("thủy", "task:20"),
    ("hàng hoá", "task:20 directive:2"),
    ("quỹ", "evidence:9 task:7 update:61 update:62"),
    ("đường", "task:3 task:20"),
    ('"đường"', "task:3"),
    ('"dương"', "task:20"),
    ("giám OR bứt", "task:4 task:2"),
    ("(giám OR bứt) AND năm", "task:2"),
    ("giám AND năm", ""),
    ("bứt AND năm", "task:2"),
    ("bứt && năm", "task:2"),
    ("NOT nông -tỉnh", "task:20"),
    ("tuyên*", "task:6 update:61 update:62 evidence:9"),
    ("ngay:>=1/5/2024", "update:62 evidence:9"),
    ("nam:2023", " ".join(OF_15)),
    ('loai:"chỉ thị" nam:2023', " ".join(OF_15)),
    ("agency:btgtu date:2024-05", "update:62 evidence:9"),
    ("của", "directive:1 task:1"),
    ("bức~ phá", "task:2"),
    ("bưts~ phá", "task:2"),
    ("nônng~", "directive:1 task:1 task:2"),
    ("linhvuc:hanf~", " ".join(OF_15)),
    ("REQUIRE", ""),
    ("zzz", ""),
]


@pytest.mark.parametrize(("text", "expected"), QUERIES, ids=[text for text, _ in QUERIES])
def test_a_query_finds_what_it_must_and_nothing_else(ask: Ask, text: str, expected: str) -> None:
    page = ask(text, size=50)
    assert keys(page) == set(expected.split())
    assert page.total_hits == len(expected.split())


def test_more_like_a_record_finds_it_and_its_kin_best_first(ask: Ask) -> None:
    wanted = like("Ban Tuyên giáo chủ trì tuyên truyền, phối hợp Ban Dân vận")
    assert wanted is not None
    page = ask("", query=wanted)
    assert page.groups[0].group == "task:6"
    assert 0 < page.total_groups < len(RECORDS) / 2


def first(page: ResultPage) -> str:
    return page.groups[0].hits[0].key


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("tinh doan", "task:5"),
        ("đường", "task:3"),
        ("dương", "task:20"),
        ("quỹ", "evidence:9"),
        ("nghị quyết 11-NQ/TW", "directive:1"),
        ("nông thôn mới kiểu mẫu", "task:2"),
    ],
)
def test_what_was_typed_with_marks_comes_first(ask: Ask, text: str, best: str) -> None:
    assert first(ask(text)) == best


def test_without_marks_the_order_at_the_top_is_the_same(ask: Ask) -> None:
    marked, bare = ask("xây dựng nông thôn mới"), ask("xay dung nong thon moi")
    assert [group.group for group in marked.groups] == [group.group for group in bare.groups]


def test_updates_and_evidence_stand_under_their_task(ask: Ask) -> None:
    (group,) = ask("tuyên truyền").groups
    assert group.group == "task:6"
    assert {hit.key for hit in group.hits} == {"task:6", "update:61", "evidence:9"}
    assert group.total == 3


def test_nobody_finds_or_counts_what_is_not_theirs(ask: Ask) -> None:
    page = ask("", "agency:7", query=Everything(), facets=tuple(Facet))
    assert keys(page) == {"directive:1", "task:1"}
    assert page.kinds == {"directive": 1, "task": 1}
    assert {each.value: each.count for each in page.facets[Facet.YEAR]} == {"2024": 2}
    assert keys(ask("bứt phá", "agency:7")) == set()
    assert keys(ask("-zzz", "nobody")) == set()


def test_a_value_scoped_to_others_neither_matches_nor_counts(engine: SearchEngine) -> None:
    shared = SearchRecord(
        key="task:1",
        kind="task",
        group="task:1",
        text="Một là",
        visible_to=("agency:7", "agency:8"),
        names=(Scoped("Giồng Riềng", ("agency:7",)), Scoped("Hà Tiên", ("agency:8",))),
        agencies=(Scoped("7", ("agency:7",)), Scoped("8", ("agency:8",))),
    )
    engine.rebuild([shared], seq=1)

    def found(text: str, *who: str) -> ResultPage:
        asked = parse_query(text, NameTable({"8": ["Hà Tiên"]}))
        return engine.search(SearchRequest(asked, frozenset(who), TODAY, facets=(Facet.AGENCY,)))

    for text in ("hà tiên", '"ha tien"', "tie*", 'cq:"hà tiên"'):
        assert not keys(found(text, "agency:7"))
        assert keys(found(text, "agency:8")) == {"task:1"}
    assert found("một", "agency:7").facets[Facet.AGENCY] == (FacetCount("7", 1),)
    both = found("một", "agency:7", "agency:8").facets[Facet.AGENCY]
    assert both == (FacetCount("7", 1), FacetCount("8", 1))


def test_facets_count_the_results_that_choosing_them_leaves(ask: Ask) -> None:
    page = ask("tuyên truyền", facets=tuple(Facet))
    assert {each.value: each.count for each in page.facets[Facet.AGENCY]} == {"1": 3, "2": 1}
    for each in page.facets[Facet.STATUS]:
        narrowed = ask(f"tuyên truyền tt:{each.value}")
        assert narrowed.total_hits == each.count


def test_a_status_of_the_day_changes_with_the_day(full: SearchEngine) -> None:
    def late(day: date) -> set[str]:
        overdue = OneOf("status", ("overdue",))
        return keys(full.search(SearchRequest(overdue, frozenset({"office"}), day, size=50)))

    assert "task:3" not in late(date(2024, 6, 20))
    assert "task:3" in late(date(2024, 6, 21))
    assert "task:4" not in late(date(2030, 1, 1)), "what is confirmed is never overdue"


def test_filters_of_a_page_join_what_was_typed(ask: Ask) -> None:
    query = And((Everything(), OneOf("agency", ("1",)), OneOf("year", ("2024",))))
    assert keys(ask("", query=query)) == {"task:6", "update:61", "update:62", "evidence:9"}


def test_one_kind_is_shown_while_all_kinds_are_counted(ask: Ask) -> None:
    page = ask("tuyên truyền", kinds=frozenset({"update"}))
    assert keys(page) == {"update:61"}
    assert page.kinds == {"task": 1, "update": 1, "evidence": 1}


def test_pages_follow_each_other_without_overlap(ask: Ask) -> None:
    whole = [group.group for group in ask("", query=Everything(), size=50).groups]
    pages = [ask("", query=Everything(), first=start, size=3) for start in range(0, 12, 3)]
    assert [group.group for page in pages for group in page.groups] == whole
    assert len(set(whole)) == len(whole) == pages[0].total_groups


def test_results_are_sorted_by_date_or_by_deadline(ask: Ask) -> None:
    newest = ask("", query=Everything(), sort=Sort.NEWEST, size=50).groups
    assert newest[0].group == "task:6"
    assert {group.group for group in newest[-2:]} == OF_15
    due = [group.group for group in ask("", query=Everything(), sort=Sort.DUE).groups]
    assert due[:4] == ["task:4", "task:6", "task:1", "task:3"]


def test_marks_stand_on_the_words_that_were_found(ask: Ask) -> None:
    snippet = ask("bứt phá").groups[0].hits[0].snippet
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["bứt", "phá"]
