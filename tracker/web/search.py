"""The search page: one box over everything; every state of it is in its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from directives import Span, SpanRole
from search_index import FIELDS, STATUSES, Facet, SearchQueryError, Snippet, Sort
from search_index.fields import SYNTAX
from tracker import search as searching
from tracker.domain import Role
from tracker.models import RecordKind
from tracker.search import (
    AgencyChoice,
    Choice,
    EvidenceWords,
    FoundPage,
    Suggestion,
    SuggestionKind,
)
from tracker.web.context import actor, services, signed_in_only, today
from tracker.web.labels import DOCUMENT_KINDS, label
from tracker.web.search_address import Addresses, said_anchor
from tracker.web.source_text import Piece, Sought, pieces

bp = Blueprint("search", __name__)

FIELD_WORDS: Mapping[str, LazyString] = {
    "agency": _("Any part of an agency in a task"),
    "lead": _("The agency that leads"),
    "supporting": _("An agency that coordinates"),
    "document": _("Number or title of the document"),
    "kind": _("Kind of document"),
    "status": _("State of the work"),
    "due": _("Deadline: a day, month, quarter or year, before or after"),
    "date": _("Date of the document or of the update"),
    "field": _("Field of work"),
    "year": _("Year"),
    "term": _("Term of office, by its years"),
}
STATUS_WORDS: Mapping[str, LazyString] = {
    "overdue": _("Overdue"),
    "due-soon": _("Due soon"),
    "in-time": _("Open, in time"),
    "no-deadline": _("No deadline"),
    "no-update": _("Without any update"),
    "disagreement": _("Agency and inspector disagree"),
    "open": _("Not yet done"),
    "issued": _("Assigned, nothing reported"),
    "accepted": _("Accepted, nothing reported"),
    "in-progress": _("In progress"),
    "submitted": _("Waiting for confirmation"),
    "sent-back": _("Sent back"),
    "confirmed": _("Confirmed done"),
    "suspended": _("Suspended"),
    "stopped": _("No longer tracked"),
}
QUERY_FAULTS: Mapping[str, LazyString] = {
    "too-long": _("The query is longer than %(limit)s characters."),
    "too-deep": _("Brackets are nested deeper than %(limit)s."),
    "open-quote": _("A quotation mark is not closed."),
    "open-bracket": _("A bracket is not closed."),
    "stray-bracket": _("A bracket is closed that was not opened."),
    "empty-brackets": _("There is nothing in the brackets."),
    "empty-phrase": _("There are no words in the quotation marks."),
    "missing-operand": _("“%(found)s” needs words on both sides, or after it."),
    "empty-field": _("“%(found)s” needs a value right after the colon."),
    "no-words": _("There are no words to look for."),
    "star-inside": _("A star stands for the end of a word only."),
    "tilde-inside": _("A tilde stands right behind a word only."),
    "short-prefix": _("Write at least %(letters)s letters before the star."),
    "short-fuzzy": _("Write at least %(letters)s letters before the tilde."),
    "bad-distance": _("A tilde allows 1 to %(limit)s mistypings."),
    "unknown-field": _("There is no filter called “%(name)s”. There are: %(fields)s."),
    "bad-value": _("The filter “%(name)s” cannot take “%(value)s”. Write for example %(example)s."),
    "bad-date": _("“%(value)s” is no day, month, quarter or year. Write for example %(example)s."),
    "unknown-name": _("No agency is called “%(value)s”, or it is not open to this account."),
    "unknown-value": _("“%(value)s” is not one of: %(choices)s."),
    "unread-part": _("The part “%(name)s=%(value)s” has no meaning any more."),
}
SYNTAX_WORDS: Mapping[str, LazyString] = {
    "words": _(
        "Words without tone marks find every way of marking them; with marks, the same "
        "marks come first."
    ),
    "phrase": _("Words in quotation marks stand one after the other."),
    "without": _("A minus leaves out."),
    "either": _("OR takes either, brackets group."),
    "beginning": _("A star ends a word: all that begins so is found."),
    "fuzzy": _("A tilde allows a mistyping, with a 2 two of them."),
    "number": _("Numbers of documents are found however they are written."),
}
ABSENCES = ("no-update", "no-deadline")
FACETS = (Facet.STATUS, Facet.AGENCY, Facet.WORK, Facet.KIND, Facet.YEAR)
EXAMPLES = ("nong thon moi", '"nông thôn mới kiểu mẫu"', "tt:quahan", "han:2024-Q2", "BTGTU")


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """A filter as the help explains it."""

    name: str
    english: str
    words: LazyString
    examples: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SyntaxHelp:
    """A part of the syntax as the help explains it."""

    words: LazyString
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A query that cannot be read: what is wrong, where, and what would work.

    ``before``, ``at`` and ``after`` are the query cut at the place; ``number`` counts from 1.
    """

    words: str
    number: int
    before: str
    at: str
    after: str
    proposal: str | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page of results with what surrounds it."""

    found: FoundPage
    to: Addresses
    fault: Fault | None
    examples: tuple[str, ...]
    help: tuple[FieldHelp, ...]
    syntax: tuple[SyntaxHelp, ...]
    sees_drafts: bool
    sorts: tuple[Sort, ...] = tuple(Sort)
    kinds: tuple[RecordKind, ...] = tuple(RecordKind)

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """What the form of the box sends along besides its words."""
        return tuple(pair for pair in self.parts if pair[0] != "q")

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The whole state of the search, to be kept."""
        return tuple(searching.written(self.found.question))

    @property
    def absences(self) -> tuple[Choice, ...]:
        """The choices of what lacks something."""
        return tuple(each for each in self._states if each.value in ABSENCES)

    def facets(self) -> dict[Facet, tuple[Choice, ...]]:
        """Return the choices of every facet that has any; absences stand by themselves."""
        states = tuple(each for each in self._states if each.value not in ABSENCES)
        choices = {**self.found.choices, Facet.STATUS: states}
        return {facet: choices[facet] for facet in FACETS if choices.get(facet)}

    @property
    def _states(self) -> tuple[Choice, ...]:
        return self.found.choices.get(Facet.STATUS, ())


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """The words of a file of evidence, marked where they were searched for."""

    file: EvidenceWords
    source: tuple[Piece, ...]


