"""What a document is called on pages and in files."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from flask_babel import gettext as _

from tracker.web.filters import day
from tracker.web.labels import label


class KnownDocument(Protocol):
    """The parts by which a document is known; any may be missing."""

    @property
    def kind(self) -> str | None: ...  # noqa: D102 - named by itself
    @property
    def number(self) -> str | None: ...  # noqa: D102
    @property
    def issued_on(self) -> date | None: ...  # noqa: D102
    @property
    def title(self) -> str | None: ...  # noqa: D102


def document_words(document: KnownDocument) -> str:
    """Return what a document is called: "Directive 25-CT/TU of 17/02/2024", or its title."""
    kind = label(document.kind) if document.kind else ""
    # A title says the kind by itself.
    called = f"{kind} {document.number}".strip() if document.number else document.title
    dated = _("of %(day)s", day=day(document.issued_on)) if document.issued_on else ""
    return " ".join(part for part in (called or kind or _("without a number"), dated) if part)
