"""Claims side by side: which go together, and which do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger import Claim, Conflict, contradictions, series_of
from tracker.ledger.claims import joined_subject
from tracker.models import ClaimPlace

FIRST = date(2024, 1, 10)
CLAIM = Claim(
    claim_id=1,
    directive_id=1,
    task_id=1,
    update_id=1,
    agency_id=1,
    agency="Sở Nông nghiệp",
    place=ClaimPlace.NARRATIVE,
    subject="chuan moi nong thon",
    written="chuan moi nong thon",
    topic="đạt chuẩn nông thôn mới",
    unit="xã",
    value=111,
    whole=116,
    figure="111/116 xã",
    words="Có 111/116 xã đạt chuẩn nông thôn mới",
    start=3,
    end=13,
    stated_on=FIRST,
    period=None,
    is_wanted=False,
)


def claim(number: int, value: float, **more: object) -> Claim:
    """A claim of an update of its own, a month after the one before."""
    later = FIRST + timedelta(days=30 * number)
    fields = {"claim_id": number, "update_id": number, "value": value, "stated_on": later, **more}
    return replace(CLAIM, **fields)  # type: ignore[arg-type]


def kinds(*claims: Claim) -> list[Conflict]:
    return [found.kind for found in contradictions(series_of(claims))]


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ((claim(1, 111), claim(2, 113)), []),
        ((claim(1, 113), claim(2, 111)), [Conflict.FALLING]),
        ((claim(1, 113), claim(2, 111, agency_id=2, task_id=2)), [Conflict.FALLING]),
        ((claim(1, 113), claim(2, 111, agency_id=2)), []),
        ((claim(1, 113), claim(2, 111, is_wanted=True)), []),
        ((claim(1, 113, subject="ho ngheo"), claim(2, 111, subject="ho ngheo")), []),
        ((claim(1, 113), claim(2, 111, stated_on=claim(1, 1).stated_on)), [Conflict.SAME_DAY]),
        (
            (claim(1, 111, period="2024-Q1"), claim(2, 113, period="2024-Q1")),
            [Conflict.SAME_PERIOD],
        ),
        ((claim(1, 111), claim(2, 112, whole=115)), [Conflict.WHOLES]),
        ((claim(1, 9, agency_id=1), claim(2, 8, agency_id=2, whole=12)), []),
        ((claim(1, 111), claim(2, 118, whole=None)), [Conflict.ABOVE_WHOLE]),
        ((claim(1, 5, whole=None), claim(2, 4, whole=None)), []),
        ((claim(1, 113, subject=""), claim(2, 111, subject="")), []),
        (
            (
                claim(1, 111, agency_id=None, update_id=None, agency=""),
                claim(2, 110),
            ),
            [Conflict.FALLING],
        ),
    ],
)
def test_what_does_not_go_together_is_found(
    claims: tuple[Claim, ...], found: list[Conflict]
) -> None:
    assert kinds(*claims) == found


@pytest.mark.parametrize(
    ("value", "figure", "found"),
    [
        (95.69, "95,69%", []),
        (95.7, "95,7%", []),
        (95.0, "95%", []),
        (96.0, "96%", []),
        (97.4, "97,4%", [Conflict.SHARE]),
        (90.0, "90%", [Conflict.SHARE]),
    ],
)
def test_a_percentage_behind_a_count_is_its_share(
    value: float, figure: str, found: list[Conflict]
) -> None:
    share = replace(
        CLAIM, claim_id=2, unit="%", value=value, whole=None, figure=figure, start=40, end=46
    )
    assert kinds(CLAIM, share) == found
    assert kinds(CLAIM, replace(share, start=400, end=406)) == []
    assert kinds(CLAIM, replace(share, words="Một câu khác")) == []


_CLAIMS = st.lists(
    st.builds(
        claim,
        st.integers(1, 8),
        st.integers(1, 16),
        whole=st.sampled_from([None, 16, 20]),
        agency_id=st.sampled_from([None, 1, 2]),
        task_id=st.sampled_from([1, 2]),
        period=st.sampled_from([None, "2024-Q1", "2024-Q2"]),
        is_wanted=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.claim_id,
)


@given(_CLAIMS, st.randoms())
def test_the_order_of_reading_does_not_matter(claims: list[Claim], dice: object) -> None:
    shuffled = list(claims)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert contradictions(series_of(claims)) == contradictions(series_of(shuffled))


@given(_CLAIMS)
def test_a_contradiction_is_of_two_claims_that_differ_and_the_earlier_stands_first(
    claims: list[Claim],
) -> None:
    for found in contradictions(series_of(claims)):
        assert found.one.stated_on <= found.other.stated_on
        assert (found.one.value, found.one.whole) != (found.other.value, found.other.whole)
        assert not any(one.is_wanted for one in (found.one, found.other))


@given(st.lists(st.integers(0, 116), min_size=1, max_size=8))
def test_what_only_grows_never_contradicts_itself(values: list[int]) -> None:
    rising = [claim(number, value) for number, value in enumerate(sorted(values), start=1)]
    assert kinds(*rising) == []
    falls = [one > other for one, other in pairwise(values)]
    told = [claim(number, value) for number, value in enumerate(values, start=1)]
    assert kinds(*told) == [Conflict.FALLING] * sum(falls)


def test_a_series_has_the_last_word_of_each_quarter() -> None:
    said = (claim(1, 111), claim(2, 112, stated_on=date(2024, 3, 30)), claim(3, 113))
    (series,) = series_of([*said, claim(9, 116, is_wanted=True)])
    lines = {line.is_wanted: {k: c.value for k, c in line.points.items()} for line in series.lines}
    assert lines[False] == {"2024-Q1": 112, "2024-Q2": 113}
    assert list(lines[True]) == ["2024-Q4"]


def test_a_report_stands_for_its_period_unless_it_speaks_of_an_earlier_day() -> None:
    report = claim(3, 113, period="2024-Q1")
    assert report.quarter == "2024-Q1"
    assert replace(report, stated_on=date(2023, 12, 31)).quarter == "2023-Q4"


def test_joins_are_followed_and_circles_end() -> None:
    joins = {("xã", "a"): "b", ("xã", "b"): "c", ("xã", "x"): "y", ("xã", "y"): "x"}
    assert joined_subject(("xã", "a"), joins) == "c"
    assert joined_subject(("ha", "a"), joins) == "a"
    assert joined_subject(("xã", "x"), joins) == "y"
