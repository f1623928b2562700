"""The links at the head of every page: the places where this person's work is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_login import current_user

from tracker.domain import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A page that some roles work on; ``what`` says on the overview what it is for.

    A setting is changed seldom, and stands behind the others.
    """

    endpoint: str
    name: LazyString
    what: LazyString
    roles: tuple[Role, ...]
    is_setting: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A place as one person sees it."""

    address: str
    name: str
    what: str
    is_here: bool
    is_setting: bool


PLACES = (
    Place(
        "review.overview",
        _("Review"),
        _("What is overdue, silent, missing or merely claimed, and who answers for it."),
        (Role.COMMITTEE, Role.INSPECTOR, Role.CLERK),
    ),
    Place(
        "directives.directives",
        _("Directives"),
        _("Documents, their tasks, and the readings still to be checked."),
        (Role.CLERK, Role.INSPECTOR, Role.COMMITTEE, Role.AGENCY),
    ),
    Place(
        "requests.requests",
        _("Requests"),
        _("What agencies ask of the office: more time, corrections, an end of tracking."),
        (Role.CLERK, Role.COMMITTEE, Role.INSPECTOR, Role.AGENCY),
    ),
    Place(
        "directives.upload",
        _("Add a document"),
        _("Hand in a file; its tasks are read and shown beside the source to be checked."),
        (Role.CLERK,),
    ),
    Place(
        "agencies.index",
        _("Agencies"),
        _("What each agency owes, is called and was called."),
        tuple(Role),
    ),
    Place(
        "sheets.sheets",
        _("Sheets to fill in"),
        _("Open tasks as one Word or Excel file, filled in offline and handed in here."),
        (Role.AGENCY, Role.CLERK),
    ),
    Place(
        "searches.searches",
        _("Saved searches"),
        _("Searches kept under a name, and alerts on what newly matches them."),
        tuple(Role),
    ),
    Place(
        "administration.users",
        _("People"),
        _("Accounts, their roles and their passwords."),
        (Role.ADMINISTRATOR,),
    ),
    Place(
        "abbreviations.index",
        _("Abbreviations"),
        _("What search takes for one another, such as NTM and nông thôn mới."),
        (Role.CLERK, Role.ADMINISTRATOR),
        is_setting=True,
    ),
    Place(
        "periods.index",
        _("Reporting periods"),
        _("Which periodic reports have come, are late or missing, period by period."),
        (Role.CLERK, Role.INSPECTOR, Role.COMMITTEE),
    ),
    Place(
        "calendar.index",
        _("Office calendar"),
        _("Days off and moved working days, by which deadlines in working days are counted."),
        (Role.CLERK, Role.ADMINISTRATOR),
        is_setting=True,
    ),
    Place(
        "escalation.index",
        _("Escalation"),
        _("Who is told of a running clock, and after how many days."),
        (Role.CLERK, Role.ADMINISTRATOR),
        is_setting=True,
    ),
    Place(
        "mails.mail",
        _("E-mail"),
        _("Whether mails are sent, what waits, and what could not be sent."),
        (Role.ADMINISTRATOR,),
    ),
)
# Shown once for each agency that the account was granted.
MY_AGENCY = Place(
    "agencies.agency",
    _("My agency"),
    _("The tasks of the agency: what is due, and what to report."),
    (Role.AGENCY,),
)


def register(app: Flask) -> None:
    """Give ``app``'s templates :func:`links`."""
    app.add_template_global(links, "navigation_links")


def links() -> list[Link]:
    """Return the places of the signed-in person's roles, their own agencies first."""
    own = [
        _link(MY_AGENCY, url_for(MY_AGENCY.endpoint, agency_id=agency_id))
        for agency_id in current_user.agency_ids
    ]
    mine = (place for place in PLACES if current_user.actor.has(*place.roles))
    return [*own, *(_link(place, url_for(place.endpoint)) for place in mine)]


def _link(place: Place, address: str) -> Link:
    return Link(
        address=address,
        name=str(place.name),
        what=str(place.what),
        is_here=address == request.script_root + request.path,
        is_setting=place.is_setting,
    )
