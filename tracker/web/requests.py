"""The requests to the office: a list of what waits, and a page on which each is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import handling
from tracker.domain import RequestKind, RequestOutcome
from tracker.errors import Invalid
from tracker.handling import Decision, RequestQuery
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.filters import day
from tracker.web.progress_form import typed_day

bp = Blueprint("requests", __name__, url_prefix="/requests")

ALL_KINDS = "all"


@dataclass(frozen=True, slots=True)
class RequestsView:
    """The list with what it can be narrowed to; ``kind`` is what was asked for."""

    found: handling.RequestList
    kind: str
    kinds: tuple[RequestKind, ...] = tuple(RequestKind)


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """A decision as it was typed; ``agency`` is a name."""

    outcome: str = ""
    reason: str = ""
    due: str = ""
    agency: str = ""
    stops: str = ""


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request with the form of its decision, or with what the decision will do."""

    found: handling.RequestPage
    form: DecisionForm
    suggestions: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def chooses_agency(self) -> bool:
        """Whether granting it gives the work to another agency."""
        return self.found.request.kind in handling.MOVES


@bp.get("")
@signed_in_only
def requests() -> str:
    """List the requests that wait, or those that have ended."""
    kind, query = request.args.get("kind", ""), _query()
    found = handling.list_requests(
        services().database, actor(), query, today=today(), rules=services().rules
    )
    return render_template("handling/requests.html", page=RequestsView(found, kind))


@bp.get("/<int:request_id>")
@signed_in_only
def one(request_id: int) -> str:
    """Show a request, with the form of its decision to those who decide."""
    found = _found(request_id)
    words = found.request
    form = DecisionForm(
        due=day(words.wanted_due) if words.wanted_due else "",
        agency=words.wanted_agency or words.wanted_text or ""
        if words.kind is RequestKind.LEAD
        else "",
    )
    return render_template("handling/request.html", page=RequestView(found, form))


@bp.post("/<int:request_id>/decision")
@signed_in_only
def decision_submit(request_id: int) -> Response | str | tuple[str, int]:
    """Show what a decision will do; once that is confirmed, decide."""
    names = DecisionForm.__dataclass_fields__
    form = DecisionForm(**{name: request.form.get(name, "") for name in names})
    meant = handling.meant_agency(services().database, actor(), form.agency, today=today())
    try:
        decision = _decision(form, meant)
        if "confirmed" not in request.form:
            _check(request_id, decision)
            return render_template(
                "handling/decide.html", page=RequestView(_found(request_id), form)
            )
        _decide(request_id, decision)
    except Invalid as fault:
        near = meant.near if "agency_id" in fault.fields else ()
        view = RequestView(_found(request_id), form, near, field_words(fault))
        return render_template("handling/request.html", page=view), 422
    flash(_("The decision is made and holds from now on; the agency is told."), "success")
    return redirect(url_for("requests.one", request_id=request_id))


@bp.post("/<int:request_id>/withdrawal")
@signed_in_only
def withdrawal_submit(request_id: int) -> Response:
    """Take a request back."""
    handling.withdraw(services().database, actor(), request_id, now=now())
    flash(_("The request is taken back."))
    return redirect(url_for("requests.one", request_id=request_id))


@bp.record_once
def _register(state: BlueprintSetupState) -> None:
    """Give templates the number for the head of each page."""
    state.app.add_template_global(waiting_requests)


def waiting_requests() -> str:
    """Return how many requests wait for the signed-in person, as people write it."""
    count = handling.count_waiting(services().database, current_user.actor, services().rules)
    return f"{handling.MOST_COUNTED}+" if count > handling.MOST_COUNTED else str(count or "")


def _query() -> RequestQuery:
    asked = request.args
    kind, sort = asked.get("kind", ""), asked.get("sort", "at")
    kinds = frozenset(RequestKind) if kind == ALL_KINDS else frozenset({kind}) & set(RequestKind)
    return RequestQuery(
        kinds=frozenset(map(RequestKind, kinds)),
        agency_id=asked.get("agency", type=int),
        late="late" in asked,
        ended="ended" in asked,
        sort=sort.removeprefix("-") if sort.removeprefix("-") in handling.SORTS else "at",
        descending=sort.startswith("-"),
        page=asked.get("page", 1, type=int),
    )


def _found(request_id: int) -> handling.RequestPage:
    return handling.request_page(
        services().database, actor(), request_id, today=today(), rules=services().rules
    )


def _decision(form: DecisionForm, meant: handling.MeantAgency) -> Decision:
    if form.outcome not in {RequestOutcome.GRANTED, RequestOutcome.REFUSED}:
        raise Invalid({"outcome": "choose-outcome"})
    outcome, due = RequestOutcome(form.outcome), typed_day(form.due)
    if outcome is RequestOutcome.GRANTED:
        if form.due.strip() and due is None:
            raise Invalid({"due": "not-a-date"})
        if form.agency.strip() and meant.agency_id is None and not form.stops:
            raise Invalid({"agency_id": "no-such-holder"})
    return Decision(outcome, form.reason, due, meant.agency_id, stops=bool(form.stops))


def _check(request_id: int, decision: Decision) -> None:
    handling.check_decision(
        services().database,
        actor(),
        request_id,
        decision,
        today=today(),
        rules=services().rules,
    )


def _decide(request_id: int, decision: Decision) -> None:
    handling.decide(
        services().database,
        actor(),
        request_id,
        decision,
        now=now(),
        rules=services().rules,
    )
