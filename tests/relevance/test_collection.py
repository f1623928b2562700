"""The collection is what it says, and search keeps to the figures it has reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from search_index import open_engine
from tests.relevance.asking import office_asks
from tests.relevance.judging import FIRST, Rule, ndcg, read_queries, recall
from tests.relevance.office import Facts, fill, made_papers
from tests.relevance.papers import spoken_of
from tracker.db import Database
from tracker.models import Base
from tracker.sample.registry import add_registry

QUERIES = read_queries()
# A little below what `make score` prints, so that a tie that falls otherwise is no alarm.
LEAST_GAIN = 0.9

Office = tuple[Database, Facts]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('office') / 'tracker.db'}")
    Base.metadata.create_all(database.engine)
    yield database, fill(database)
    database.close()


class TestTheCollection:
    def test_it_is_large_enough_and_the_same_each_time(self, database: Database) -> None:
        with database.writing() as session:
            add_registry(session)
        with database.reading() as session:
            papers, again = made_papers(session), made_papers(session)
        assert papers == again
        assert sum(len(paper.orders) for paper in papers) >= 300
        assert spoken_of(papers) >= 1500

    def test_each_query_has_something_to_find(self, office: Office) -> None:
        _database, facts = office
        assert [query.number for query in QUERIES] == list(range(1, 81))
        assert all(max(query.grades(facts).values(), default=0) >= 2 for query in QUERIES)

    def test_each_rule_speaks_of_something_that_is_known(self, office: Office) -> None:
        _database, facts = office
        known = {fact for each in facts.values() for fact in each}
        for query in QUERIES:
            for rule in query.rules:
                named = {one for wanted in (*rule.all, *rule.none) for one in wanted.split("|")}
                assert named & known, (query.number, rule)


class TestJudging:
    def test_the_best_grade_that_holds_counts(self) -> None:
        rule = Rule(3, all=("a|b", "c"), none=("d",))
        assert rule.holds(frozenset("ac"))
        assert rule.holds(frozenset("bce"))
        assert not rule.holds(frozenset("acd"))

    def test_a_ranking_in_order_of_grades_gains_all_there_is(self) -> None:
        grades = {"x": 3, "y": 2, "z": 1}
        assert ndcg(["x", "y", "z"], grades) == 1.0
        assert ndcg(["y", "x", "z"], grades) == pytest.approx(
            (3 + 7 / 1.58496 + 0.5) / 9.39279, 1e-4
        )
        assert ndcg([], grades) == 0.0

    def test_recall_counts_what_is_shown(self) -> None:
        grades = dict.fromkeys("abcd", 1)
        assert recall(["a", "q", "b"], grades) == 0.5
        assert recall(["q", "a", "b"], grades, shown=2) == 0.5


def test_search_ranks_no_worse_than_it_did(office: Office, tmp_path: Path) -> None:
    database, facts = office
    ask = office_asks(database, open_engine("tantivy", tmp_path))
    gains = [ndcg(ask(query.text, most=FIRST), query.grades(facts)) for query in QUERIES]
    assert mean(gains) >= LEAST_GAIN
