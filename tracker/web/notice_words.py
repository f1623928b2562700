"""What a notice tells, in sentences: of the details that it has, whoever wrote them.

A detail that is missing, of an unknown value or of the wrong kind makes no sentence; the others
still do (:func:`tracker.models.tell` lists them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import flask_babel
from flask import Flask

from tracker.clocks import Clock, ClockFinding
from tracker.domain import AssignmentEventKind, RequestKind, RequestOutcome, VerdictKind
from tracker.reminders import Occasion
from tracker.web.clock_words import clock_sentence, period_name
from tracker.web.filters import day
from tracker.web.labels import label

_: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
Value = TypeVar("Value", bound=StrEnum)

MAX_WORDS = 600
_CLOCK_OF = {
    Occasion.PAST_DUE: Clock.PAST_DUE,
    Occasion.REPORT_MISSED: Clock.REPORT_MISSED,
    Occasion.SILENT: Clock.SILENT,
}


def register(app: Flask) -> None:
    """Give ``app``'s templates the filters ``notice_sentences`` and ``told_agency``."""
    app.add_template_filter(notice_sentences, "notice_sentences")
    app.add_template_filter(told_agency, "told_agency")


def notice_sentences(details: Mapping[str, Any]) -> list[str]:
    """Return what the details of a notice say, the most important first."""
    told = _Told(details)
    parts = (told.outcome, told.reason, told.dates, told.quoted, told.author)
    return [sentence for part in parts for sentence in part()]


def told_agency(details: Mapping[str, Any]) -> str:
    """Return the name of the agency that a notice concerns; nothing where it names none."""
    return _Told(details).text("agency")


class _Told:
    """The details of one notice, each read with care."""

    def __init__(self, details: Mapping[str, Any]) -> None:
        self._details = details

    def text(self, key: str) -> str:
        found = self._details.get(key)
        words = " ".join(found.split()) if isinstance(found, str) else ""
        return words if len(words) <= MAX_WORDS else f"{words[: MAX_WORDS - 1].rstrip()}…"

    def day(self, key: str) -> date | None:
        with suppress(ValueError):
            return date.fromisoformat(self.text(key))
        return None

    def number(self, key: str) -> int | None:
        found = self._details.get(key)
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def value(self, key: str, kind: type[Value]) -> Value | None:
        with suppress(ValueError):
            return kind(self.text(key))
        return None

    @property
    def period(self) -> str:
        with suppress(ValueError):
            return period_name(self.text("period"))
        return ""

    def outcome(self) -> Iterator[str]:
        """Yield what happened and what was asked."""
        for key, kind in (
            ("outcome", RequestOutcome),
            ("outcome", AssignmentEventKind),
            ("outcome", VerdictKind),
            ("request", RequestKind),
        ):
            if (found := self.value(key, kind)) is not None:
                yield f"{label(found)}."

    def reason(self) -> Iterator[str]:
        """Yield why somebody is told: the occasion of a reminder, or a running clock."""
        occasion = self.value("occasion", Occasion)
        clock = self.value("clock", Clock) or (_CLOCK_OF.get(occasion) if occasion else None)
        if clock is not None:
            yield from self._running(clock)
        elif occasion is not None:
            yield from self._coming(occasion)
        if self._details.get("is_tracking_date") is True:
            yield _("The tracking office has set this day; the document names no deadline.")

    def _running(self, clock: Clock) -> Iterator[str]:
        since, days = self.day("since") or self.day("due"), self.number("days")
        missed = clock is Clock.REPORT_MISSED
        if since is None or days is None or (missed and not self.period):
            yield f"{label(clock)}."
            return
        yield clock_sentence(ClockFinding(clock, since, days, self._periods()))

    def _periods(self) -> tuple[str, ...]:
        """Return the keys of the periods told of; of the one only, where the list is odd."""
        found = self._details.get("periods")
        keys = found if isinstance(found, list) else []
        is_known = all(isinstance(key, str) and _Told({"period": key}).period for key in keys)
        return tuple(keys) if keys and is_known else (self.text("period"),)

    def _coming(self, occasion: Occasion) -> Iterator[str]:
        due, days = self.day("due"), self.number("days")
        if due is None or days is None:
            yield f"{label(occasion)}."
        elif not self.period:
            yield _due_in(due, days)
        else:
            yield _report_due_in(self.period, due, days)

    def dates(self) -> Iterator[str]:
        """Yield the due day and the one before, unless the reason has told them."""
        due, was = self.day("due"), self.day("was")
        if self.value("occasion", Occasion) or self.value("clock", Clock):
            return
        if (begin := self.day("on") or self.day("since")) is not None:
            yield _("From %(day)s on.", day=day(begin))
        if self.period:
            yield _("Report for %(period)s.", period=self.period)
        if was is not None and was != due:
            yield _("Deadline so far: %(day)s.", day=day(was))
        if due is not None:
            yield _("Deadline: %(day)s.", day=day(due))
        elif (days := self.number("days")) is not None:
            yield ngettext("%(num)s day.", "%(num)s days.", days)

    def quoted(self) -> Iterator[str]:
        """Yield a person's own words."""
        if words := self.text("words"):
            yield f"“{words}”"

    def author(self) -> Iterator[str]:
        """Yield who acted."""
        if by := self.text("by"):
            yield _("By %(name)s.", name=by)


def _due_in(due: date, days: int) -> str:
    if days <= 0:
        return _("Due today, %(day)s.", day=day(due))
    return ngettext(
        "Due on %(day)s, in %(num)s day.", "Due on %(day)s, in %(num)s days.", days, day=day(due)
    )


def _report_due_in(period: str, due: date, days: int) -> str:
    if days <= 0:
        return _(
            "The report for %(period)s is to be handed in today, %(day)s.",
            period=period,
            day=day(due),
        )
    return ngettext(
        "The report for %(period)s is to be handed in by %(day)s, in %(num)s day.",
        "The report for %(period)s is to be handed in by %(day)s, in %(num)s days.",
        days,
        period=period,
        day=day(due),
    )
