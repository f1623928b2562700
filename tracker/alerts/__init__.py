"""Saved searches, alerts on what newly matches them, and how people are told."""

from __future__ import annotations

from tracker.alerts.asking import Finder, Finding
from tracker.alerts.choosing import (
    AlertForm,
    AlertPage,
    set_alert,
    show_alert,
    show_own_alert,
    stop_alert,
)
from tracker.alerts.cleaning import Forgotten, Keeping, forget_old
from tracker.alerts.describing import DirectiveName, Source
from tracker.alerts.gathering import gather
from tracker.alerts.inbox import (
    MOST_COUNTED,
    Inbox,
    NoticeRow,
    count_unread,
    list_notices,
    open_notice,
    read_all,
)
from tracker.alerts.mailing import (
    Letter,
    LetterPart,
    deliver,
)
from tracker.alerts.post import MailState, PostOffice, is_troubled, show_mail, try_again
from tracker.alerts.searches import (
    SavedRow,
    SearchForm,
    change_search,
    delete_search,
    list_searches,
    name_searches,
    save_search,
    show_search,
)
from tracker.alerts.told import ToldGroup, ToldItem
from tracker.alerts.watching import look
from tracker.alerts.wishes import (
    OF_SEARCHES,
    TOLD_KINDS,
    Wishes,
    WishesForm,
    WishesPage,
    choose_wishes,
    show_wishes,
)

__all__ = [
    "MOST_COUNTED",
    "OF_SEARCHES",
    "TOLD_KINDS",
    "AlertForm",
    "AlertPage",
    "DirectiveName",
    "Finder",
    "Finding",
    "Forgotten",
    "Inbox",
    "Keeping",
    "Letter",
    "LetterPart",
    "MailState",
    "NoticeRow",
    "PostOffice",
    "SavedRow",
    "SearchForm",
    "Source",
    "ToldGroup",
    "ToldItem",
    "Wishes",
    "WishesForm",
    "WishesPage",
    "change_search",
    "choose_wishes",
    "count_unread",
    "delete_search",
    "deliver",
    "forget_old",
    "gather",
    "is_troubled",
    "list_notices",
    "list_searches",
    "look",
    "name_searches",
    "open_notice",
    "read_all",
    "save_search",
    "set_alert",
    "show_alert",
    "show_mail",
    "show_own_alert",
    "show_search",
    "show_wishes",
    "stop_alert",
    "try_again",
]
