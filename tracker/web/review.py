"""The Standing Committee's page: what is overdue, silent, missing or merely claimed."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from tracker import review
from tracker.clocks import Clock
from tracker.domain import Category
from tracker.web.context import actor, services, signed_in_only, today
from tracker.web.review_files import as_csv, as_xlsx

bp = Blueprint("review", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/review")
@signed_in_only
def overview() -> str:
    """Show the figures of the day and the list that they open."""
    parts = services()
    page = review.review_page(parts.database, actor(), _query(), today=today(), rules=parts.rules)
    return render_template(
        "review/review.html", page=page, clocks=tuple(Clock), categories=tuple(Category)
    )


@bp.get("/review.csv")
@signed_in_only
def csv() -> Response:
    """Hand out the whole list as CSV."""
    return _attached(as_csv(_table()), "text/csv; charset=utf-8", "csv")


@bp.get("/review.xlsx")
@signed_in_only
def xlsx() -> Response:
    """Hand out the whole list as a workbook."""
    return _attached(as_xlsx(_table()), XLSX, "xlsx")


def _table() -> review.ReviewTable:
    parts = services()
    return review.review_table(parts.database, actor(), _query(), today=today(), rules=parts.rules)


def _attached(content: bytes, media_type: str, ending: str) -> Response:
    name = f"ra-soat-{today():%Y-%m-%d}.{ending}"
    return Response(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _query() -> review.ReviewQuery:
    asked = request.args
    clock, category = asked.get("clock", ""), asked.get("category", "")
    return review.ReviewQuery(
        agency_id=asked.get("agency", type=int),
        directive_id=asked.get("directive", type=int),
        clock=Clock(clock) if clock in set(Clock) else None,
        category=Category(category) if category in set(Category) else None,
        words=asked.get("words", "").strip()[:200],
        running=asked.get("all") is None,
        sort=asked.get("sort", "days"),
        page=asked.get("page", 1, type=int),
    )
