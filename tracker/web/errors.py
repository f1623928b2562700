"""The one table from a fault to its status and page.

What the reader can put right is said in their words with the next steps. What only we can put
right is logged under a reference that the page shows.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from directives.errors import DirectiveError
from tracker.accounts import LANGUAGES, TooManyAttemptsError
from tracker.errors import Conflict, Invalid, NotAllowed, NotFound, TrackerError, Unavailable
from tracker.web.faults import fault_words

log = structlog.get_logger()

STATUS: Mapping[type[Exception], int] = {
    TooManyAttemptsError: 429,
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    Unavailable: 503,
    DirectiveError: 422,
}
RETRY_AFTER_SECONDS = 30
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Advice:
    """What a page says of a status: a title, what happened, and what to do next."""

    title: LazyString
    happened: LazyString
    next_step: LazyString


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An error as its page shows it; ``reference`` finds a 500 in the log."""

    status: int
    title: str
    happened: str
    next_step: str
    reference: str = ""


_LOOK_FOR = _("Look for it in the lists, or search for some of its words.")
_TRY_LATER = _("Nothing was changed. Wait a minute, then try again.")
ADVICE: Mapping[int, Advice] = {
    400: Advice(
        _("This cannot be understood"),
        _("The browser sent something that this page cannot use."),
        _("Go back, load the page anew, and try again."),
    ),
    403: Advice(
        _("Not allowed"),
        _("The role of this account does not include this."),
        _("If this is part of the work, ask an administrator for the role."),
    ),
    404: Advice(
        _("Not found"), _("There is nothing at this address, or it is not open here."), _LOOK_FOR
    ),
    405: Advice(
        _("Not a page to open"),
        _("This address takes a form and shows nothing by itself."),
        _("Go back and use the button on the page."),
    ),
    409: Advice(
        _("Somebody else was first"),
        _("This has changed since the page was opened."),
        _("Go back, load the page anew, look at what has changed, and try again."),
    ),
    413: Advice(
        _("Too large"),
        _("What was sent is larger than %(megabytes)s MB."),
        _("Send a smaller file, or divide it into several."),
    ),
    422: Advice(
        _("This cannot be taken"),
        _("Something in the form has to be put right."),
        _("Go back and correct the form."),
    ),
    429: Advice(
        _("Too many tries"),
        _("This was tried too often in a short time."),
        _("Wait some minutes, then try again."),
    ),
    500: Advice(
        _("Something went wrong"),
        _("This is a fault of the application, not of what was typed. It has been written down."),
        _("Try again. If it comes back, give an administrator the reference below."),
    ),
    503: Advice(_("Busy"), _("The service cannot do this just now."), _TRY_LATER),
}
FORM_EXPIRED = Advice(
    _("The form is out of date"),
    _("The form belongs to a session that is over, or the browser keeps no cookies."),
    _(
        "Go back and copy what was typed, load the page anew (sign in if asked), "
        "and send the form again."
    ),
)


def register(app: Flask) -> None:
    """Answer each fault with a page that says what to do next."""
    for kind in (TrackerError, DirectiveError):
        app.register_error_handler(kind, _fault)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def _fault(error: TrackerError | DirectiveError) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    advice = ADVICE[status]
    return _answer(ErrorPage(status, str(advice.title), fault_words(error), str(advice.next_step)))


def _form_expired(_error: CSRFError) -> Response:
    return _answer(_page(400, FORM_EXPIRED))


def _http_error(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    like = HTTPStatus.BAD_REQUEST if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500
    answer = _answer(_page(status, ADVICE.get(status, ADVICE[like])))
    for name in ("Allow", "Retry-After"):
        if (value := error.get_response().headers.get(name)) is not None:
            answer.headers[name] = value
    return answer


def _unforeseen(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("unforeseen error", reference=reference, path=request.path, exc_info=error)
    # The fault may lie in what knows the signed-in person's language, so it is not asked.
    language = request.cookies.get("locale")
    with force_locale(language if language in LANGUAGES else LANGUAGES[0]):
        return _answer(_page(500, ADVICE[500], reference))


def _page(status: int, advice: Advice, reference: str = "") -> ErrorPage:
    limit = current_app.config["MAX_CONTENT_LENGTH"] // MEGABYTE
    happened = str(advice.happened).replace("%(megabytes)s", str(limit))
    return ErrorPage(status, str(advice.title), happened, str(advice.next_step), reference)


def _answer(page: ErrorPage) -> Response:
    if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # Flask would ask who is signed in before rendering, and the fault may lie just there.
        html = current_app.jinja_env.get_template("errors/error.html").render(page=page)
    else:
        html = render_template("errors/error.html", page=page)
    answer = make_response(html, page.status)
    if page.status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer
