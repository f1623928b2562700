"""Mails in their reader's language: plain text, with the links of this application."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from flask import Flask, render_template, url_for
from flask_babel import force_locale, gettext, ngettext

from search_index import Snippet
from tracker.alerts import DirectiveName, Letter, LetterPart, Source
from tracker.models import NoticeKind
from tracker.web.filters import day
from tracker.web.labels import label

# What only steers a template leaves its line empty.
_BLANK_LINES = re.compile(r"\n\s*\n")


class _Folding(EmailPolicy):
    """Folds long subjects without losing spaces between their words.

    Python 3.11 drops some beside words with marks (its defect gh-144156, mended in later ones).
    """

    def fold(self, name: str, value: str) -> str:
        if name != "Subject" or value.isascii():
            return str(super().fold(name, value))
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != "Subject" or value.isascii():
            return bytes(super().fold_binary(name, value))
        return self.fold(name, value).encode("ascii")


FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class LetterWriter:
    """Writes mails that come from ``sender`` and lead to ``address``, the application's own."""

    app: Flask
    sender: str
    address: str

    def __call__(self, letter: Letter) -> EmailMessage:
        """Return a letter as a message; its id is the same at each try."""
        with self.app.test_request_context(base_url=self.address), force_locale(letter.locale):
            message = EmailMessage(policy=FOLDING)
            message["Subject"] = _subject(letter)
            message["From"] = Address(gettext("Directive tracker"), addr_spec=self.sender)
            message["To"] = Address(_plain(letter.name), addr_spec=letter.to)
            message["Date"] = format_datetime(letter.at)
            message["Message-ID"] = f"<{_digest(letter.key)}@{self.sender.rpartition('@')[2]}>"
            message["Auto-Submitted"] = "auto-generated"
            wishes = "wishes.wishes" if letter.told else "searches.searches"
            message["List-Unsubscribe"] = f"<{url_for(wishes, _external=True)}>"
            text = render_template("mail/letter.txt", letter=letter)
            message.set_content(_BLANK_LINES.sub("\n\n", text).strip() + "\n")
        return message


def count_told(parts: tuple[LetterPart, ...]) -> int:
    """Return how many records a letter tells of."""
    return sum(len(part.told) for part in parts)


def matched_words(snippet: Snippet) -> list[str]:
    """Return the words that matched, each once, in the order of the text."""
    words = (snippet.text[start:end] for start, end in snippet.marks)
    return list({word.casefold(): " ".join(word.split()) for word in words}.values())


def directive_words(name: DirectiveName) -> str:
    """Return what a document is called: kind, number and day, or else its title."""
    kind = label(name.kind) if name.kind else ""
    day_of = gettext("of %(day)s", day=day(name.issued_on)) if name.issued_on else ""
    title = "" if name.number or name.issued_on else name.title or name.file_name
    return " ".join(filter(None, (kind, name.number, day_of, title)))


def source_address(source: Source, *, external: bool = False) -> str:
    """Return the address of the place where a record stands."""
    if source.task_id is None:
        return url_for(
            "directives.directive",
            directive_id=source.directive.directive_id,
            _external=external,
        )
    anchor = f"update-{source.update_id}" if source.update_id else None
    return url_for("tasks.task", task_id=source.task_id, _anchor=anchor, _external=external)


def one_line(text: str) -> str:
    """Return a text in one line, without characters that only steer a terminal."""
    return " ".join(_plain(text).split())


def register(app: Flask) -> None:
    """Give ``app``'s templates what mails and notices say."""
    app.jinja_env.filters.update(
        count_told=count_told,
        directive_words=directive_words,
        matched_words=matched_words,
        one_line=one_line,
        source_address=source_address,
    )


def _subject(letter: Letter) -> str:
    subjects = [*_matches(letter), *_notices(letter)]
    if not subjects:
        return _plain(gettext("A saved search cannot be read any more"))
    return _plain("; ".join(subjects))[:200]


def _matches(letter: Letter) -> Iterator[str]:
    if count := count_told(letter.parts):
        names = ", ".join(part.search_name for part in letter.parts)
        found = ngettext("%(num)s new match", "%(num)s new matches", count)
        yield f"{found}: {names}"


def _notices(letter: Letter) -> Iterator[str]:
    counts = Counter[NoticeKind]()
    for group in letter.told:
        counts[group.kind] += group.count
    if counts:
        kinds = ", ".join(f"{label(kind)} ({count})" for kind, count in counts.items())
        found = ngettext("%(num)s notice", "%(num)s notices", counts.total())
        yield f"{found}: {kinds}"


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _digest(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
