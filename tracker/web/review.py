"""The Standing Committee's page: what is overdue, silent, missing or merely claimed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from tracker import review
from tracker.clocks import Clock
from tracker.domain import COUNTED_APART, FALLEN_DUE, AssignmentRole, Category
from tracker.web.addresses import here
from tracker.web.context import actor, services, signed_in_only, today
from tracker.web.labels import label
from tracker.web.naming import document_words
from tracker.web.review_files import review_sheet
from tracker.web.sheets import handed_out

bp = Blueprint("review", __name__)

MAX_WORDS_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, and the address of the same page without it."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The page with the addresses that keep its filters.

    ``fallen_due`` is the address of the list behind the rate's denominator.
    """

    found: review.ReviewPage
    chips: tuple[Chip, ...]
    csv: str
    xlsx: str
    fallen_due: str
    clocks: tuple[Clock, ...] = tuple(Clock)
    roles: tuple[AssignmentRole, ...] = tuple(AssignmentRole)
    whole: int = review.PAGE_SIZES[-1]

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories to show; those counted apart only where there are any."""
        scope = self.found.scope
        shown = set(Category) - COUNTED_APART | set(scope.figures.categories)
        return tuple(one for one in Category if one in shown | scope.query.categories)

    @property
    def opens_agencies(self) -> bool:
        """Whether a lead's figures have a list of their own.

        They have none where the page is narrowed to what another agency supports: an address
        names one agency only.
        """
        query = self.found.scope.query
        return query.agency_id is None or query.role is AssignmentRole.LEAD


@bp.app_template_filter("directive")
def directive_filter(directive: review.DirectiveName) -> str:
    """Write what a directive is called."""
    return document_words(directive)


@bp.get("/review")
@signed_in_only
def overview() -> str:
    """Show the figures of the day and the list that they open."""
    parts, query = services(), _query()
    found = review.review_page(parts.database, actor(), query, today=today(), rules=parts.rules)
    kept = _arguments(query)
    fallen_due = {
        **kept,
        "clock": None,
        "disagree": None,
        "behind": None,
        "category": sorted(FALLEN_DUE),
    }
    view = ReviewView(
        found=found,
        chips=tuple(_chips(found.scope)),
        csv=url_for("review.csv", **kept),
        xlsx=url_for("review.xlsx", **kept),
        fallen_due=url_for("review.overview", **fallen_due, _anchor="list"),
    )
    return render_template("review/review.html", page=view)


@bp.get("/review.csv")
@signed_in_only
def csv() -> Response:
    """Hand out the whole list as CSV."""
    return handed_out(review_sheet(_table()), f"ra-soat-{today():%Y-%m-%d}", "csv")


@bp.get("/review.xlsx")
@signed_in_only
def xlsx() -> Response:
    """Hand out the whole list as a workbook."""
    return handed_out(review_sheet(_table()), f"ra-soat-{today():%Y-%m-%d}", "xlsx")


def _table() -> review.ReviewTable:
    parts = services()
    return review.review_table(parts.database, actor(), _query(), today=today(), rules=parts.rules)


def _query() -> review.ReviewQuery:
    """Read the address; a value that is none of those on offer counts as not given."""
    asked = request.args
    sort, role, clock = asked.get("sort", "-days"), asked.get("role", ""), asked.get("clock", "")
    size = asked.get("size", 0, type=int)
    known_sort = sort.removeprefix("-") in review.SORTS
    return review.ReviewQuery(
        agency_id=asked.get("agency", type=int),
        role=AssignmentRole(role) if role in set(AssignmentRole) else AssignmentRole.LEAD,
        directive_id=asked.get("directive", type=int),
        words=asked.get("words", "").strip()[:MAX_WORDS_CHARACTERS],
        clock=Clock(clock) if clock in set(Clock) else None,
        categories=frozenset(Category) & frozenset(map(_category, asked.getlist("category"))),
        disagreed=asked.get("disagree") is not None,
        behind=asked.get("behind") is not None,
        running=asked.get("all") is None,
        sort=sort.removeprefix("-") if known_sort else "days",
        descending=sort.startswith("-") or not known_sort,
        page=asked.get("page", 1, type=int),
        as_assigned=asked.get("names") == "assigned",
        size=size if size in review.PAGE_SIZES else review.PAGE_SIZES[0],
    )


def _category(value: str) -> Category | None:
    return Category(value) if value in set(Category) else None


def _arguments(query: review.ReviewQuery) -> dict[str, Any]:
    """Return the address's values that give ``query`` again, its page left out."""
    return {
        "agency": query.agency_id,
        "role": None if query.role is AssignmentRole.LEAD else query.role.value,
        "directive": query.directive_id,
        "words": query.words or None,
        "clock": query.clock.value if query.clock else None,
        "category": sorted(query.categories) or None,
        "disagree": 1 if query.disagreed else None,
        "behind": 1 if query.behind else None,
        "all": None if query.running else 1,
        "names": "assigned" if query.as_assigned else None,
        "sort": ("-" if query.descending else "") + query.sort,
    }


def _chips(scope: review.Scope) -> Iterator[Chip]:
    query = scope.query
    if query.agency_id is not None:
        name = scope.agency or _("an unknown agency")
        role = "" if query.role is AssignmentRole.LEAD else f" ({label(query.role)})"
        yield Chip(name + role, here(agency=None, role=None, page=None))
    if query.directive_id is not None:
        words = document_words(scope.directive) if scope.directive else _("an unknown document")
        yield Chip(words, here(directive=None, page=None))
    if query.words:
        yield Chip(f"“{query.words}”", here(words=None, page=None))
    if query.clock:
        yield Chip(label(query.clock), here(clock=None, page=None))
    if query.categories:
        chosen = ", ".join(label(one) for one in Category if one in query.categories)
        yield Chip(chosen, here(category=None, page=None))
    switches = (
        ("disagree", _("Agency and inspector disagree"), query.disagreed),
        ("behind", _("Behind schedule"), query.behind),
        ("all", _("also without a running clock"), not query.running),
    )
    for name, words, is_on in switches:
        if is_on:
            yield Chip(words, here(**{name: None, "page": None}))
