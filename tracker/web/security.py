"""What guards every answer: who is signed in, tokens in forms, and the headers browsers obey."""

from __future__ import annotations

from flask import Flask, Response, current_app, request, session
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from tracker.web.accounts import load_user

# "data:" because Bootstrap draws its arrows and ticks as data.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": over HTTPS the check of forms compares the referrer with the host.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT_TRANSPORT_SECURITY = "max-age=31536000"


def register(app: Flask) -> None:
    """Put the guards around ``app``."""
    # A token lives as long as its session: whoever edits for two hours can still save.
    app.config.update(WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)
    login = LoginManager(app)
    login.login_view = "accounts.sign_in"
    login.login_message = None  # the sign-in page speaks for itself
    login.user_loader(load_user)
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        # A download may ask for a stricter policy of its own.
        response.headers.setdefault(name, value)
    if "_user_id" in session and not (request.endpoint or "").endswith("static"):
        response.headers["Cache-Control"] = "no-store"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT_SECURITY
    return response
