"""An office in which every record has a word of its own, and people of every role."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.distance import OSA
from sqlalchemy import Select, select, true

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
)
from tests.tracker.searching import keep_evidence
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, Role, VerdictKind, office_day
from tracker.models import (
    Agency,
    Assignment,
    Directive,
    Evidence,
    ProgressUpdate,
    RecordKind,
    Succession,
    Task,
    User,
    Verdict,
    actor_of,
)

LEAD, DIRECTED, SUPPORTING = AssignmentRole
LETTERS = 8
# Who has which part in the tasks; "old" is the agency whose work passed to "alpha".
TASKS: tuple[dict[str, AssignmentRole], ...] = (
    {"alpha": LEAD, "beta": SUPPORTING},
    {"alpha": LEAD, "gamma": LEAD},
    {"beta": LEAD, "gamma": DIRECTED},
    {"old": LEAD, "beta": LEAD},
    {"gamma": LEAD},
    {},
)
AGENCIES = ("alpha", "beta", "gamma", "delta", "old", "dead")


def odd_words(seed: int) -> Iterator[str]:
    """Give words of eight letters that are not like each other, nor like any of the language.

    None has a q or z, which tests use to mistype them.
    """
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose, and nothing secret
    known: list[str] = []
    while True:
        word = "".join(dice.choice("bcdfghjklmnprstvwx") for _ in range(LETTERS))
        if all(OSA.distance(word, other) > LETTERS // 2 for other in known):
            known.append(word)
            yield word


@dataclass(frozen=True, slots=True)
class Secret:
    """A word that stands in one record only; verdicts are words of their update."""

    word: str
    kind: RecordKind
    record_id: int

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.record_id}"


@dataclass
class World:
    """The office; ``secrets`` are of records, ``names`` the words in the agencies' names."""

    database: Database
    words: Iterator[str] = field(default_factory=lambda: odd_words(7))
    secrets: list[Secret] = field(default_factory=list)
    agencies: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in AGENCIES:
            self.names[name] = next(self.words)
            self.agencies[name] = make_agency(self.database, f"Sở {self.names[name]}")
        self._succession()
        for role in Role:
            if role is not Role.AGENCY:
                self.users[role.value] = make_user(self.database, role, username=role.value)
        for name, agency in self.agencies.items():
            self.users[name] = make_user(
                self.database, Role.AGENCY, username=name, agency_id=agency
            )
        self.users["disabled"] = make_user(self.database, Role.INSPECTOR, username="disabled")
        self.author = self.users["clerk"]

    def _succession(self) -> None:
        with self.database.writing() as session:
            passed = Succession(
                from_agency_id=self.agencies["old"],
                to_agency_id=self.agencies["alpha"],
                kind="merge",
                effective_on=date(2023, 1, 1),
            )
            session.add(passed)

    def add_records(self) -> None:
        """Add documents in every state, tasks of every constellation, words and files on each."""
        for state in DirectiveState:
            directive = self._directive(state)
            tasks = TASKS if state is DirectiveState.ISSUED else TASKS[:2]
            for parts in tasks if state is not DirectiveState.DRAFT else ():
                self._task(directive, parts)
        self._task(self._directive(DirectiveState.ISSUED), {"gamma": LEAD})

    def actor(self, who: str) -> Actor:
        """Return who a person is to the rules."""
        with self.database.reading() as session:
            user = session.get_one(User, self.users[who])
            return actor_of(session, user, office_day(NOW))

    def visible(self, actor: Actor, *, to_be_found: bool = True) -> set[str]:
        """Return the keys of what the policy lets ``actor`` see, by its own SQL.

        Only what is issued is ``to_be_found``.
        """
        issued = Directive.state == DirectiveState.ISSUED if to_be_found else true()
        readable = policy.visible_assignments(actor)
        updates = select(ProgressUpdate.id).join(ProgressUpdate.assignment).join(Assignment.task)
        queries: dict[RecordKind, Select[int]] = {
            RecordKind.DIRECTIVE: select(Directive.id).where(
                policy.visible_directives(actor), issued
            ),
            RecordKind.TASK: select(Task.id)
            .join(Task.directive)
            .where(policy.visible_tasks(actor), issued),
            RecordKind.UPDATE: updates.join(Task.directive).where(readable, issued),
            RecordKind.EVIDENCE: policy.readable_evidence(actor)
            .join(Assignment.task)
            .join(Task.directive)
            .where(issued)
            .with_only_columns(Evidence.id),
        }
        with self.database.reading() as session:
            return {
                f"{kind.value}:{row_id}"
                for kind, query in queries.items()
                for row_id in session.scalars(query)
            }

    def known_agencies(self, actor: Actor) -> set[str]:
        """Return the names in :attr:`agencies` that ``actor`` may know.

        Old and new names of an agency lead to each other.
        """
        with self.database.reading() as session:
            ids = set(session.scalars(select(Agency.id).where(policy.visible_agencies(actor))))
        known = {name for name, agency in self.agencies.items() if agency in ids}
        kin = {"alpha", "old"}
        return known | kin if known & kin else known

    def hidden_from(self, actor: Actor) -> list[Secret]:
        """Return the secrets that ``actor`` may not find."""
        visible = self.visible(actor)
        return [secret for secret in self.secrets if secret.key not in visible]

    def shown_to(self, actor: Actor) -> list[Secret]:
        """Return the secrets that ``actor`` may find."""
        visible = self.visible(actor)
        return [secret for secret in self.secrets if secret.key in visible]

    def _directive(self, state: DirectiveState) -> int:
        title, text = next(self.words), next(self.words)
        number = make_directive(
            self.database, author_id=self.author, state=state, title=f"Về {title}", text=text
        )
        self._keep(RecordKind.DIRECTIVE, number, title, text)
        return number

    def _task(self, directive: int, parts: dict[str, AssignmentRole]) -> None:
        # Its place lies behind the directive's own words, which stay outside it.
        word = next(self.words)
        task = make_task(self.database, directive, text=f"việc {word}", start=90, end=99)
        self._keep(RecordKind.TASK, task, word)
        for agency, role in parts.items():
            part = make_assignment(self.database, task, self.agencies[agency], role)
            self._update(part)

    def _update(self, part: int) -> None:
        said, judged, shown = (next(self.words) for _ in range(3))
        update = make_update(self.database, part, author_id=self.author, narrative=f"đã {said}")
        self._keep(RecordKind.UPDATE, update, said, judged)
        with self.database.writing() as session:
            verdict = Verdict(
                update_id=update,
                kind=VerdictKind.SENT_BACK,
                reason=f"trả {judged}",
                author_id=self.author,
                at=NOW,
            )
            session.add(verdict)
        # Every other file is shared with those who read the update.
        is_shared = update % 2 == 0
        file = keep_evidence(self.database, update, f"tệp {shown}", is_shared=is_shared)
        self._keep(RecordKind.EVIDENCE, file, shown)

    def _keep(self, kind: RecordKind, record_id: int, *words: str) -> None:
        self.secrets += [Secret(word, kind, record_id) for word in words]


def in_any(words: Iterable[str]) -> str:
    """Return a query for what has any of ``words``."""
    return " OR ".join(words)
