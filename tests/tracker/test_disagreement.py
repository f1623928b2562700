"""Where the agency's last word and the inspector's last word differ, and where they do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import true

from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_verdict,
)
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import Actor, Disagreement, Said, UpdateStatus, VerdictKind, disagreement
from tracker.models import assignment_facts

DONE, GOING = UpdateStatus.DONE, UpdateStatus.IN_PROGRESS
CONFIRMED, SENT_BACK, DISPUTED = VerdictKind
JUNE = datetime(2024, 6, 1, 3, tzinfo=UTC)
SAID = st.builds(Said, st.sampled_from(UpdateStatus), st.integers(0, 100))


@pytest.mark.parametrize("verdict", [SENT_BACK, DISPUTED])
@given(said=SAID)
def test_a_denied_word_differs_until_the_agency_answers(said: Said, verdict: VerdictKind) -> None:
    assert disagreement(said, said, verdict, answered=False) is Disagreement.UNANSWERED


@pytest.mark.parametrize(
    ("newest", "judged", "differs"),
    [
        (Said(DONE, 100), Said(DONE, 100), Disagreement.UPHELD),
        (Said(GOING, 90), Said(DONE, 100), None),
        (Said(GOING, 60), Said(GOING, 60), Disagreement.UPHELD),
        (Said(GOING, 59), Said(GOING, 60), None),
        (Said(DONE, 10), Said(GOING, 60), Disagreement.UPHELD),
    ],
)
def test_an_agency_that_says_less_has_agreed(
    newest: Said, judged: Said, differs: Disagreement | None
) -> None:
    assert disagreement(newest, judged, DISPUTED, answered=True) is differs


@given(SAID, SAID)
def test_what_is_confirmed_is_agreed(newest: Said, judged: Said) -> None:
    assert disagreement(newest, judged, CONFIRMED, answered=True) is None


@dataclass(frozen=True)
class Story:
    """What two people say of one assignment, a day apart each time."""

    database: Database
    assignment_id: int
    author_id: int

    def says(self, status: UpdateStatus, percent: int, day: int, **fields: object) -> int:
        at = JUNE + timedelta(days=day - 1)
        return make_update(
            self.database,
            self.assignment_id,
            author_id=self.author_id,
            at=at,
            status=status,
            percent=percent,
            **fields,
        )

    def judged(self, update_id: int, kind: VerdictKind) -> None:
        make_verdict(self.database, update_id, kind, author_id=self.author_id)

    def differs(self) -> Disagreement | None:
        return self.facts.disagreement

    @property
    def facts(self) -> AssignmentFacts:
        with self.database.reading() as session:
            return assignment_facts(session, true())[0]


@pytest.fixture
def story(database: Database, clerk: Actor) -> Story:
    task = make_task(database, make_directive(database, author_id=clerk.user_id))
    part = make_assignment(database, task, make_agency(database))
    return Story(database, part, clerk.user_id)


def test_words_that_nobody_judged_are_no_disagreement(story: Story) -> None:
    story.says(DONE, 100, 1)
    assert story.differs() is None


def test_the_inspectors_word_holds_over_later_updates(story: Story) -> None:
    story.judged(story.says(DONE, 100, 1), SENT_BACK)
    assert story.differs() is Disagreement.UNANSWERED
    story.says(DONE, 100, 2)
    assert story.differs() is Disagreement.UPHELD
    story.says(GOING, 80, 3)
    assert story.differs() is None


def test_a_confirmation_ends_a_disagreement(story: Story) -> None:
    story.judged(story.says(GOING, 70, 1), DISPUTED)
    claim = story.says(DONE, 100, 2)
    assert story.differs() is Disagreement.UPHELD
    story.judged(claim, CONFIRMED)
    assert story.differs() is None


class TestCorrections:
    """A correction says what it says from the day of the entry that it corrects."""

    def test_a_corrected_claim_counts_from_the_first_claim(self, story: Story) -> None:
        first = story.says(DONE, 100, 1)
        second = story.says(DONE, 100, 5, corrects_id=first)
        story.judged(story.says(DONE, 100, 9, corrects_id=second), CONFIRMED)
        facts = story.facts
        assert (facts.claimed_on, facts.last_update_on) == (date(2024, 6, 1), date(2024, 6, 1))
        assert facts.done_on == date(2024, 6, 1)

    def test_a_correction_that_first_claims_counts_from_its_own_day(self, story: Story) -> None:
        story.says(DONE, 100, 5, corrects_id=story.says(GOING, 90, 1))
        assert story.facts.claimed_on == date(2024, 6, 5)
        assert story.facts.last_update_on == date(2024, 6, 1)

    def test_the_corrected_date_of_the_result_decides(self, story: Story) -> None:
        first = story.says(DONE, 100, 1, result_date=date(2024, 5, 30))
        corrected = story.says(DONE, 100, 2, result_date=date(2024, 5, 31), corrects_id=first)
        story.judged(corrected, CONFIRMED)
        assert story.facts.done_on == date(2024, 5, 31)

    def test_an_update_after_a_correction_has_a_day_of_its_own(self, story: Story) -> None:
        story.says(GOING, 50, 2, corrects_id=story.says(GOING, 40, 1))
        story.says(GOING, 60, 7)
        assert story.facts.last_update_on == date(2024, 6, 7)
