"""The one table from a fault to its status and page."""

from __future__ import annotations

import structlog
from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from tracker.errors import Conflict, Invalid, NotAllowed, NotFound, TrackerError, Unavailable

log = structlog.get_logger()

STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422, Unavailable: 503}


def register(app: Flask) -> None:
    """Answer each fault with a page that says what to do next."""
    app.register_error_handler(TrackerError, _tracker_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def _tracker_error(error: TrackerError) -> tuple[str, int]:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    return render_template("errors/error.html", status=status, error=error), status


def _http_error(error: HTTPException) -> tuple[str, int]:
    status = error.code or 500
    return render_template("errors/error.html", status=status, error=error), status


def _unforeseen(error: Exception) -> tuple[str, int]:
    log.error("unforeseen error", exc_info=error)
    return render_template("errors/error.html", status=500, error=None), 500
