"""What typed text is read as, told by the query's tree written out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from search_index import FIELDS, SYNTAX, NameTable, Query, SearchQueryError, parse_query, query
from search_index.analysis import Token

TODAY = date(2024, 6, 15)
NAMES = NameTable(
    {
        "1": ["Sở Nông nghiệp và Phát triển nông thôn"],
        "2": ["Ban Tuyên giáo Tỉnh ủy", "BTGTU"],
        "3": ["Ban Dân vận Tỉnh ủy"],
    }
)


def read(text: str) -> str:
    return written(parse_query(text, NAMES, today=TODAY))


def fault(text: str) -> SearchQueryError:
    with pytest.raises(SearchQueryError) as caught:
        parse_query(text, NAMES, today=TODAY)
    return caught.value


def written(asked: Query) -> str:  # noqa: C901, PLR0911 - one case for each kind of query
    match asked:
        case query.Words(tokens):
            return words(tokens)
        case query.Phrase(tokens):
            return f'"{words(tokens)}"'
        case query.Prefix(token):
            return f"{token.exact}*"
        case query.Fuzzy(token, distance):
            return f"{token.exact}~{distance}"
        case query.InField(name, part):
            return f"{name}:{written(part)}"
        case query.OneOf(field, values):
            return f"{field}={','.join(values)}"
        case query.Between(field, first, last):
            return f"{field} {first or ''}..{last or ''}"
        case query.And(parts):
            return f"({' & '.join(map(written, parts))})"
        case query.Or(parts):
            return f"({' | '.join(map(written, parts))})"
        case query.Not(part):
            return f"-{written(part)}"
    return str(asked)


def words(tokens: Sequence[Token]) -> str:
    return " ".join(token.exact for token in tokens)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("vốn đầu tư", "vốn đầu tư"),
        ("vốn OR đất", "(vốn | đất)"),
        ("vốn đầu tư OR ngân sách", "(vốn đầu tư | ngân sách)"),
        ("vốn || đất", "(vốn | đất)"),
        ("(vốn OR đất) && xây", "((vốn | đất) & xây)"),
        ("vốn AND đất", "(vốn & đất)"),
        ("vốn AND nông thôn mới", "(vốn & nông thôn mới)"),
        ("tt:quahan AND vốn", "(status=overdue & vốn)"),
        ("vốn NOT đất", "(vốn & -đất)"),
        ('vốn -"quy hoạch"', '(vốn & -"qui hoạch")'),
        ("bứt~ phá", "(bứt~1 & phá)"),
        ("nghiêng~2", "nghiêng~2"),
        ("(xây* OR bứt~1)", "(xây* | bứt~1)"),
        ("vốn REQUIRE đất NEAR/3", "vốn require đất near 3"),
    ],
)
def test_signs_join_words(text: str, meaning: str) -> None:
    assert read(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("tt:quahan", "status=overdue"),
        ("status:overdue", "status=overdue"),
        ("tt:quá hạn vốn", "(status=overdue & vốn)"),
        ("Trạng thái: quá hạn", "status=overdue"),
        ("-tt:quá hạn vốn", "(-status=overdue & vốn)"),
        ("tt:(quahan OR chờ xác nhận)", "(status=overdue | status=submitted)"),
        ("loai:TT", "kind=thong-tri,thong-tu"),
        ("cq:sở nông nghiệp báo cáo", "(agency=1 & báo cáo)"),
        ("cơ quan:BTGTU", "agency=2"),
        ('lead:"tuyên giáo"', "lead=2"),
        ("cq:(BTGTU OR ban dân vận)", "(agency=2 | agency=3)"),
        ("-cq:sở nông nghiệp vốn", "(-agency=1 & vốn)"),
        ("vb:chỉ thị 23 vốn", "(document:chỉ thị 23 & vốn)"),
        ("linhvuc:nông thôn mới vốn", "(field:nông thôn mới & vốn)"),
        ("linhvuc:(ntm OR đất)", "(field:ntm | field:đất)"),
        ("linhvuc:nông~", "field:nông~1"),
        ("vb:23 CT TU vốn", "(document:23-ct-tu & vốn)"),
    ],
)
def test_a_field_takes_as_many_words_as_name_something(text: str, meaning: str) -> None:
    assert read(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("han:30/6/2024", "due 2024-06-30..2024-06-30"),
        ("han:30-6-2024", "due 2024-06-30..2024-06-30"),
        ("han:30.6.2024", "due 2024-06-30..2024-06-30"),
        ("han:2024-06-30", "due 2024-06-30..2024-06-30"),
        ("han:30 tháng 6 năm 2024", "due 2024-06-30..2024-06-30"),
        ("ngay:ngày 30 tháng sáu năm 2024", "date 2024-06-30..2024-06-30"),
        ("han:<30/6/2024", "due ..2024-06-29"),
        ("han: <= 30/6/2024", "due ..2024-06-30"),
        ("hạn > 30/6/2024 vốn", "(due 2024-07-01.. & vốn)"),
        ("han:trước ngày 30/6/2024", "due ..2024-06-29"),
        ("han:đến hết năm 2025", "due ..2025-12-31"),
        ("han:2024-Q2", "due 2024-04-01..2024-06-30"),
        ("han:quý II/2024 vốn", "(due 2024-04-01..2024-06-30 & vốn)"),
        ("han:quy 2 nam 2024", "due 2024-04-01..2024-06-30"),
        ("han:tháng 3/2024", "due 2024-03-01..2024-03-31"),
        ("han:6 tháng đầu năm 2024", "due 2024-01-01..2024-06-30"),
        ("han:1/4..30/6/2024", "due 2024-04-01..2024-06-30"),
        ("han:từ 1/4 đến 30/6/2024", "due 2024-04-01..2024-06-30"),
        ("han:30/6/2024..1/4/2024", "due 2024-04-01..2024-06-30"),
        ("han:..30/6/2024", "due ..2024-06-30"),
        ("han:[2024-04-01 TO 2024-06-30]", "due 2024-04-01..2024-06-30"),
        ("nam:2023-2025", "date 2023-01-01..2025-12-31"),
        ("nk:2020-2025", "date 2020-01-01..2025-12-31"),
        ("han:khong", "status=no-deadline"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, meaning: str) -> None:
    assert read(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("han:hôm nay", "due 2024-06-15..2024-06-15"),
        ("han:tuần này", "due 2024-06-10..2024-06-16"),
        ("han:7 ngày tới", "due 2024-06-15..2024-06-22"),
        ("han:quý này", "due 2024-04-01..2024-06-30"),
        ("han:quý II", "due 2024-04-01..2024-06-30"),
        ("ngay:tháng trước", "date 2024-05-01..2024-05-31"),
        ("due:<=this week", "due ..2024-06-16"),
    ],
)
def test_with_a_day_given_days_may_hang_on_it(text: str, meaning: str) -> None:
    assert read(text) == meaning
    with pytest.raises(SearchQueryError):
        parse_query(text, NAMES)


@pytest.mark.parametrize(
    ("text", "code", "position", "proposal"),
    [
        ('vốn "nông thôn', "open-quote", 4, 'vốn "nông thôn"'),
        ("(vốn đất", "open-bracket", 0, "(vốn đất)"),
        ("vốn)", "stray-bracket", 3, "vốn"),
        ('vốn ""', "empty-phrase", 4, "vốn"),
        ("vốn ()", "empty-brackets", 4, "vốn"),
        ("vốn AND", "missing-operand", 4, "vốn"),
        ("tt:", "empty-field", 0, None),
        ("vốn cq:", "empty-field", 4, "vốn"),
        ("!!!", "no-words", 0, None),
        ("b*t", "star-inside", 1, "b t"),
        ("x*", "short-prefix", 0, "x"),
        ("bứt ~ phá", "tilde-inside", 4, "bứt~ phá"),
        ("vụ~", "short-fuzzy", 0, "vụ"),
        ("bứt~3 phá", "bad-distance", 3, "bứt~2 phá"),
        ("chutry:BTGTU", "unknown-field", 0, "chutri:BTGTU"),
        ("tt:quahann", "unknown-value", 3, "tt:quahan"),
        ("tt:quahann vốn", "unknown-value", 3, "tt:quahan vốn"),
        ("tt:chờ xác nhạnn vốn", "unknown-value", 3, "tt:choxacnhan vốn"),
        ("cq:bann tuyen giao tinhh uy vốn", "unknown-name", 3, 'cq:"Ban Tuyên giáo Tỉnh ủy" vốn'),
        ('cq:"ban tuyên giao tinh uy"', None, 0, None),
        ("cq:tuyengiao", "unknown-name", 3, 'cq:"Ban Tuyên giáo Tỉnh ủy"'),
        ("vốn han:31/2/2024", "bad-date", 8, "vốn han:<30/6/2024"),
        ("a" * 1001, "too-long", 1000, None),
        ("(" * 21 + "a" + ")" * 21, "too-deep", 20, None),
    ],
)
def test_a_fault_has_a_place_and_a_way_out(
    text: str, code: str | None, position: int, proposal: str | None
) -> None:
    if code is None:
        assert read(text)
        return
    error = fault(text)
    assert (error.code, error.position, error.proposal) == (code, position, proposal)


def test_a_place_counts_in_the_text_as_it_is_read() -> None:
    error = fault("n\u00f4\u200bng cq:zzz")
    assert error.text[error.position :] == "zzz"


def examples_of_help() -> list[str]:
    return [example for each in (*FIELDS, *SYNTAX) for example in each.examples]


def examples_of_the_page() -> list[str]:
    page = Path(__file__).parents[2] / "docs/searching.md"
    for_people = page.read_text("utf-8").partition("## For those who keep the code")[0]
    return [example for example in re.findall(r"`([^`]+)`", for_people) if example[-1] != ":"]


@pytest.mark.parametrize("text", [*examples_of_help(), *examples_of_the_page()])
def test_every_example_that_people_are_shown_can_be_read(text: str) -> None:
    assert read(text)
