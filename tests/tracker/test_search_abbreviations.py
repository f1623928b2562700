"""An office's own abbreviations: who keeps them, what is refused, and that search uses them."""

from __future__ import annotations

import pytest

from search_index import DEFAULT_ABBREVIATIONS, Abbreviation, SearchEngine
from tests.factories import NOW, make_agency, make_assignment, make_task
from tests.tracker.searching import TODAY, of_agency
from tracker.db import Database
from tracker.domain import Actor, TrackingRules
from tracker.errors import Conflict, Invalid, NotAllowed
from tracker.models import OfficeAbbreviation
from tracker.search import (
    AbbreviationRow,
    Question,
    add_abbreviation,
    edit_abbreviation,
    find,
    list_abbreviations,
    rebuild,
    remove_abbreviation,
    restore_abbreviation,
)

OWN = Abbreviation("CTCT", "chống tham nhũng chi tiêu")
GIVEN = Abbreviation("NTM", "nông thôn mới")


def in_use(database: Database, clerk: Actor) -> set[Abbreviation]:
    return {
        Abbreviation(row.short, row.meaning)
        for row in list_abbreviations(database, clerk)
        if row.in_use and not row.fault
    }


def row_of(database: Database, clerk: Actor, wanted: Abbreviation) -> AbbreviationRow:
    rows = list_abbreviations(database, clerk)
    return next(row for row in rows if (row.short, row.meaning) == wanted)


def test_an_office_begins_with_the_products_rows(database: Database, clerk: Actor) -> None:
    assert in_use(database, clerk) == set(DEFAULT_ABBREVIATIONS.rows)


def test_a_row_counts_from_the_next_search_on_and_the_index_stays(
    database: Database, engine: SearchEngine, clerk: Actor, directive: int
) -> None:
    task = make_task(database, directive, text="Chống tham nhũng chi tiêu ở cơ sở")
    rebuild(database, engine)
    built = engine.stats()

    def found() -> int:
        page = find(database, engine, clerk, Question("ctct"), today=TODAY, rules=TrackingRules())
        return page.total

    assert found() == 0
    add_abbreviation(database, clerk, OWN, now=NOW)
    assert found() == 1, task
    remove_abbreviation(database, clerk, OWN, now=NOW)
    assert found() == 0
    assert engine.stats() == built


def test_an_agency_is_asked_for_by_an_abbreviation_of_the_office(
    database: Database, engine: SearchEngine, clerk: Actor, directive: int
) -> None:
    agency = make_agency(database, "Trung tâm Xúc tiến Đầu tư")
    make_assignment(database, make_task(database, directive), agency)
    rebuild(database, engine)
    add_abbreviation(database, clerk, Abbreviation("TTXTDT", "trung tâm xúc tiến đầu tư"), now=NOW)
    page = find(database, engine, clerk, Question("cq:TTXTDT"), today=TODAY, rules=TrackingRules())
    assert (page.error, page.total) == (None, 1)


def test_a_row_of_the_products_goes_out_of_use_and_comes_back(
    database: Database, clerk: Actor
) -> None:
    remove_abbreviation(database, clerk, GIVEN, now=NOW)
    assert GIVEN not in in_use(database, clerk)
    assert row_of(database, clerk, GIVEN).changed_by == "Đồng chí clerk"
    restore_abbreviation(database, clerk, GIVEN, now=NOW)
    assert row_of(database, clerk, GIVEN) == AbbreviationRow(*GIVEN, is_own=False)


def test_a_row_is_changed_in_one_step(database: Database, clerk: Actor) -> None:
    changed = Abbreviation("NTM", "nông thôn mới nâng tầm")
    edit_abbreviation(database, clerk, GIVEN, changed, now=NOW)
    assert changed in in_use(database, clerk)
    assert GIVEN not in in_use(database, clerk)


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        (Abbreviation("N T M", "nông thôn mới"), "short", "bad-short"),
        (Abbreviation("", "nông thôn mới"), "short", "bad-short"),
        (Abbreviation("ABCD", "nông"), "meaning", "short-meaning"),
        (Abbreviation("ABCD", 'nông "thôn"'), "meaning", "bad-meaning"),
        (Abbreviation("ntm", " Nông  thôn mới "), "meaning", "twice"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(
    database: Database, clerk: Actor, row: Abbreviation, field: str, fault: str
) -> None:
    add_abbreviation(database, clerk, OWN, now=NOW)
    with pytest.raises(Invalid) as added:
        add_abbreviation(database, clerk, row, now=NOW)
    with pytest.raises(Invalid) as changed:
        edit_abbreviation(database, clerk, OWN, row, now=NOW)
    assert added.value.fields == changed.value.fields == {field: fault}
    assert OWN in in_use(database, clerk), "a change that is refused changes nothing"


def test_what_somebody_else_took_away_cannot_be_changed(database: Database, clerk: Actor) -> None:
    for act in (remove_abbreviation, restore_abbreviation):
        with pytest.raises(Conflict):
            act(database, clerk, OWN, now=NOW)
    with pytest.raises(Conflict):
        edit_abbreviation(database, clerk, OWN, Abbreviation("ABCD", "một hai"), now=NOW)


def test_a_row_that_this_version_cannot_use_is_told_and_the_others_stay(
    database: Database, clerk: Actor
) -> None:
    with database.writing() as session:
        session.add(
            OfficeAbbreviation(
                short="?", meaning="một hai", in_use=True, changed_at=NOW,
                changed_by_id=clerk.user_id,
            )
        )  # fmt: skip
    add_abbreviation(database, clerk, OWN, now=NOW)
    assert row_of(database, clerk, Abbreviation("?", "một hai")).fault == "bad-short"
    assert in_use(database, clerk) == {*DEFAULT_ABBREVIATIONS.rows, OWN}


def test_only_clerks_and_administrators_keep_them(database: Database, inspector: Actor) -> None:
    for actor in (inspector, of_agency(1)):
        with pytest.raises(NotAllowed):
            list_abbreviations(database, actor)
        for act in (add_abbreviation, remove_abbreviation, restore_abbreviation):
            with pytest.raises(NotAllowed):
                act(database, actor, OWN, now=NOW)
        with pytest.raises(NotAllowed):
            edit_abbreviation(database, actor, OWN, GIVEN, now=NOW)
