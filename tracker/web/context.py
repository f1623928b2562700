"""What every view may ask for: the services, who is asking, and what day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar, cast

from flask import current_app, g
from flask_login import current_user, login_required

from tracker.domain import Actor, office_day
from tracker.services import Services

View = TypeVar("View", bound=Callable[..., object])


def signed_in_only(view: View) -> View:
    """Send whoever is not signed in to the sign-in page first."""
    return cast("View", login_required(view))


def services() -> Services:
    """Return the parts that the application was put together from."""
    return cast(Services, current_app.extensions["tracker"])


def now() -> datetime:
    """Return this request's moment: asked once, the same for everything it does."""
    if "now" not in g:
        g.now = services().clock()
    return cast(datetime, g.now)


def today() -> date:
    """Return this request's day in Ho Chi Minh City."""
    return office_day(now())


def actor() -> Actor:
    """Return the person who is asking; only for views behind ``login_required``."""
    return cast(Actor, current_user.actor)
