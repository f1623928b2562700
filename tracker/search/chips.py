"""What kept searches are narrowed by, for lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl

from sqlalchemy import select

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor
from tracker.models import Agency
from tracker.search.addresses import read_address
from tracker.search.agency_labels import AgencyLabels
from tracker.search.choices import Choices
from tracker.search.results import AgencyChoice, Choice, Question

UNKNOWN = "…"


@dataclass(frozen=True, slots=True)
class Summary:
    """A kept search in short: what it asks, and its filters with the names they go by."""

    question: Question
    choices: tuple[Choice, ...]


def summaries(
    database: Database, actor: Actor, addresses: Iterable[str], *, today: date
) -> list[Summary]:
    """Return each search in short; names of agencies that ``actor`` may not know are left out."""
    questions = [read_address(parse_qsl(address)).question for address in addresses]
    with database.reading() as session:
        labels = AgencyLabels(session, today, actor)
        known = set(session.scalars(select(Agency.id).where(policy.visible_agencies(actor))))
    return [
        Summary(
            question,
            tuple(
                _veiled(choice, known) for choice in Choices(question, labels, lambda _: 0).active()
            ),
        )
        for question in questions
    ]


def _veiled(choice: Choice, known: set[int]) -> Choice:
    if not isinstance(choice, AgencyChoice) or not choice.value.isdecimal():
        return choice
    return choice if int(choice.value) in known else replace(choice, name=UNKNOWN)
