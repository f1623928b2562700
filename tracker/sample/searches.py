"""Searches that people of the sample have saved, with alerts on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain import Actor, office_day
from tracker.models import Alert, Rhythm, SavedSearch


def add_search(
    session: Session, plain: Mapping[str, Any], actors: Mapping[str, Actor], now: datetime
) -> None:
    """Add a search of the story; its alert tells of whatever is indexed from then on."""
    owner = actors[plain["by"]].user_id
    search = SavedSearch(
        owner_id=owner,
        name=plain["name"],
        address=plain["address"],
        is_shared=plain["shared"],
        created_at=now,
        checked_on=office_day(now),
    )
    search.alerts.append(
        Alert(
            user_id=owner,
            by_mail=False,
            in_app=True,
            rhythm=Rhythm(plain["alert"]),
            created_at=now,
            seen_up_to=0,
            looked_on=office_day(now),
            held="",
        )
    )
    session.add(search)
