"""How alerts and searches go: what hangs on them keeps its words and loses its link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.domain import office_day
from tracker.models import Alert, Mail, Notice, NoticeKind, SavedSearch


def end_alerts(
    session: Session,
    search: SavedSearch,
    alerts: Iterable[Alert],
    *,
    now: datetime,
    but_for: int | None = None,
) -> None:
    """End alerts and tell whose they were, except the person who ended them."""
    for alert in list(alerts):
        if alert.user_id != but_for:
            _show_instead(session, alert.id)
            session.add(
                Notice(
                    user_id=alert.user_id,
                    kind=NoticeKind.ENDED,
                    search_name=search.name,
                    seq=alert.seen_up_to,
                    day=office_day(now),
                    details={},
                    created_at=now,
                    shown_from=now,
                    in_app=True,
                )
            )
        end_alert(session, alert.id)


def _show_instead(session: Session, alert_id: int) -> None:
    """Show in the application what was still to be mailed."""
    waiting = select(Mail.id).where(Mail.sent_at.is_(None))
    session.execute(
        update(Notice)
        .where(Notice.alert_id == alert_id, Notice.mail_id.in_(waiting))
        .values(in_app=True)
    )


def end_alert(session: Session, alert_id: int) -> None:
    """End an alert: what it has told stays, what was still to be mailed is not."""
    session.execute(
        update(Notice).where(Notice.alert_id == alert_id).values(alert_id=None, mail_id=None)
    )
    session.execute(delete(Alert).where(Alert.id == alert_id))


def forget_search(session: Session, search: SavedSearch) -> None:
    """Remove a search that has no alerts any more."""
    session.execute(update(Notice).where(Notice.search_id == search.id).values(search_id=None))
    session.execute(delete(SavedSearch).where(SavedSearch.id == search.id))
