"""The agencies, and what each of them owes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from tracker import agencies
from tracker.agencies import Standing, Urgency
from tracker.domain import Role
from tracker.errors import Invalid
from tracker.web.context import actor, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.progress_form import typed_day

bp = Blueprint("agencies", __name__)

SUCCESSIONS: Mapping[str, LazyString] = {
    "rename": _l("renamed"),
    "merge": _l("merged"),
    "split": _l("divided"),
    "partial": _l("part of its work transferred"),
    "change-of-kind": _l("changed in kind"),
    "dissolution": _l("dissolved"),
    "parent-merged": _l("province merged"),
}


@dataclass(frozen=True, slots=True)
class AgenciesView:
    """The list with its columns."""

    found: agencies.AgencyList
    standings: tuple[Standing, ...]
    may_add: bool
    sees_acts: bool


@dataclass(frozen=True, slots=True)
class AgencyView:
    """One agency; ``alias`` is what was typed as another name and could not be taken."""

    found: agencies.AgencyPage
    successions: Mapping[str, LazyString]
    may_add: bool
    today: date
    alias: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] | None = None

    @property
    def may_report(self) -> bool:
        """Whether the reader may report on its tasks, for it or as the office."""
        own = self.found.agency.agency_id in actor().agency_ids and not actor().reads_only
        return self.found.agency.exists and (own or actor().has(Role.CLERK))


@dataclass(frozen=True, slots=True)
class AgencyForm:
    """What was typed about a new agency."""

    name: str = ""
    short_name: str = ""
    code: str = ""
    alias: str = ""
    valid_from: str = ""


@dataclass(frozen=True, slots=True)
class NewAgencyView:
    """The form for a new agency."""

    form: AgencyForm
    errors: Mapping[str, str] = field(default_factory=dict)


@bp.get("/agencies")
@signed_in_only
def index() -> str:
    """List the agencies with what each owes."""
    found = agencies.list_agencies(
        services().database, actor(), _query(), today=today(), rules=services().rules
    )
    view = AgenciesView(
        found, tuple(Standing), _may_add(), sees_acts=actor().has(*agencies.ACT_READERS)
    )
    return render_template("agencies/agencies.html", page=view)


@bp.get("/agencies/<int:agency_id>")
@signed_in_only
def agency(agency_id: int) -> str:
    """Show an agency and what it owes."""
    return render_template("agencies/agency.html", page=_view(agency_id))


@bp.post("/agencies/<int:agency_id>/aliases")
@signed_in_only
def alias_submit(agency_id: int) -> Response | tuple[str, int]:
    """Add another way of writing an agency's name."""
    alias = request.form.get("alias", "")
    try:
        agencies.add_alias(services().database, actor(), agency_id, alias, today=today())
    except Invalid as fault:
        view = _view(agency_id, alias, field_words(fault))
        return render_template("agencies/agency.html", page=view), 422
    flash(_("The other name is added; documents that use it are now understood."), "success")
    return redirect(url_for("agencies.agency", agency_id=agency_id))


@bp.post("/agencies/<int:agency_id>/aliases/remove")
@signed_in_only
def alias_remove_submit(agency_id: int) -> Response:
    """Take away another way of writing an agency's name."""
    agencies.remove_alias(services().database, actor(), agency_id, request.form.get("alias", ""))
    flash(_("The other name is removed."), "success")
    return redirect(url_for("agencies.agency", agency_id=agency_id))


@bp.post("/agencies/<int:agency_id>/details")
@signed_in_only
def details_submit(agency_id: int) -> Response | tuple[str, int]:
    """Change the short name, the symbol or the body above, from a day on."""
    typed = {name: request.form.get(name, "") for name in ("short_name", "code", "parent")}
    since = request.form.get("since", "")
    form = agencies.Details(typed_day(since), **typed)
    try:
        agencies.change_details(services().database, actor(), agency_id, form)
    except Invalid as fault:
        view = _view(agency_id, errors=field_words(fault), details={**typed, "since": since})
        return render_template("agencies/agency.html", page=view), 422
    flash(_("Changed from that day on; what held before stays in the history."), "success")
    return redirect(url_for("agencies.agency", agency_id=agency_id))


@bp.get("/agencies/new")
@signed_in_only
def new_agency() -> str:
    """Show the form for a new agency."""
    form = AgencyForm(name=request.args.get("name", ""), valid_from=f"{today():%d/%m/%Y}")
    return render_template("agencies/new.html", page=NewAgencyView(form))


@bp.post("/agencies/new")
@signed_in_only
def new_agency_submit() -> Response | tuple[str, int]:
    """Add an agency."""
    names = AgencyForm.__dataclass_fields__
    form = AgencyForm(**{name: request.form.get(name, "") for name in names})
    new = agencies.NewAgency(
        name=form.name,
        valid_from=typed_day(form.valid_from),
        short_name=form.short_name,
        code=form.code,
        alias=form.alias,
    )
    try:
        agency_id = agencies.add_agency(services().database, actor(), new)
    except Invalid as fault:
        view = NewAgencyView(form, field_words(fault))
        return render_template("agencies/new.html", page=view), 422
    flash(_("The agency is added."), "success")
    return redirect(url_for("agencies.agency", agency_id=agency_id))


def _view(
    agency_id: int,
    alias: str = "",
    errors: Mapping[str, str] | None = None,
    details: Mapping[str, str] | None = None,
) -> AgencyView:
    whole = request.args.get("whole", "")
    found = agencies.agency_page(
        services().database,
        actor(),
        agency_id,
        today=today(),
        rules=services().rules,
        as_assigned=request.args.get("names") == "assigned",
        whole=Urgency(whole) if whole in set(Urgency) else None,
    )
    return AgencyView(found, SUCCESSIONS, _may_add(), today(), alias, errors or {}, details)


def _query() -> agencies.AgencyQuery:
    sort = request.args.get("sort", "name")
    only = request.args.get("only", "")
    return agencies.AgencyQuery(
        words=request.args.get("q", ""),
        only=Standing(only) if only in set(Standing) else None,
        ended=request.args.get("ended") == "1",
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        page=request.args.get("page", 1, type=int),
    )


def _may_add() -> bool:
    return actor().has(Role.CLERK, Role.ADMINISTRATOR)
