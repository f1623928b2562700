"""Plain words that may be meant as filters: states, agencies, phrases to leave out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import NameTable, canonical, find_meant, parse_query, with_filters

NAMES = NameTable(
    {
        "1": ["Ban Tuyên giáo Tỉnh ủy", "BTGTU"],
        "2": ["Ban Dân vận Tỉnh ủy"],
        "7": ["Huyện ủy Giồng Riềng"],
        "8": ["Huyện ủy An Biên"],
        "10": ["Sở Nông nghiệp và Phát triển nông thôn"],
    }
)


def proposed(text: str) -> str:
    return with_filters(text, find_meant(text, NAMES))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("qua han BTGTU", "tt:quahan cq:BTGTU"),
        ("BDVTU quá hạn", "cq:BDVTU tt:quahan"),
        ("không thời hạn", "tt:khongthoihan"),
        ("các huyện ủy chưa báo cáo", 'cq:"huyện ủy" tt:chuabaocao'),
        ("chưa hoàn thành của sở NN&PTNT", 'tt:danglam của cq:"sở NN&PTNT"'),
        ("huyện ủy Giồng Riềng trễ hạn vốn", 'cq:"huyện ủy Giồng Riềng" tt:quahan vốn'),
        ("ban tuyen giao chờ xác nhận", 'cq:"ban tuyen giao" tt:choxacnhan'),
        ('"lý do chậm" vốn -quy hoạch', '"lý do chậm" vốn -"quy hoạch"'),
        ("linhvuc:giáo dục vốn", 'linhvuc:"giáo dục" vốn'),
        ("lĩnh vực:giáo dục", 'lĩnh vực:"giáo dục"'),
        ("linhvuc:ntm vốn", "linhvuc:ntm vốn"),
        ("vb:23-CT/TU vốn", "vb:23-CT/TU vốn"),
        ("han:tuần này quá hạn", "han:tuần này tt:quahan"),
        ("nông thôn mới", "nông thôn mới"),
        ('"quá hạn"', '"quá hạn"'),
        ("-quá hạn", '-"quá hạn"'),
        ("tt:danglam quá hạn", "tt:danglam quá hạn"),
        ("chutri:BTGTU ban dân vận", "chutri:BTGTU ban dân vận"),
        ("quá hạn (", "quá hạn ("),
    ],
)
def test_words_are_offered_as_the_filters_they_may_be(typed: str, meant: str) -> None:
    assert proposed(typed) == meant


def test_a_group_means_all_its_members() -> None:
    (group,) = find_meant("các huyện ủy", NAMES)
    assert (group.field, group.values) == ("agency", ("7", "8"))


def test_without_names_only_states_are_found() -> None:
    assert with_filters("BTGTU quá hạn", find_meant("BTGTU quá hạn")) == "BTGTU tt:quahan"


words = st.sampled_from(
    ["quá", "hạn", "BTGTU", "huyện", "ủy", "-quy", "hoạch", '"', "OR", "tt:quahan", "vốn", "(", ")"]
)


@given(st.lists(words, max_size=8).map(" ".join) | st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_what_is_offered_can_be_read_and_places_are_in_the_text(text: str) -> None:
    meant = find_meant(text, NAMES)
    if meant:
        parse_query(with_filters(text, meant), NAMES)
    places = [place for each in meant for place in (each.start, each.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(canonical(text)) for place in places)
