"""What a mail says of what others told: by agency and kind, the most pressing first, capped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.alerts.describing import Source, sources
from tracker.alerts.wishes import TOLD_KINDS
from tracker.domain import Actor
from tracker.models import Mail, Notice, NoticeKind

MAX_ITEMS = 20
MAX_GROUPS = 20


@dataclass(frozen=True, slots=True)
class ToldItem:
    """One notice: what it is about, if anything, and its details."""

    source: Source | None
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """What a mail tells of one agency and kind; ``more`` found no room in the mail."""

    kind: NoticeKind
    agency: str
    items: tuple[ToldItem, ...]
    more: int

    @property
    def count(self) -> int:
        """How many notices there are, those without room included."""
        return len(self.items) + self.more


def told_groups(
    session: Session, actor: Actor, mail: Mail, today: date
) -> tuple[tuple[ToldGroup, ...], int]:
    """Return what there is to tell, and how many notices are in groups without room.

    What has been read in the application, and what ``actor`` may no longer know, is left out.
    """
    notices = [each for each in mail.notices if each.kind in TOLD_KINDS and each.read_at is None]
    keys = [_key(each) for each in notices if each.record_kind is not None]
    known = sources(session, actor, keys, today)
    tellable = [each for each in notices if each.record_kind is None or _key(each) in known]
    groups = [_group(place, held, known) for place, held in _by_place(tellable)]
    return tuple(groups[:MAX_GROUPS]), sum(group.count for group in groups[MAX_GROUPS:])


def _by_place(notices: Iterable[Notice]) -> list[tuple[tuple[NoticeKind, str], list[Notice]]]:
    """Return the notices by kind, in the order of the kinds, and by agency."""
    found = defaultdict[tuple[NoticeKind, str], list[Notice]](list)
    for notice in notices:
        found[NoticeKind(notice.kind), _agency(notice)].append(notice)
    return sorted(found.items(), key=lambda held: (TOLD_KINDS.index(held[0][0]), held[0][1]))


def _group(
    place: tuple[NoticeKind, str], notices: list[Notice], known: Mapping[str, Source]
) -> ToldGroup:
    pressing = sorted(notices, key=lambda notice: (_when(notice), notice.id))
    items = tuple(
        ToldItem(known.get(_key(notice)), notice.details) for notice in pressing[:MAX_ITEMS]
    )
    return ToldGroup(*place, items, len(notices) - len(items))


def _agency(notice: Notice) -> str:
    name = notice.details.get("agency")
    return " ".join(name.split()) if isinstance(name, str) else ""


def _when(notice: Notice) -> str:
    """Return the day that a notice is about, for sorting; ISO days sort as days do."""
    return str(notice.details.get("since") or notice.details.get("due") or notice.day)


def _key(notice: Notice) -> str:
    return f"{notice.record_kind}:{notice.record_id}"
