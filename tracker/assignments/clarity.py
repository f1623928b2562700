"""Whether a reading is clear six times over: who, what, when, responsibility, product, authority.

A task that has parts is judged by its parts; what it says of time and of whom to report to
holds for them. The word lists are in ``clarity.toml``. Pure: a reading, what the clerk matched,
and the registry of the day go in, gaps come out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from directives import Directive as Reading
from directives import Nature, TaskDraft
from directives.appraisal import names_a_duty
from directives.lexicon import any_of
from directives.wording import plain_reading
from tracker.assignments.planning import ROLES
from tracker.models.matching import resolve
from tracker.models.registry import Registry

_WORDS = tomllib.loads(files("tracker.assignments").joinpath("clarity.toml").read_text("utf-8"))
# Few words, none of which begins or ends another: a task may be long and is read once for each.
_BETWEEN = r"(?:[ ,]+[\w/-]+){0,8}?[ ,]+"


_NOT_JOINED = "".join(rf"(?<!\b{syllable} )" for syllable in _WORDS["joined"])


def _any(name: str, before: str = "") -> str:
    return rf"(?<!\w){before}{any_of(_WORDS[name])}(?!\w)"


_URGING = re.compile(_any("urging"))
_MADE = rf"{_any('making', _NOT_JOINED)}{_BETWEEN}{_any('products')}"
_PRODUCT = re.compile(rf"{_MADE}|{_any('reporting')}")
_DECIDING = re.compile(_any("deciding", _NOT_JOINED))


class Criterion(StrEnum):
    """The six things that an order has to make clear."""

    WHO = "who"
    WHAT = "what"
    WHEN = "when"
    RESPONSIBILITY = "responsibility"
    PRODUCT = "product"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Gap:
    """What one task leaves open; ``task`` is its id in the reading, empty for the document's.

    ``code`` says in which way: nobody-named, nobody-known, no-duty, only-urges, no-deadline,
    deadline-without-day, no-lead, several-leads, no-product, no-authority, no-issuer.
    """

    criterion: Criterion
    code: str
    task: str = ""
    label: str | None = None
    words: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the gap as plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Gap:
        """Return the gap that :meth:`to_dict` wrote."""
        return cls(**{**plain, "criterion": Criterion(plain["criterion"])})


@dataclass(frozen=True, slots=True)
class _Heard:
    """A task with the tasks above it, the nearest first."""

    task: TaskDraft
    above: tuple[TaskDraft, ...]

    @property
    def line(self) -> tuple[TaskDraft, ...]:
        return (self.task, *self.above)

    @property
    def words(self) -> str:
        return plain_reading(self.task.text).lower()


def judged_tasks(reading: Reading) -> tuple[TaskDraft, ...]:
    """Return the tasks that are judged: those without parts, in document order."""
    return tuple(heard.task for heard in _leaves(reading.tasks, ()))


def find_gaps(reading: Reading, matches: Mapping[str, str], registry: Registry) -> tuple[Gap, ...]:
    """Return what the reading leaves open, by document order and then by criterion."""
    found = [Gap(Criterion.AUTHORITY, "no-issuer")] if not reading.document.issuer else []
    for heard in _leaves(reading.tasks, ()):
        for criterion, code in _codes(heard, matches, registry):
            task = heard.task
            found.append(Gap(criterion, code, task.id, task.label, task.text))
    return tuple(found)


def _leaves(tasks: tuple[TaskDraft, ...], above: tuple[TaskDraft, ...]) -> Iterator[_Heard]:
    for task in tasks:
        if task.children:
            yield from _leaves(task.children, (task, *above))
        else:
            yield _Heard(task, above)


def _codes(
    heard: _Heard, matches: Mapping[str, str], registry: Registry
) -> Iterator[tuple[Criterion, str]]:
    judged = (
        (Criterion.WHO, _who(heard.task, matches, registry)),
        (Criterion.WHAT, _what(heard)),
        (Criterion.WHEN, _when(heard)),
        (Criterion.RESPONSIBILITY, _responsibility(heard.task)),
        (Criterion.PRODUCT, _product(heard)),
        (Criterion.AUTHORITY, _authority(heard)),
    )
    yield from ((criterion, code) for criterion, code in judged if code)


def _who(task: TaskDraft, matches: Mapping[str, str], registry: Registry) -> str:
    """Somebody who is asked to act stands for an agency, or for a group that has members."""
    bodies = [body for role in ROLES for body in task.bodies(role)]
    if not bodies:
        return "nobody-named"
    for body in bodies:
        match = resolve(body.text, matches, registry)
        if match is None:
            continue
        if match.agency_id is not None or (match.group_id and registry.members(match.group_id)):
            return ""
    return "nobody-known"


def _what(heard: _Heard) -> str:
    """The words have a verb of duty, and not only one that urges."""
    if not names_a_duty(heard.words):
        return "no-duty"
    return "" if names_a_duty(_URGING.sub(" ", heard.words)) else "only-urges"


def _when(heard: _Heard) -> str:
    """It or what stands above it has a day or comes back; a standing duty needs neither."""
    timed = [task for task in heard.line if task.due is not None or task.recurrence is not None]
    if any(task.recurrence or (task.due and task.due.date) for task in timed):
        return ""
    if timed:
        return "deadline-without-day"
    return "" if heard.task.nature is Nature.REGULAR else "no-deadline"


def _responsibility(task: TaskDraft) -> str:
    """One body leads, or one group each of whose members leads its own part."""
    if not task.lead:
        return "no-lead" if task.directed or task.coordinating else ""
    return "several-leads" if len({body.text for body in task.lead}) > 1 else ""


def _product(heard: _Heard) -> str:
    """There is a figure to reach, a report that comes back, or a thing that is made."""
    if heard.task.figures or heard.task.recurrence or _PRODUCT.search(heard.words):
        return ""
    return "no-product"


def _authority(heard: _Heard) -> str:
    """It says to whom it is reported, who decides, or that the body decides by itself."""
    if any(task.reports_to for task in heard.line) or _DECIDING.search(heard.words):
        return ""
    return "no-authority"
