"""Running clocks and reporting periods in sentences: why a task stands where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flask_babel
from flask import Flask

from directives.model import Every
from tracker.clocks import Clock, ClockFinding, DueReason, Lag
from tracker.periods import CALENDAR, Period, period_from_key
from tracker.web.filters import day

_: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext

ROMAN = ("I", "II", "III", "IV")
MAX_NAMED = 4


def register(app: Flask) -> None:
    """Give ``app``'s templates the filters ``period``, ``clock_sentence`` and ``lag_sentence``."""
    app.add_template_filter(period_name, "period")
    app.add_template_filter(clock_sentence, "clock_sentence")
    app.add_template_filter(lag_sentence, "lag_sentence")


def period_name(key: str) -> str:
    """Return a period as people call it: "quarter II/2024" for 2024-Q2.

    One that does not run by the calendar says from when to when.
    """
    period = period_from_key(key)
    name = _calendar_name(period)
    if period.begins_on_day == CALENDAR:
        return name
    return _(
        "%(period)s (from %(start)s to %(end)s)",
        period=name,
        start=day(period.start),
        end=day(period.end),
    )


def _calendar_name(period: Period) -> str:
    year, number = period.year, period.number
    match period.every:
        case Every.WEEK:
            return _("week %(number)s/%(year)s", number=number, year=year)
        case Every.MONTH:
            return _("month %(number)s/%(year)s", number=number, year=year)
        case Every.QUARTER:
            return _("quarter %(number)s/%(year)s", number=ROMAN[number - 1], year=year)
        case Every.HALF if number == 1:
            return _("the first half of %(year)s", year=year)
        case Every.HALF:
            return _("the second half of %(year)s", year=year)
    return _("the year %(year)s", year=year)


def period_names(keys: Sequence[str]) -> str:
    """Name several periods in one clause, the rest as a number where there are many."""
    names = [period_name(key) for key in keys[:MAX_NAMED]]
    if len(keys) > MAX_NAMED:
        more = len(keys) - MAX_NAMED
        names.append(ngettext("%(num)s more period", "%(num)s more periods", more))
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1])


def clock_sentence(finding: ClockFinding) -> str:
    """Return the sentences that say why a clock runs, since which day and for how long."""
    since, days = day(finding.since), finding.days
    match finding.clock:
        case Clock.PAST_DUE:
            return " ".join([_overdue(since, days), *due_reasons(finding.reason)])
        case Clock.REPORT_MISSED:
            return ngettext(
                "No report has come for %(periods)s, due on %(day)s, %(days)s days ago.",
                "No reports have come for %(periods)s; the first was due on %(day)s, "
                "%(days)s days ago.",
                len(finding.periods),
                periods=period_names(finding.periods),
                day=since,
                days=days,
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


def lag_sentence(lag: Lag) -> str:
    """Return the sentence that says by how much work is behind its time."""
    return _("%(used)s %% of the time is used, %(done)s %% is done.", used=lag.used, done=lag.done)


def _overdue(since: str, days: int) -> str:
    return ngettext(
        "Due on %(day)s, %(num)s day ago.", "Due on %(day)s, %(num)s days ago.", days, day=since
    )


def due_reasons(reason: DueReason) -> list[str]:
    """Return the sentences on how a due day came to be, and on what is asked of it."""
    sentences = []
    if reason.working_days and reason.counted_from:
        sentences.append(
            ngettext(
                "Counted as %(num)s working day after %(day)s.",
                "Counted as %(num)s working days after %(day)s.",
                reason.working_days,
                day=day(reason.counted_from),
            )
        )
    if reason.first:
        sentences.append(_("The document's own deadline was %(day)s.", day=day(reason.first)))
    if reason.extension_asked_on:
        sentences.append(
            _(
                "An extension asked for on %(day)s waits to be decided.",
                day=day(reason.extension_asked_on),
            )
        )
    return sentences
