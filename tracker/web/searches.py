"""Saved searches and the alerts on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import alerts
from tracker import search as searching
from tracker.alerts import AlertForm, AlertPage, SavedRow, SearchForm
from tracker.errors import Invalid
from tracker.models import Rhythm
from tracker.search import Summary
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.labels import label

bp = Blueprint("searches", __name__)


@dataclass(frozen=True, slots=True)
class SearchesPage:
    """The person's own searches, and those that others share, each with what it asks."""

    mine: tuple[tuple[SavedRow, Summary], ...]
    shared: tuple[tuple[SavedRow, Summary], ...]


@dataclass(frozen=True, slots=True)
class SearchFormPage:
    """The form of a saved search; ``search`` is the one to change, ``None`` for a new one."""

    form: SearchForm
    search: SavedRow | None
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlertFormPage:
    """The form of an alert; ``sends_mail`` is whether the office sends any."""

    alert: AlertPage
    form: AlertForm
    sends_mail: bool
    digest_hour: int
    rhythms: tuple[tuple[str, str], ...]
    errors: Mapping[str, str] = field(default_factory=dict)


@bp.get("/searches")
@signed_in_only
def searches() -> str:
    """List saved searches."""
    rows = alerts.list_searches(services().database, actor())
    asked = searching.summaries(
        services().database, actor(), (row.address for row in rows), today=today()
    )
    told = tuple(zip(rows, asked, strict=True))
    page = SearchesPage(
        mine=tuple(each for each in told if each[0].is_mine),
        shared=tuple(each for each in told if not each[0].is_mine),
    )
    return render_template("alerts/searches.html", page=page)


@bp.get("/searches/new")
@signed_in_only
def new_search() -> str:
    """Show the form to keep the search whose state is in the address."""
    found = searching.read_address(request.args.items(multi=True))
    state = searching.written(found.question)
    form = SearchForm(name=found.question.text, address=urlencode(state))
    return _search_form(SearchFormPage(form, None))


@bp.post("/searches/new")
@signed_in_only
def new_search_submit() -> Response | tuple[str, int]:
    """Keep a search."""
    form = _sent_search(request.form.get("address", ""))
    try:
        search_id = alerts.save_search(
            services().database, services().finder, actor(), form, now=now()
        )
    except Invalid as fault:
        return _search_form(SearchFormPage(form, None, field_words(fault))), 422
    flash(_("The search is saved."), "success")
    if request.form.get("then") == "alert":
        return redirect(url_for("searches.alert", search_id=search_id))
    return redirect(url_for("searches.searches"))


@bp.get("/searches/<int:search_id>")
@signed_in_only
def open_search(search_id: int) -> Response:
    """Open a saved search; parts that have no meaning any more are named, not left out."""
    search = alerts.show_search(services().database, actor(), search_id)
    parts = parse_qsl(search.address)
    read = searching.read_address(parts)
    if read.unread:
        unread = ", ".join(f"{name}={value}" for name, value in read.unread)
        flash(_("Parts of this saved search cannot be read any more: %(parts)s", parts=unread))
    address = urlencode(searching.written(read.question))
    return redirect(f"{url_for('search.search')}?{address}")


@bp.get("/searches/<int:search_id>/edit")
@signed_in_only
def edit_search(search_id: int) -> str:
    """Show the form to rename and share a search."""
    search = alerts.show_search(services().database, actor(), search_id)
    form = SearchForm(search.name, search.address, search.is_shared)
    return _search_form(SearchFormPage(form, search))


@bp.post("/searches/<int:search_id>/edit")
@signed_in_only
def edit_search_submit(search_id: int) -> Response | tuple[str, int]:
    """Rename a search, share it or take it back."""
    search = alerts.show_search(services().database, actor(), search_id)
    form = _sent_search(search.address)
    try:
        alerts.change_search(services().database, actor(), search_id, form, now=now())
    except Invalid as fault:
        return _search_form(SearchFormPage(form, search, field_words(fault))), 422
    flash(_("The saved search is changed."), "success")
    return redirect(url_for("searches.searches"))


@bp.get("/searches/<int:search_id>/delete")
@signed_in_only
def delete_page(search_id: int) -> str:
    """Ask whether a search shall be deleted."""
    page = alerts.show_search(services().database, actor(), search_id)
    return render_template("alerts/delete.html", page=page)


@bp.post("/searches/<int:search_id>/delete")
@signed_in_only
def delete_submit(search_id: int) -> Response:
    """Delete a search with the alerts on it."""
    alerts.delete_search(services().database, actor(), search_id, now=now())
    flash(_("The saved search is deleted."), "success")
    return redirect(url_for("searches.searches"))


@bp.get("/searches/<int:search_id>/alert")
@signed_in_only
def alert(search_id: int) -> str:
    """Show the person's alert on a search."""
    found = alerts.show_alert(services().database, actor(), search_id)
    return _alert_form(found, found.form, {})


@bp.post("/searches/<int:search_id>/alert")
@signed_in_only
def alert_submit(search_id: int) -> Response | tuple[str, int]:
    """Begin or change an alert."""
    form = AlertForm(
        in_app="in_app" in request.form,
        by_mail="by_mail" in request.form,
        rhythm=request.form.get("rhythm", ""),
    )
    try:
        alerts.set_alert(
            services().database, services().finder, actor(), search_id, form, now=now()
        )
    except Invalid as fault:
        found = alerts.show_alert(services().database, actor(), search_id)
        return _alert_form(found, form, field_words(fault)), 422
    flash(_("The alert is on. What matches already is not told; what newly matches is."), "success")
    return redirect(url_for("searches.searches"))


@bp.get("/alerts/<int:alert_id>/stop")
@signed_in_only
def stop_page(alert_id: int) -> str:
    """Show the one button that stops an alert; mails lead here."""
    page = alerts.show_own_alert(services().database, actor(), alert_id)
    return render_template("alerts/stop.html", page=page)


@bp.post("/alerts/<int:alert_id>/stop")
@signed_in_only
def stop_submit(alert_id: int) -> Response:
    """Stop an alert."""
    name = alerts.stop_alert(services().database, actor(), alert_id)
    flash(_("The alert on “%(name)s” is stopped.", name=name), "success")
    return redirect(url_for("searches.searches"))


@bp.record_once
def _register(state: BlueprintSetupState) -> None:
    """Let the search page show what is saved."""
    state.app.add_template_global(_saved, "saved_searches")


def _saved() -> tuple[tuple[int, str], ...]:
    return alerts.name_searches(services().database, actor())


def _sent_search(address: str) -> SearchForm:
    return SearchForm(request.form.get("name", ""), address, "is_shared" in request.form)


def _search_form(page: SearchFormPage) -> str:
    return render_template("alerts/search_form.html", page=page)


def _alert_form(found: AlertPage, form: AlertForm, errors: Mapping[str, str]) -> str:
    page = AlertFormPage(
        alert=found,
        form=form,
        sends_mail=services().mail is not None,
        digest_hour=services().digest_hour,
        rhythms=tuple((rhythm.value, label(rhythm)) for rhythm in Rhythm),
        errors=errors,
    )
    return render_template("alerts/alert_form.html", page=page)
