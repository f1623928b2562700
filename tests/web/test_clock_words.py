from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from tracker.clocks import Clock, ClockFinding, DueReason
from tracker.web.clock_words import clock_sentence, period_name

DAY = date(2024, 3, 31)
ISSUED = date(2024, 3, 8)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("2024-Q2", "quarter II/2024"),
        ("2024-05", "month 5/2024"),
        ("2024-H1", "the first half of 2024"),
        ("2024-H2", "the second half of 2024"),
        ("2024", "the year 2024"),
        ("2024-05.15", "month 5/2024 (from 15/04/2024 to 14/05/2024)"),
        ("2025-W01", "week 1/2025"),
    ],
)
def test_a_period_is_called_as_people_call_it(app: Flask, key: str, name: str) -> None:
    with app.test_request_context(), force_locale("en"):
        assert period_name(key) == name


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (ClockFinding(Clock.PAST_DUE, DAY, 1), "Due on 31/03/2024, 1 day ago."),
        (ClockFinding(Clock.PAST_DUE, DAY, 5), "Due on 31/03/2024, 5 days ago."),
        (
            ClockFinding(Clock.REPORT_MISSED, DAY, 5, ("2024-Q1",)),
            "No report has come for quarter I/2024, due on 31/03/2024, 5 days ago.",
        ),
        (
            ClockFinding(Clock.REPORT_MISSED, DAY, 96, ("2024-Q1", "2024-Q2.15")),
            (
                "No reports have come for quarter I/2024 and quarter II/2024 (from 15/03/2024 to "
                "14/06/2024); the first was due on 31/03/2024, 96 days ago."
            ),
        ),
        (
            ClockFinding(Clock.REPORT_MISSED, DAY, 200, tuple(f"2024-0{i}" for i in range(1, 8))),
            (
                "No reports have come for month 1/2024, month 2/2024, month 3/2024, month 4/2024 "
                "and 3 more periods; the first was due on 31/03/2024, 200 days ago."
            ),
        ),
        (
            ClockFinding(
                Clock.PAST_DUE, DAY, 5, reason=DueReason(working_days=15, counted_from=ISSUED)
            ),
            "Due on 31/03/2024, 5 days ago. Counted as 15 working days after 08/03/2024.",
        ),
        (
            ClockFinding(Clock.PAST_DUE, DAY, 5, reason=DueReason(ISSUED, extension_asked_on=DAY)),
            (
                "Due on 31/03/2024, 5 days ago. The document's own deadline was 08/03/2024. "
                "An extension asked for on 31/03/2024 waits to be decided."
            ),
        ),
        (ClockFinding(Clock.SILENT, DAY, 50), "Nothing reported since 31/03/2024, 50 days ago."),
        (
            ClockFinding(Clock.UNVERIFIED, DAY, 11),
            "Said to be done on 31/03/2024, waiting for confirmation for 11 days.",
        ),
    ],
)
def test_a_clock_says_why_it_runs(app: Flask, finding: ClockFinding, sentence: str) -> None:
    with app.test_request_context(), force_locale("en"):
        assert clock_sentence(finding) == sentence
