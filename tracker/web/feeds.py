"""Addresses under which calendars fetch an agency's dates, and what they fetch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import flask_babel
from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import force_locale
from flask_login import current_user
from icalendar import Calendar, Event
from werkzeug.wrappers import Response as AnyResponse

from tracker import reminders
from tracker.errors import Conflict
from tracker.reminders import AgencyDate, Feed, FeedsPage
from tracker.web.clock_words import period_name
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import fault_words
from tracker.web.labels import label
from tracker.web.letters import one_line

_: Callable[..., str] = flask_babel.gettext
bp = Blueprint("feeds", __name__)

MAX_SUMMARY = 120
MAX_TEXT = 2000
FETCHED_EVERY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class FeedsView:
    """The addresses of an agency; ``address`` is a new one, shown this once."""

    found: FeedsPage
    address: str = ""
    fault: str = ""


@bp.get("/agencies/<int:agency_id>/calendar")
@signed_in_only
def feeds(agency_id: int) -> str:
    """Show which addresses there are."""
    return _page(agency_id)


@bp.post("/agencies/<int:agency_id>/calendar")
@signed_in_only
def feeds_submit(agency_id: int) -> str | tuple[str, int]:
    """Make an address and show it, this once."""
    try:
        token = reminders.open_feed(services().database, actor(), agency_id, now=now())
    except Conflict as fault:
        return _page(agency_id, fault=fault_words(fault)), 409
    return _page(agency_id, address=_own(url_for("feeds.feed", token=token)))


@bp.post("/calendar-feeds/<int:feed_id>/revoke")
@signed_in_only
def revoke_submit(feed_id: int) -> AnyResponse:
    """Let an address lead nowhere from now on."""
    agency_id = reminders.revoke_feed(services().database, actor(), feed_id, now=now())
    flash(_("The address is revoked; calendars that use it get nothing more."), "success")
    return redirect(url_for("feeds.feeds", agency_id=agency_id))


@bp.get("/calendar/<token>.ics")
def feed(token: str) -> Response:
    """Give an agency's dates to whoever has the address; no account is asked for."""
    found = reminders.read_feed(services().database, token, now=now())
    with force_locale(found.locale):
        answer = make_response(calendar(found).to_ical())
    answer.content_type = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def calendar(found: Feed) -> Calendar:
    """Return an agency's dates as calendars read them (RFC 5545), in the reader's language."""
    made = Calendar()
    name = _("Due days of %(agency)s", agency=found.name)
    made.add("prodid", "-//Directive tracker//Due days//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", FETCHED_EVERY, parameters={"VALUE": "DURATION"})
    # The same for Outlook, which knows only this name of it.
    made.add("x-published-ttl", f"PT{FETCHED_EVERY.seconds // 3600}H")
    for each in found.dates:
        made.add_component(_event(each))
    return made


def _event(found: AgencyDate) -> Event:
    event = Event()
    event.add("uid", f"{found.key}@{_host()}")
    event.add("dtstart", found.on)
    event.add("dtend", found.on + timedelta(days=1))
    event.add("dtstamp", found.changed_at)
    event.add("last-modified", found.changed_at)
    event.add("sequence", found.moved)
    event.add("summary", _summary(found))
    event.add("description", _description(found))
    event.add("url", _own(url_for("tasks.task", task_id=found.task_id)))
    event.add("transp", "TRANSPARENT")
    return event


def _summary(found: AgencyDate) -> str:
    words = one_line(found.text)
    short = words if len(words) <= MAX_SUMMARY else f"{words[: MAX_SUMMARY - 1].rstrip()}…"
    if found.period is None and found.is_tracking_date:
        return _("Tracking date: %(task)s", task=short)
    if found.period is None:
        return _("Deadline: %(task)s", task=short)
    return _("Report for %(period)s: %(task)s", period=period_name(found.period), task=short)


def _description(found: AgencyDate) -> str:
    kind = label(found.directive_kind) if found.directive_kind else ""
    name = found.directive_number or found.directive_title or ""
    lines = (
        one_line(f"{kind} {name}"),
        found.label or "",
        label(found.role),
        one_line(found.text)[:MAX_TEXT],
    )
    return "\n".join(filter(None, lines))


def _page(agency_id: int, address: str = "", fault: str = "") -> str:
    found = reminders.show_feeds(services().database, actor(), agency_id, today=today())
    return render_template("agencies/feeds.html", page=FeedsView(found, address, fault))


def _own(path: str) -> str:
    return f"{services().address.rstrip('/')}{path}"


def _host() -> str:
    return urlsplit(services().address).hostname or "localhost"


@bp.app_template_global()
def may_have_feeds(agency_id: int) -> bool:
    """Return whether the signed-in person may make calendar addresses of an agency."""
    return reminders.may_have_feeds(current_user.actor, agency_id)
