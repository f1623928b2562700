"""What became of a directive, as a page of its own: narrowed, in either order, printed whole."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker import assignments
from tracker.assignments import ChronicleQuery, FactKind
from tracker.domain import RelationKind
from tracker.web.context import actor, services, signed_in_only, today
from tracker.web.labels import label

bp = Blueprint("chronicle", __name__)

DONE_TO_IT: dict[RelationKind, LazyString] = {
    RelationKind.IMPLEMENTS: _l("Implemented by"),
    RelationKind.AMENDS: _l("Amended by"),
    RelationKind.REPLACES: _l("Replaced by"),
    RelationKind.CITES: _l("Cited by"),
}


@bp.app_template_filter("related_as")
def related_as(kind: RelationKind, *, is_incoming: bool) -> str:
    """Return what a directive does to another, or what is done to it."""
    return str(DONE_TO_IT[kind]) if is_incoming else label(kind)


@bp.get("/directives/<int:directive_id>/timeline")
@signed_in_only
def timeline(directive_id: int) -> str:
    """Show what became of a directive."""
    found = assignments.chronicle(
        services().database, actor(), directive_id, _query(), today=today()
    )
    return render_template("directives/chronicle.html", page=found, kinds=tuple(FactKind))


def _query() -> ChronicleQuery:
    asked = request.args
    return ChronicleQuery(
        kinds=frozenset(FactKind(kind) for kind in asked.getlist("kind") if kind in set(FactKind)),
        agency_id=asked.get("agency", type=int),
        oldest_first=asked.get("sort") == "at",
        page=asked.get("page", 1, type=int),
        whole=asked.get("whole") == "1",
    )
