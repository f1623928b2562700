"""Abbreviations: each leads to what it stands for and back; an office brings its own."""

from __future__ import annotations

import pytest

from search_index import (
    DEFAULT_ABBREVIATIONS,
    AbbreviationError,
    AbbreviationTable,
    NameTable,
    check_abbreviation,
    parse_query,
    places_of,
    query,
)


def ways(text: str, table: AbbreviationTable = DEFAULT_ABBREVIATIONS) -> set[str]:
    asked = parse_query(text, abbreviations=table)
    assert isinstance(asked, query.Words)
    whole = (0, len(asked.tokens))
    return {
        " ".join(token.exact for token in way.tokens)
        for way in asked.ways
        if (way.start, way.end) == whole
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NTM", {"nông thôn mới"}),
        ("ntm", {"nông thôn mới"}),
        ("nông thôn mới", {"ntm"}),
        ("nong thon moi", {"ntm"}),
        ("BCH", {"ban chấp hành", "bộ chỉ huy"}),
        ("ban chấp hành", {"bch"}),
        ("TT", {"thường trực", "thông tri", "thông tư", "thị trấn"}),
        ("KT-XH", {"kinh tế xã hội"}),
        ("NN&PTNT", {"nông nghiệp và phát triển nông thôn"}),
        ("thời hạn", {"kì hạn"}),
        ("kỳ hạn", {"thời hạn"}),
        ("quá hạn", {"trễ hạn", "chậm tiến độ"}),
        ("hạn", set()),
    ],
)
def test_a_short_form_and_its_meanings_lead_to_each_other(text: str, said: set[str]) -> None:
    assert ways(text) == said


def test_a_meaning_may_be_short_in_part() -> None:
    whole = "ban thường vụ tỉnh uỷ"
    said = {"btv tỉnh ủy", "ban thường vụ tu", "btv tu"}
    assert ways("BTVTU") == {"ban thường vụ tỉnh ủy", *said}
    assert ways("BTV TU") == {"ban thường vụ tỉnh ủy", "btvtu"}
    assert {"btvtu", "btv tu"} <= ways(whole)


@pytest.mark.parametrize("text", ["tu bổ", "du lịch", "đu dây", "dau tu", "từ", "hư"])
def test_an_everyday_syllable_is_no_abbreviation(text: str) -> None:
    assert parse_query(text) == query.Words(parse_query(text).tokens)  # type: ignore[union-attr]


def test_alone_or_behind_a_name_it_is_one() -> None:
    assert ways("TU") == {"tỉnh ủy", "thành ủy"}
    assert ways("ĐU") == ways("du") == {"đảng ủy"}
    assert ways("ban tuyên giáo TU") == {"ban tuyên giáo tỉnh ủy", "btgtu"}


class TestOfAnOffice:
    TABLE = AbbreviationTable([("CĐCS", "công đoàn cơ sở"), ("GR", "Giồng Riềng")])

    def test_its_table_is_the_one_that_counts(self) -> None:
        assert ways("CĐCS", self.TABLE) == {"công đoàn cơ sở"}
        assert ways("cdcs", self.TABLE) == {"công đoàn cơ sở"}
        assert ways("NTM", self.TABLE) == set()

    def test_names_of_agencies_are_found_by_it(self) -> None:
        names = NameTable({"7": ["Huyện ủy Giồng Riềng"]}, self.TABLE)
        assert names.find("huyện ủy GR") == ("7",)

    def test_what_it_stands_for_is_marked(self) -> None:
        asked = parse_query("CĐCS", abbreviations=self.TABLE)
        assert places_of("các công đoàn cơ sở", asked) == ((4, 19),)

    @pytest.mark.parametrize(
        ("short", "meaning", "code"),
        [
            ("", "công đoàn", "bad-short"),
            ("A", "công đoàn", "bad-short"),
            ("NÔNG", "nông thôn", "bad-short"),
            ("N M", "nông mới", "bad-short"),
            ("A" * 21, "công đoàn", "bad-short"),
            ("NTM", "nông", "short-meaning"),
            ("NTM", "", "short-meaning"),
            ("NTM", 'nông "thôn"', "bad-meaning"),
            ("NTM", "nông " * 30, "bad-meaning"),
        ],
    )
    def test_a_row_that_cannot_be_used_is_refused(
        self, short: str, meaning: str, code: str
    ) -> None:
        with pytest.raises(AbbreviationError) as caught:
            check_abbreviation(short, meaning)
        assert (caught.value.code, caught.value.row) == (code, None)

    def test_a_table_says_which_row_it_is(self) -> None:
        rows = [("NTM", "nông thôn mới"), ("VB", "văn bản"), ("ntm", "Nông thôn mới")]
        with pytest.raises(AbbreviationError) as caught:
            AbbreviationTable(rows)
        assert (caught.value.code, caught.value.row) == ("twice", 2)

    def test_too_many_rows_are_refused(self) -> None:
        rows = [(f"A{chr(65 + n)}", "một hai") for n in range(13)]
        assert AbbreviationTable(rows)
        with pytest.raises(AbbreviationError):
            AbbreviationTable([("AB", f"một {'x' * n}y") for n in range(13)])
