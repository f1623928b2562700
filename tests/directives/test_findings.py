"""What a reading says of itself to the person who checks it."""

from __future__ import annotations

import pytest

from directives import Finding, Severity
from tests.directives.parsed import HEAD, LEAD_IN, parsed


def findings(text: str, code: str) -> list[Finding]:
    """Read ``text`` and return its findings of one kind."""
    return [finding for finding in parsed(text).findings if finding.code == code]


def points(*words: str) -> str:
    """A directive of these points."""
    return HEAD + LEAD_IN + "".join(f"{point}\n\n" for point in words)


def test_a_deadline_that_gives_no_day_is_told() -> None:
    text = points(
        "1. Sở Y tế trả lời trong thời hạn 10 ngày kể từ ngày nhận đơn.", "2. Sở B lập sổ."
    )
    (finding,) = findings(text, "due-untold")
    assert "trong thời hạn 10 ngày" in finding.message


def test_a_deadline_before_the_day_of_issue_is_a_warning() -> None:
    text = points("1. Sở Y tế báo cáo trước ngày 01/02/2025.", "2. Sở Y tế lập sổ.")
    (finding,) = findings(text, "due-passed")
    assert finding.severity is Severity.WARNING
    assert "01/02/2025" in finding.message


def test_bodies_without_a_duty_are_told() -> None:
    text = points("1. Sở Y tế báo cáo.", "2. Sở Y tế và các bệnh viện tuyến tỉnh này.")
    (finding,) = findings(text, "no-duty")
    assert parsed(text).text[finding.start : finding.end].startswith("2.")


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("1.", "2.", "3."), []),
        (("1.", "2.", "4."), ['The number "4." does not follow on "2.".']),
        (("Một là,", "Ba là,"), ['The number "Ba là" does not follow on "Một là".']),
        (("a)", "b)", "b)"), ['The number "b)" stands twice.']),
        (("c)", "d)", "e)"), []),
        (("1.", "2.", "1."), []),
    ],
)
def test_numbers_that_do_not_follow_on_are_told_and_all_points_kept(
    labels: tuple[str, ...], told: list[str]
) -> None:
    text = points(*(f"{label} Sở Y tế lập danh sách." for label in labels))
    assert [finding.message for finding in findings(text, "numbering")] == told
    assert len(list(parsed(text).walk())) == len(labels)


def test_a_number_that_stands_inside_another_point_is_not_missing() -> None:
    text = points(
        "1. Sở Y tế lập danh sách.",
        "- Cơ quan chủ trì: Sở Y tế.",
        "2. Sở Tài chính bố trí kinh phí.",
        "3. Sở Nội vụ kiểm tra.",
    )
    assert findings(text, "numbering") == []
