"""The figures of a document, a task or an agency: series, contradictions, what belongs together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import ledger
from tracker.errors import Invalid
from tracker.ledger import Claim, Conflict, Contradiction, LedgerPage, LedgerQuery, Series
from tracker.web.addresses import own_page
from tracker.web.clock_words import period_name
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.filters import day, number
from tracker.web.labels import label
from tracker.web.line_chart import Chart, chart_of
from tracker.web.naming import document_words
from tracker.web.sheets import Sheet, Value, handed_out

bp = Blueprint("ledger", __name__)
PLACES = {"directives": "directive_id", "tasks": "task_id", "agencies": "agency_id"}
_WHERE = "<any(directives, tasks, agencies):whose>/<int:number>"


@dataclass(frozen=True, slots=True)
class Shown:
    """A series with its chart, and the others that may be about the same."""

    series: Series
    chart: Chart | None
    near: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The page; ``whose`` and ``number`` are the address of what it is about."""

    found: LedgerPage
    whose: str
    number: int
    name: str
    shown: tuple[Shown, ...]


@bp.get(f"/{_WHERE}/figures")
@signed_in_only
def figures(whose: str, number: int) -> str:
    """Show the figures of a document, a task or an agency."""
    found = _page(whose, number)
    shown = tuple(
        Shown(series, chart_of(series), near)
        for series, near in zip(found.series, found.nearby, strict=True)
    )
    view = LedgerView(found, whose, number, _name(found), shown)
    return render_template("ledger/figures.html", page=view)


@bp.get(f"/{_WHERE}/figures.<any(csv, xlsx):ending>")
@signed_in_only
def figures_file(whose: str, number: int, ending: str) -> Response:
    """Hand all these figures out."""
    found = _page(whose, number)
    name = f"so-lieu-{whose}-{number}-{today():%Y-%m-%d}"
    return handed_out(_sheet(found), name, ending)


@bp.post("/figures/join")
@signed_in_only
def join_submit() -> Response:
    """Put the figures of one subject with those of another, or apart again."""
    form = request.form
    unit, subject, into = (form.get(name, "") for name in ("unit", "subject", "into"))
    try:
        ledger.join_subjects(services().database, actor(), unit, subject, into, now=now())
    except Invalid as fault:
        flash(" ".join(field_words(fault).values()), "danger")
    else:
        flash(_("Put together.") if subject != into else _("Put apart again."))
    return redirect(own_page(form.get("next", ""), url_for("directives.directives")))


@bp.post("/figures/<int:claim_id>/apart")
@signed_in_only
def apart_submit(claim_id: int) -> Response:
    """Let one figure stand by itself, or put it back."""
    back = "back" in request.form
    ledger.put_claim_apart(services().database, actor(), claim_id, back=back, now=now())
    flash(_("Put together.") if back else _("Put apart."))
    return redirect(own_page(request.form.get("next", ""), url_for("directives.directives")))


def _page(whose: str, number: int) -> LedgerPage:
    asked = request.args
    query = LedgerQuery(
        **{PLACES[whose]: number},
        unit=asked.get("unit", ""),
        contradicted="contradicted" in asked,
        page=asked.get("page", 1, type=int),
    )
    return ledger.ledger_page(services().database, actor(), query, today=today())


def _name(found: LedgerPage) -> str:
    about = found.about
    if about.directive_id is None:
        return about.name
    document = document_words(about)
    return f"{about.name} – {document}" if about.name else document


def _sheet(found: LedgerPage) -> Sheet:
    headings = (
        _("What is counted"),
        _("Unit"),
        _("Value"),
        _("Of"),
        _("Stated or wanted"),
        _("As of"),
        _("Period"),
        _("Source"),
        _("In which text"),
        _("Figure as written"),
        _("Sentence"),
    )
    topics = {(one.unit, one.subject): topic_words(one) for one in ledger.series_of(found.claims)}
    rows = [list(_row(claim, topics[claim.unit, claim.subject])) for claim in found.claims]
    return Sheet(list(_about(found)), headings, rows, wide=frozenset({0, 10}))


def _about(found: LedgerPage) -> Iterator[tuple[str, str]]:
    yield _("Figures of"), _name(found)
    yield _("Figures as of"), day(found.day)
    if found.query.unit:
        yield _("Only the unit"), found.query.unit
    if found.query.contradicted:
        yield _("Only"), _("figures that contradict each other")
    for pair in found.contradictions:
        yield label(pair.kind), conflict_sentence(pair)


def _row(claim: Claim, topic: str) -> Iterator[Value]:
    yield from (topic, claim.unit, float(claim.value), claim.whole and float(claim.whole))
    yield _("wanted") if claim.is_wanted else _("stated")
    yield claim.stated_on
    yield period_name(claim.period) if claim.period else None
    yield claim.agency or _("the document")
    yield from (label(claim.place), claim.figure, claim.words)


@bp.app_template_filter("topic")
def topic_words(series: Series) -> str:
    """Return what a series counts, in the words of a text."""
    return series.topic or _("without words that say what is counted")


@bp.app_template_filter("claim_value")
def claim_value(claim: Claim) -> str:
    """Write a claim's numbers: "111/116", "98,6"."""
    whole = f"/{number(claim.whole)}" if claim.whole is not None else ""
    return f"{number(claim.value)}{whole}"


@bp.app_template_filter("claim_source")
def claim_source(claim: Claim) -> str:
    """Return who states a figure, and of which day."""
    told = claim.agency or _("the document")
    return f"{told}, {day(claim.stated_on)}"


@bp.app_template_filter("claim_address")
def claim_address(claim: Claim) -> str:
    """Return the address of the place where a figure stands."""
    if claim.update_id is not None:
        return url_for("tasks.task", task_id=claim.task_id, _anchor=f"update-{claim.update_id}")
    if actor().sees_everything:
        return url_for(
            "directives.directive",
            directive_id=claim.directive_id,
            q=f'"{claim.figure}"',
            at=claim.start,
            _anchor="found",
        )
    return url_for("tasks.task", task_id=claim.task_id)


@bp.app_template_filter("conflict_sentence")
def conflict_sentence(pair: Contradiction) -> str:
    """Return why two figures do not go together, in a sentence."""
    one, other = claim_value(pair.one), claim_value(pair.other)
    unit, before = pair.one.unit, pair.other.unit
    sentences = {
        Conflict.SAME_DAY: _("Two values for the same day: %(one)s and %(other)s %(unit)s."),
        Conflict.SAME_PERIOD: _("Two values in one period: %(one)s and %(other)s %(unit)s."),
        Conflict.FALLING: _(
            "It fell from %(one)s to %(other)s %(unit)s, though what is reached usually grows."
        ),
        Conflict.ABOVE_WHOLE: _("%(other)s %(unit)s is more than the whole of %(one)s."),
        Conflict.WHOLES: _("The whole changed: %(one)s, then %(other)s %(unit)s."),
        Conflict.SHARE: _("%(other)s %% is not the share of %(one)s %(unit)s."),
    }
    words: str = sentences[pair.kind] % {"one": one, "other": other, "unit": unit or before}
    return words
