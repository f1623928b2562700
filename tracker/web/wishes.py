"""What a person wants by e-mail: whether, how often and of which kinds of notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import alerts
from tracker.alerts import TOLD_KINDS, WishesForm, WishesPage
from tracker.errors import Invalid
from tracker.models import NoticeKind, Rhythm
from tracker.web.context import actor, services, signed_in_only
from tracker.web.faults import field_words
from tracker.web.labels import label

bp = Blueprint("wishes", __name__, url_prefix="/account/notices")


@dataclass(frozen=True, slots=True)
class WishesView:
    """The choices as they are; ``errors`` are of those that could not be kept."""

    found: WishesPage
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def sends_mail(self) -> bool:
        """Whether mail is set up in this office."""
        return services().mail is not None

    @property
    def digest_hour(self) -> int:
        """The hour of the daily mail."""
        return services().digest_hour

    @property
    def kinds(self) -> Sequence[NoticeKind]:
        """What can be chosen."""
        return TOLD_KINDS

    @property
    def rhythms(self) -> list[tuple[str, str]]:
        """How often mails may come."""
        return [(rhythm.value, label(rhythm)) for rhythm in (Rhythm.DAILY, Rhythm.AT_ONCE)]


@bp.get("")
@signed_in_only
def wishes() -> str:
    """Show what comes by e-mail."""
    return render_template("alerts/wishes.html", page=_view())


@bp.post("")
@signed_in_only
def wishes_submit() -> Response | tuple[str, int]:
    """Keep what was chosen."""
    form = WishesForm(
        by_mail="by_mail" in request.form,
        rhythm=request.form.get("rhythm", ""),
        kinds=tuple(request.form.getlist("kinds")),
    )
    try:
        alerts.choose_wishes(services().database, actor(), form)
    except Invalid as fault:
        return render_template("alerts/wishes.html", page=_view(field_words(fault))), 422
    flash(_("What comes by e-mail is kept as chosen."), "success")
    return redirect(url_for("wishes.wishes"))


def _view(errors: dict[str, str] | None = None) -> WishesView:
    return WishesView(alerts.show_wishes(services().database, actor()), errors or {})
