"""The index and the policy's SQL agree on who may find what, for every role and record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select

from search_index import Facet, SearchEngine, SearchRequest, open_engine, parse_query
from tests.factories import make_agency, make_assignment, make_directive, make_task, make_update
from tests.tracker.searching import TODAY, keep_evidence, of_agency, records
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, Role
from tracker.models import Assignment, Directive, Evidence, ProgressUpdate, RecordKind, Task
from tracker.search import rebuild
from tracker.search.principals import principals_of

LEAD, DIRECTED, SUPPORTING = AssignmentRole


@dataclass(frozen=True)
class World:
    """Agencies in many constellations of roles, each assignment with an update and a file."""

    agencies: tuple[int, ...]
    actors: Mapping[str, Actor]


CONSTELLATIONS: list[dict[int, tuple[AssignmentRole, ...]]] = [
    {0: (LEAD,), 1: (LEAD,), 2: (SUPPORTING,)},
    {0: (LEAD,), 1: (SUPPORTING,), 2: (SUPPORTING,)},
    {0: (LEAD,), 1: (DIRECTED,), 2: (DIRECTED, SUPPORTING)},
    {1: (LEAD, SUPPORTING), 2: (SUPPORTING,)},
    {2: (DIRECTED,)},
    {},
]


@pytest.fixture
def world(database: Database, author: int) -> World:
    agencies = tuple(make_agency(database, f"Sở số {number}") for number in range(4))
    for constellation in CONSTELLATIONS:
        task = make_task(database, make_directive(database, author_id=author))
        for agency, roles in constellation.items():
            for role in roles:
                part = make_assignment(database, task, agencies[agency], role)
                update = make_update(database, part, author_id=author)
                keep_evidence(database, update, "tệp minh chứng")
                keep_evidence(database, update, "tệp dùng chung", is_shared=True)
    hand_on(database, agencies[3])
    make_directive(database, author_id=author, state=DirectiveState.DRAFT)
    actors = {role.value: Actor(0, role, frozenset({role})) for role in Role}
    actors |= {f"agency-{n}": of_agency(agency) for n, agency in enumerate(agencies)}
    actors["agency-0+2"] = of_agency(agencies[0], agencies[2])
    return World(agencies, actors)


def hand_on(database: Database, agency: int) -> None:
    """Hand one part in five over to an agency, and delegate another to it."""
    with database.writing() as session:
        for part in session.scalars(select(Assignment)):
            if part.id % 5 == 1:
                part.holder_id = agency
            elif part.id % 5 == 3:
                part.delegate_id = agency


def visible_keys(database: Database, actor: Actor) -> set[str]:
    """Return the keys of what the policy lets ``actor`` see, by its own SQL."""
    issued = Directive.state == DirectiveState.ISSUED
    queries = {
        RecordKind.DIRECTIVE: select(Directive.id).where(policy.visible_directives(actor), issued),
        RecordKind.TASK: select(Task.id)
        .join(Task.directive)
        .where(policy.visible_tasks(actor), issued),
        RecordKind.UPDATE: select(ProgressUpdate.id)
        .join(ProgressUpdate.assignment)
        .where(policy.visible_assignments(actor)),
        RecordKind.EVIDENCE: policy.readable_evidence(actor).with_only_columns(Evidence.id),
    }
    with database.reading() as session:
        return {
            f"{kind}:{row_id}"
            for kind, query in queries.items()
            for row_id in session.scalars(query)
        }


def every_request(actor: Actor, text: str = "") -> SearchRequest:
    return SearchRequest(
        query=parse_query(text),
        principals=principals_of(actor),
        today=TODAY,
        size=1000,
        facets=tuple(Facet),
    )


class TestRights:
    """The index must agree with the policy's SQL for every role, record and path."""

    def test_each_record_is_visible_to_just_those_whom_the_policy_lets_see_it(
        self, database: Database, world: World
    ) -> None:
        held = records(database)
        for name, actor in world.actors.items():
            mine = principals_of(actor)
            found = {key for key, each in held.items() if not mine.isdisjoint(each.visible_to)}
            assert found == visible_keys(database, actor), name

    @pytest.mark.parametrize("name", ["tantivy", "whoosh"])
    def test_hits_and_counts_are_of_visible_records_only(
        self, database: Database, world: World, tmp_path: Path, name: str
    ) -> None:
        engine = open_engine(name, tmp_path / name)
        rebuild(database, engine)
        for who, actor in world.actors.items():
            visible = visible_keys(database, actor)
            page = engine.search(every_request(actor))
            assert page.total_hits == len(visible), who
            assert {hit.key for group in page.groups for hit in group.hits} <= visible, who
            agencies = {count.value for count in page.facets[Facet.AGENCY]}
            assert agencies == self.known_agencies(database, actor), who

    def known_agencies(self, database: Database, actor: Actor) -> set[str]:
        with database.reading() as session:
            parts = session.scalars(select(Assignment).where(policy.visible_assignments(actor)))
            return {str(one) for part in parts for one in (part.agency_id, part.holder_id)}

    def test_parts_that_may_not_be_read_cannot_be_asked_for(
        self, database: Database, world: World, engine: SearchEngine
    ) -> None:
        rebuild(database, engine)
        for (who, actor), agency in product(world.actors.items(), world.agencies):
            with database.reading() as session:
                mine = (Assignment.agency_id == agency) | (Assignment.holder_id == agency)
                readable = set(
                    session.scalars(
                        select(Assignment.task_id).where(policy.visible_assignments(actor), mine)
                    )
                )
            page = engine.search(every_request(actor, f"Sở số {world.agencies.index(agency)}"))
            found = {group.group for group in page.groups if group.group.startswith("task")}
            assert found == {f"task:{task}" for task in readable}, (who, agency)
