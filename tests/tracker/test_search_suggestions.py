"""Suggestions while a query is typed: what they add, and that they tell nobody of others' work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from search_index import parse_query
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_user,
)
from tests.tracker.searching import TODAY, of_agency
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role
from tracker.models import AgencyAlias, SavedSearch
from tracker.search import Suggestion, SuggestionKind, suggest

OFFICE = Actor(0, "Cán bộ kiểm tra", frozenset({Role.INSPECTOR}))
Typed = Callable[..., tuple[Suggestion, ...]]


@pytest.fixture
def typed(database: Database) -> Typed:
    def _typed(text: str, actor: Actor = OFFICE) -> tuple[Suggestion, ...]:
        return suggest(database, actor, text, today=TODAY)

    return _typed


@pytest.fixture
def board(database: Database) -> int:
    """A board with a code and another way in which documents write it."""
    agency = make_agency(database, "Ban Tuyên giáo Tỉnh ủy", code="BTGTU")
    with database.writing() as session:
        session.add(AgencyAlias(agency_id=agency, alias="Tuyên huấn tỉnh"))
    return agency


def queries(found: tuple[Suggestion, ...]) -> list[str]:
    return [each.query for each in found]


@pytest.mark.usefixtures("board")
class TestAgencies:
    @pytest.mark.parametrize(
        "text", ["ban tuyên", "tuyen gi", "BAN TUYEN GIAO TINH", "tuyên huấn", "cq:tuyen"]
    )
    def test_any_part_of_any_name_leads_to_todays_name(self, typed: Typed, text: str) -> None:
        assert queries(typed(text))[0] == 'cq:"Ban Tuyên giáo Tỉnh ủy"'

    def test_a_code_leads_to_itself(self, typed: Typed) -> None:
        assert queries(typed("btg"))[0] == "cq:BTGTU"

    def test_what_was_typed_before_stays(self, typed: Typed) -> None:
        assert queries(typed("vốn tuyên giáo"))[0] == 'vốn cq:"Ban Tuyên giáo Tỉnh ủy"'
        assert queries(typed("vốn -chutri:tuyen"))[0] == 'vốn -chutri:"Ban Tuyên giáo Tỉnh ủy"'

    def test_an_agency_that_is_not_to_be_known_is_not_suggested(
        self, database: Database, typed: Typed
    ) -> None:
        mine = make_agency(database, "Sở Một")
        for text in ("tuyên giáo", "btg", "cq:tuyen"):
            assert queries(typed(text, of_agency(mine))) == []


class TestDocuments:
    @pytest.mark.parametrize("text", ["23", "23-ct", "23ct", "23 ", "vb:23-C"])
    def test_the_beginning_of_a_number_leads_to_it(
        self, database: Database, author: int, typed: Typed, text: str
    ) -> None:
        make_directive(database, author_id=author, number="23-CT/TU")
        make_directive(database, author_id=author, number="123-CT/TU")
        found = queries(typed(text))
        assert found == (["vb:23-CT/TU"] if text != "23 " else [])

    def test_a_letter_without_its_mark_leads_to_the_number(
        self, database: Database, author: int, typed: Typed
    ) -> None:
        make_directive(database, author_id=author, number="05/QĐ-UBND")
        assert queries(typed("5/qd")) == ["vb:05/QĐ-UBND"]

    def test_drafts_and_documents_of_others_are_not_suggested(
        self, database: Database, author: int, typed: Typed
    ) -> None:
        make_directive(database, author_id=author, number="23-CT/TU", state=DirectiveState.DRAFT)
        issued = make_directive(database, author_id=author, number="24-CT/TU")
        mine, other = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        make_assignment(database, make_task(database, issued), mine)
        assert queries(typed("2")) == ["vb:24-CT/TU"]
        assert queries(typed("2", of_agency(mine))) == ["vb:24-CT/TU"]
        assert queries(typed("2", of_agency(other))) == []


class TestFilters:
    def test_the_beginning_of_a_state_leads_to_its_filter(self, typed: Typed) -> None:
        assert "vốn tt:quahan" in queries(typed("vốn qua h"))

    def test_a_field_leads_to_its_values(self, typed: Typed) -> None:
        assert "loai:chithi" in queries(typed("loai:ch"))
        assert "nông tt:quahan" in queries(typed("nông tt:"))

    def test_the_beginning_of_a_field_leads_to_it(self, typed: Typed) -> None:
        assert "nông linhvuc:" in queries(typed("nông linh"))

    @pytest.mark.parametrize(
        "text", ["qua han", "tt:", "loai:", "han:", "nam:", "ngay:", "nk:", "linhvuc:"]
    )
    def test_whatever_is_suggested_can_be_read(self, typed: Typed, text: str) -> None:
        found = [each for each in typed(text) if each.kind is not SuggestionKind.FIELD]
        assert found
        for each in found:
            parse_query(each.query, today=TODAY)


class TestSavedSearches:
    def test_ones_own_and_shared_searches_are_suggested_by_their_name(
        self, database: Database, typed: Typed
    ) -> None:
        me, other = (make_user(database, Role.INSPECTOR, username=name) for name in ("a", "b"))
        for owner, name, is_shared in (
            (me, "Vốn của tôi", False),
            (other, "Vốn chung", True),
            (other, "Vốn riêng", False),
        ):
            keep_search(database, owner, name, is_shared=is_shared)
        actor = Actor(me, "A", frozenset({Role.INSPECTOR}))
        saved = [each for each in typed("von", actor) if each.kind is SuggestionKind.SAVED]
        assert {each.label for each in saved} == {"Vốn của tôi", "Vốn chung"}
        assert {each.address for each in saved} == {"q=v%E1%BB%91n"}


def keep_search(database: Database, owner: int, name: str, *, is_shared: bool) -> None:
    with database.writing() as session:
        session.add(
            SavedSearch(
                owner_id=owner,
                name=name,
                address="q=v%E1%BB%91n",
                is_shared=is_shared,
                created_at=NOW,
                checked_on=date(2024, 6, 15),
            )
        )


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * 999, '"', ":", "-", "cq:", "%", "_", "2%", "\x00"]
)
def test_odd_requests_are_answered(typed: Typed, text: str) -> None:
    assert typed(text) == () or text == "cq:"