@bp.get("/search")
@signed_in_only
def search() -> str | tuple[str, int]:
    """Show what is found; a query that cannot be read is explained beside its box."""
    found = searching.find(
        services().database,
        services().search,
        actor(),
        searching.read_address(request.args.items(multi=True)).question,
        today=today(),
        rules=services().rules,
    )
    fault = fault_of(found.error) if found.error else None
    sees_drafts = actor().has(Role.CLERK)
    to = Addresses(found.question)
    view = SearchView(found, to, fault, EXAMPLES, _help(), _syntax(), sees_drafts)
    page = render_template("search/search.html", page=view)
    return (page, 422) if fault else page


@bp.get("/search/suggest")
@signed_in_only
def suggest() -> Response:
    """Answer what a query can go on with, as JSON, for the box's script."""
    typed = request.args.get("q", "")
    found = searching.suggest(services().database, actor(), typed, today=today())
    answer = jsonify([_suggested(each) for each in found])
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/search/evidence/<int:evidence_id>")
@signed_in_only
def evidence(evidence_id: int) -> str:
    """Show the words that were read from a file of evidence, those searched for marked."""
    words = request.args.get("q", "")
    file = searching.evidence_words(services().database, actor(), evidence_id, words)
    whole = [Span(0, len(file.text), SpanRole.CONTEXT)]
    source = tuple(pieces(file.text, whole, (), Sought(file.places, 0)))
    return render_template("search/evidence.html", page=EvidenceView(file, source))


def choice_words(choice: Choice) -> str:
    """Return how a choice reads."""
    if isinstance(choice, AgencyChoice):
        return choice.name
    known = {Facet.STATUS: STATUS_WORDS, Facet.KIND: DOCUMENT_KINDS}.get(choice.facet, {})
    return str(known.get(choice.value, choice.value))


def snippet_pieces(snippet: Snippet) -> list[tuple[str, bool]]:
    """Cut a snippet at its marks: each piece of text with whether it is marked.

    Marks with nothing but spaces between them become one.
    """
    cut: list[tuple[str, bool]] = []
    place = 0
    for start, end in snippet.marks:
        between = snippet.text[place:start]
        if cut and between.isspace():
            cut[-1] = (cut[-1][0] + between + snippet.text[start:end], True)
        else:
            cut += [(between, False), (snippet.text[start:end], True)]
        place = end
    return [piece for piece in (*cut, (snippet.text[place:], False)) if piece[0]]


def _suggested(suggestion: Suggestion) -> dict[str, str]:
    words = {**STATUS_WORDS, **DOCUMENT_KINDS}
    is_value = suggestion.kind is SuggestionKind.VALUE
    shown = str(words.get(suggestion.label, suggestion.label)) if is_value else suggestion.label
    note = FIELD_WORDS.get(suggestion.name) or label(suggestion.kind)
    address = f"{url_for('search.search')}?{suggestion.address}" if suggestion.address else ""
    return {"query": suggestion.query, "label": shown, "note": str(note), "address": address}


@bp.record_once
def _register(state: BlueprintSetupState) -> None:
    """Give templates the words of choices, the pieces of snippets and where they lead."""
    state.app.jinja_env.filters.update(
        choice_words=choice_words, pieces=snippet_pieces, said_anchor=said_anchor
    )


def fault_of(error: SearchQueryError) -> Fault:
    """Return how the page explains what is wrong with a query."""
    text, place = error.text, error.position
    return Fault(
        words=str(QUERY_FAULTS[error.code]) % error.details,
        number=place + 1,
        before=text[:place],
        at=text[place : place + 1] or "␣",
        after=text[place + 1 :],
        proposal=error.proposal,
    )


def _help() -> tuple[FieldHelp, ...]:
    values = {"status": tuple(choice.names[0] for choice in STATUSES)}
    return tuple(
        FieldHelp(
            field.vietnamese,
            field.name,
            FIELD_WORDS[field.name],
            field.examples,
            values.get(field.name, ()),
        )
        for field in FIELDS
    )


def _syntax() -> tuple[SyntaxHelp, ...]:
    return tuple(SyntaxHelp(SYNTAX_WORDS[sign.name], sign.examples) for sign in SYNTAX)
