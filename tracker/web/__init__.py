"""The web edge: each module is one blueprint; views only translate."""

from __future__ import annotations

from flask import Flask

from tracker.web import (
    abbreviations,
    accounts,
    acts,
    addresses,
    administration,
    agencies,
    bulk,
    calendar,
    chronicle,
    clarifications,
    clock_words,
    directives,
    draft_steps,
    drafts,
    duties,
    errors,
    escalation,
    feeds,
    filters,
    fonts,
    groups,
    handling,
    holding,
    home,
    inbox,
    language,
    ledger,
    letters,
    mails,
    matrix,
    navigation,
    notice_words,
    periods,
    relations,
    requests,
    review,
    sample_day,
    search,
    searches,
    security,
    sheet_pages,
    sheet_words,
    tasks,
    wishes,
)

_PAGES = (
    abbreviations,
    accounts,
    acts,
    administration,
    clarifications,
    chronicle,
    directives,
    drafts,
    draft_steps,
    agencies,
    calendar,
    escalation,
    feeds,
    periods,
    duties,
    fonts,
    handling,
    groups,
    holding,
    home,
    inbox,
    ledger,
    mails,
    matrix,
    relations,
    requests,
    review,
    search,
    searches,
    sheet_pages,
    tasks,
    bulk,
    wishes,
)
_CONCERNS = (
    security,
    language,
    addresses,
    navigation,
    filters,
    clock_words,
    sheet_words,
    letters,
    notice_words,
    sample_day,
    errors,
)


def register(app: Flask) -> None:
    """Add every page to ``app``."""
    for pages in _PAGES:
        app.register_blueprint(pages.bp)
    for concern in _CONCERNS:
        concern.register(app)
