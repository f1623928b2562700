"""While there is no index, the tables answer: the same rights, less to ask for, and it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from search_index import Facet, IndexUnreachableError, SearchEngine, Sort
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_verdict,
)
from tests.tracker.searching import TODAY, keep_evidence, of_agency
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentRole,
    DirectiveState,
    Role,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
)
from tracker.models import RecordKind
from tracker.search import FoundPage, Question, TaskCard, find, rebuild

OFFICE = Actor(0, "Cán bộ kiểm tra", frozenset({Role.INSPECTOR}))
Ask = Callable[..., FoundPage]


@pytest.fixture
def ask(database: Database, engine: SearchEngine) -> Ask:
    """Ask while there is no index."""

    def _ask(text: str = "", actor: Actor = OFFICE, **question: object) -> FoundPage:
        asked = Question(text, **question)  # type: ignore[arg-type]  # named as the fields are
        page = find(database, engine, actor, asked, today=TODAY, rules=TrackingRules())
        assert page.fallback is not None
        return page

    return _ask


@pytest.fixture
def index(database: Database, engine: SearchEngine) -> Ask:
    """Ask the index, once it has been built."""

    def _index(text: str) -> FoundPage:
        rebuild(database, engine)
        return find(database, engine, OFFICE, Question(text), today=TODAY, rules=TrackingRules())

    return _index


@pytest.fixture
def agencies(database: Database) -> tuple[int, int]:
    return make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")


@pytest.fixture
def tasks(
    database: Database, directive: int, author: int, agencies: tuple[int, int]
) -> tuple[int, int]:
    """Two tasks: one late and open, with an update of each agency; one confirmed."""
    one, two = agencies
    late = make_task(
        database, directive, text="Một là, xây dựng nông thôn mới.", original_due=date(2024, 5, 1)
    )
    done = make_task(database, directive, text="Hai là, giám sát đường giao thông.")
    lead = make_assignment(database, late, one)
    beside = make_assignment(database, late, two, AssignmentRole.DIRECTED)
    update = make_update(database, lead, author_id=author, narrative="**Khởi công** cầu.")
    keep_evidence(database, update, "biên bản nghiệm thu")
    make_update(database, beside, author_id=author, narrative="Chưa khởi công.")
    part = make_assignment(database, done, two)
    claim = make_update(database, part, author_id=author, status=UpdateStatus.DONE)
    make_verdict(database, claim, VerdictKind.CONFIRMED, author_id=author)
    return late, done


def found(page: FoundPage) -> list[int]:
    return [card.task_id for card in page.cards if isinstance(card, TaskCard)]


def test_words_are_found_with_and_without_marks_and_shown_with_marks(
    ask: Ask, tasks: tuple[int, int]
) -> None:
    for text in ("nông thôn", "nong thon", "NTM", '"xay dung"', "giám*"):
        assert len(found(ask(text))) == 1
    page = ask("khởi công")
    assert found(page) == [tasks[0]]
    assert (page.matches, page.kinds[RecordKind.UPDATE]) == (2, 2)
    snippet = page.cards[0].matches[0].snippet
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["khởi", "công"]


def test_a_document_is_found_by_its_number_and_title(ask: Ask, directive: int) -> None:
    for text in ("23-CT/TU", "23ct/tu", "chi thi 23", "ve xay dung"):
        [card] = ask(text).cards
        assert card.directive_id == directive  # type: ignore[union-attr]  # fails where it is a task


NARROWED: tuple[tuple[str, set[int]], ...] = (
    ("tt:quahan", {0}),
    ("tt:danglam", {0}),
    ("tt:hoanthanh", {1}),
    ("tt:khonghan", {1}),
    ('cq:"sở một"', {0}),
    ('cq:"sở hai"', {0, 1}),
    ('chutri:"sở hai"', {1}),
    ('cq:"sở hai" tt:quahan', {0}),
    ('cq:"sở hai" giám sát', {1}),
    ('cq:"sở một" giám sát', set()),
)
UNANSWERED = (
    "vốn -quy", "a OR b", "han:2024", "vb:23", "nam:2024", "nongg~", "linhvuc:a", "tt:open OR b"
)  # fmt: skip


def test_agency_and_state_narrow_as_they_do_with_an_index(
    ask: Ask, index: Ask, tasks: tuple[int, int]
) -> None:
    wanted = {text: {tasks[place] for place in places} for text, places in NARROWED}
    assert {text: set(found(ask(text))) for text in wanted} == wanted
    assert {text: set(found(index(text))) for text in wanted} == wanted


def test_chosen_filters_and_kinds_count(ask: Ask, tasks: tuple[int, int]) -> None:
    page = ask("khởi công", filters=((Facet.STATUS, "overdue"),), kind=RecordKind.UPDATE)
    assert (found(page), page.matches, page.total) == ([tasks[0]], 2, 1)
    assert found(ask("khởi công", kind=RecordKind.TASK)) == []


def test_what_the_tables_cannot_answer_is_refused_and_not_answered_in_part(
    ask: Ask, tasks: tuple[int, int]
) -> None:
    assert tasks
    for text in UNANSWERED:
        page = ask(text)
        assert page.fallback is not None
        assert not page.fallback.can_answer, text
        assert page.cards == ()


def test_evidence_cannot_be_asked_for(ask: Ask, tasks: tuple[int, int]) -> None:
    assert tasks
    assert ask("biên bản").cards == ()
    page = ask("biên bản", kind=RecordKind.EVIDENCE)
    assert page.fallback is not None
    assert not page.fallback.can_answer


def test_nobody_finds_what_is_not_theirs(
    ask: Ask, database: Database, tasks: tuple[int, int], agencies: tuple[int, int], author: int
) -> None:
    make_directive(database, author_id=author, title="nông thôn", state=DirectiveState.DRAFT)
    one, two = (of_agency(agency) for agency in agencies)
    assert found(ask("giám sát", one)) == []
    assert found(ask("giám sát", two)) == [tasks[1]]
    assert found(ask("tt:quahan", one)) == [tasks[0]]
    assert ask("khởi công", of_agency()).cards == ()
    # They act in different roles, and read each other's updates; a third does not.
    assert ask("khởi công", one).matches == ask("khởi công", two).matches == 2
    third = make_agency(database, "Sở Ba")
    make_assignment(database, tasks[0], third, AssignmentRole.DIRECTED)
    assert ask("khởi công", of_agency(third)).matches == 1
    assert ask("nông thôn").total == 2


def test_the_newest_come_first_or_the_first_due(ask: Ask, database: Database, author: int) -> None:
    for day in (3, 1, 2):
        directive = make_directive(
            database, author_id=author, issued_on=date(2024, 3, day), number=f"{day}-CT/TU"
        )
        make_task(database, directive, text="họp dân", original_due=date(2024, 9, 4 - day))
    days = [card.directive.issued_on.day for card in ask("họp").cards]  # type: ignore[union-attr]  # all are dated
    assert days == [3, 2, 1]
    due = [card.due.day.day for card in ask("họp", sort=Sort.DUE).cards]  # type: ignore[union-attr]  # all are tasks
    assert due == [1, 2, 3]


def test_only_the_newest_texts_are_read_and_it_is_said(
    ask: Ask, database: Database, directive: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [make_task(database, directive, text="họp dân") for _ in range(4)]
    monkeypatch.setattr("tracker.search.fallback.TEXTS_READ", 3)
    page = ask("họp")
    assert page.fallback is not None
    assert page.fallback.is_cut
    assert set(found(page)) == set(numbers[1:])


def test_a_server_that_is_away_is_told_from_an_index_that_is_built(
    database: Database,
    engine: SearchEngine,
    tasks: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(_request: object) -> None:
        raise IndexUnreachableError("no answer")

    rebuild(database, engine)
    monkeypatch.setattr(engine, "search", away)
    page = find(database, engine, OFFICE, Question("giám sát"), today=TODAY, rules=TrackingRules())
    assert page.fallback is not None
    assert page.fallback.waits_for_server
    assert found(page) == [tasks[1]]
    assert engine.stats().records == 7
