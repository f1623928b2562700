"""Running clocks and reporting periods in sentences: why a task stands where it stands."""

from __future__ import annotations

from collections.abc import Callable

import flask_babel
from flask import Flask

from directives.model import Every
from tracker.clocks import Clock, ClockFinding
from tracker.periods import period_from_key
from tracker.web.filters import day

_: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext

ROMAN = ("I", "II", "III", "IV")


def register(app: Flask) -> None:
    """Give ``app``'s templates the filters ``period`` and ``clock_sentence``."""
    app.add_template_filter(period_name, "period")
    app.add_template_filter(clock_sentence, "clock_sentence")


def period_name(key: str) -> str:
    """Return a period as people call it: "quarter II/2024" for 2024-Q2."""
    period = period_from_key(key)
    year, number = period.start.year, period.number
    match period.every:
        case Every.WEEK:
            # The year of a week is not always that of its Monday.
            return _(
                "week %(number)s/%(year)s", number=number, year=period.start.isocalendar().year
            )
        case Every.MONTH:
            return _("month %(number)s/%(year)s", number=number, year=year)
        case Every.QUARTER:
            return _("quarter %(number)s/%(year)s", number=ROMAN[number - 1], year=year)
        case Every.HALF if number == 1:
            return _("the first half of %(year)s", year=year)
        case Every.HALF:
            return _("the second half of %(year)s", year=year)
    return _("the year %(year)s", year=year)


def clock_sentence(finding: ClockFinding) -> str:
    """Return the sentence that says why a clock runs, since which day and for how long."""
    since, days = day(finding.since), finding.days
    match finding.clock:
        case Clock.PAST_DUE:
            return ngettext(
                "Due on %(day)s, %(num)s day ago.",
                "Due on %(day)s, %(num)s days ago.",
                days,
                day=since,
            )
        case Clock.REPORT_MISSED:
            return ngettext(
                "%(num)s report has not come: for %(period)s, due on %(day)s.",
                "%(num)s reports have not come; the first, for %(period)s, was due on %(day)s.",
                finding.missed,
                period=period_name(finding.period or ""),
                day=since,
            )
        case Clock.SILENT:
            return ngettext(
                "Nothing reported since %(day)s, %(num)s day ago.",
                "Nothing reported since %(day)s, %(num)s days ago.",
                days,
                day=since,
            )
    return ngettext(
        "Said to be done on %(day)s, waiting for confirmation for %(num)s day.",
        "Said to be done on %(day)s, waiting for confirmation for %(num)s days.",
        days,
        day=since,
    )
