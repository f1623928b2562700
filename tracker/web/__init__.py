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
    clarifications,
    clock_words,
    directives,
    draft_steps,
    drafts,
    duties,
    errors,
    feeds,
    filters,
    fonts,
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


def register(app: Flask) -> None:
    """Add every page to ``app``."""
    for module in (
        abbreviations,
        accounts,
        acts,
        administration,
        clarifications,
        directives,
        drafts,
        draft_steps,
        agencies,
        calendar,
        feeds,
        periods,
        duties,
        fonts,
        home,
        inbox,
        ledger,
        mails,
        matrix,
        relations,
        review,
        search,
        searches,
        sheet_pages,
        tasks,
        bulk,
        wishes,
    ):
        app.register_blueprint(module.bp)
    for concern in (
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
    ):
        concern.register(app)
