"""Tasks are found by what is asked about them, by the office and by who asked."""

from __future__ import annotations

import pytest

from search_index import SearchEngine
from tests.factories import make_agency, make_assignment
from tests.tracker.handling_office import REFUSED, RULES, TODAY, Office, make_office, person
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role
from tracker.search import Question, drain, find, rebuild


def found(office: Office, engine: SearchEngine, actor: Actor, typed: str) -> int:
    page = find(office.database, engine, actor, Question(typed), today=TODAY, rules=RULES)
    return page.total


@pytest.fixture
def office(database: Database, engine: SearchEngine) -> Office:
    office = make_office(database)
    office.ask()
    rebuild(database, engine)
    return office


def test_a_waiting_request_is_found_by_its_words_until_it_is_decided(
    office: Office, engine: SearchEngine
) -> None:
    assert found(office, engine, office.clerk, "xin gia han cho duyet") == 1
    assert found(office, engine, office.agency, '"mưa lũ kéo dài"') == 1
    office.decide(1, REFUSED)
    drain(office.database, engine)
    assert found(office, engine, office.clerk, '"mưa lũ kéo dài"') == 0


def test_others_in_the_task_do_not_find_it(office: Office, engine: SearchEngine) -> None:
    beside = make_agency(office.database, "Sở Y tế")
    make_assignment(office.database, office.task_id, beside, AssignmentRole.SUPPORTING)
    rebuild(office.database, engine)
    neighbour = person(office.database, Role.AGENCY, beside)
    assert found(office, engine, neighbour, '"mưa lũ kéo dài"') == 0
    assert found(office, engine, neighbour, '"xây dựng kế hoạch"') == 1
