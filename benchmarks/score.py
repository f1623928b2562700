"""How well the parser reads real documents: ``python -m benchmarks.score``.

Prints precision, recall and F1 for each part of a reading, by document and in all, beside the
reference readings. ``--errors NAME`` lists the differences of the documents so named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click

from benchmarks.references import (
    DOCUMENTS,
    LetterMap,
    PlacedTask,
    Reference,
    letters,
    read_references,
)
from directives import BodyRole, Directive, SpanRole, TaskDraft, parse_directive
from directives.wording import plain_reading

METADATA = ("number", "issued_on", "issuer", "kind", "signer", "title")
PARTS = ("bounds", "label", "level", *(role.value for role in BodyRole), "due", "recurrence")
SHORT = {
    "coordinating": "coord",
    "reports_to": "reports",
    "recurrence": "recur",
    "issued_on": "date",
}

Facts = dict[str, set[Hashable]]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of what agrees, what only the parser found and what only the reference holds."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what there is that was found; 1 where there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.extra + self.missed) if self else 1.0

    def __bool__(self) -> bool:
        return bool(self.right or self.extra or self.missed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A document as read beside its reference reading, part by part."""

    name: str
    found: Facts
    wanted: Facts
    directive: Directive
    text: LetterMap

    def tally(self, part: str) -> Tally:
        """Return the counts of one part."""
        found, wanted = self.found[part], self.wanted[part]
        return Tally(len(found & wanted), len(found - wanted), len(wanted - found))


def compare(reference: Reference) -> Comparison:
    """Read the document of ``reference`` and set both readings side by side."""
    data = reference.document.read_bytes()
    directive = parse_directive(data, name=reference.document.name)
    text = LetterMap(directive.text)
    found = _facts(_found(directive, text), _stated(directive))
    return Comparison(
        reference.document.stem,
        found,
        _facts(map(_wanted, text.placed(reference)), reference.metadata),
        directive,
        text,
    )


def _stated(directive: Directive) -> Mapping[str, Any]:
    return {name: getattr(directive.document, name) for name in METADATA}


def _facts(tasks: Iterable[Facts], metadata: Mapping[str, Any]) -> Facts:
    """Gather the facts of all tasks; a fact of a task begins with the place of the task."""
    facts: Facts = {part: set() for part in PARTS}
    for task in tasks:
        for part, found in task.items():
            facts[part] |= found
    for name in METADATA:
        value = metadata.get(name)
        facts[name] = {letters(plain_reading(str(value)))} if value is not None else set()
    return facts


def _found(directive: Directive, text: LetterMap) -> Iterator[Facts]:
    for task, level in _levelled(directive.tasks, 1):
        start, end = text.at(task.start), text.at(task.end)
        due = task.due and (task.due.date or letters(task.due.text))
        yield {
            "bounds": {(start, end)},
            "label": {(start, _label(task.label))},
            "level": {(start, level)},
            **{role: {(start, letters(b.text)) for b in task.bodies(role)} for role in BodyRole},
            "due": {(start, due)} if due else set(),
            "recurrence": {(start, task.recurrence.every.value)} if task.recurrence else set(),
        }


def _levelled(tasks: Iterable[TaskDraft], level: int) -> Iterator[tuple[TaskDraft, int]]:
    for task in tasks:
        yield task, level
        yield from _levelled(task.children, level + 1)


def _wanted(task: PlacedTask) -> Facts:
    words, start = task.words, task.start
    due = words.get("due", {})
    recurrence = words.get("recurrence", {}).get("every")
    return {
        "bounds": {(start, task.end)},
        "label": {(start, _label(words.get("label")))},
        "level": {(start, task.level)},
        **{role: {(start, letters(body)) for body in words.get(role, ())} for role in BodyRole},
        "due": {(start, due.get("date") or letters(due["text"]))} if due else set(),
        "recurrence": {(start, recurrence)} if recurrence else set(),
    }


def _label(label: str | None) -> str:
    """Return a label without its full stop or colon; the brackets say which style it is."""
    return "".join((label or "").split()).strip(".:,;").casefold()


def unexplained(directive: Directive) -> int:
    """Return how many characters of the text nobody could place."""
    return sum(s.end - s.start for s in directive.spans if s.role is SpanRole.UNEXPLAINED)


# -- printing


def _row(name: str, tallies: Iterable[Tally]) -> str:
    return f"{name[:30]:<30}" + "".join(
        f"{100 * tally.f1:>8.1f}" if tally else f"{'·':>8}" for tally in tallies
    )


def _table(comparisons: list[Comparison], parts: tuple[str, ...]) -> Iterator[str]:
    yield f"{'F1, %':<30}" + "".join(f"{SHORT.get(part, part):>8}" for part in parts)
    for each in comparisons:
        yield _row(each.name, (each.tally(part) for part in parts))
    totals = [sum((each.tally(part) for each in comparisons), Tally()) for part in parts]
    yield _row(f"all {len(comparisons)} documents", totals)
    yield f"{'  precision':<30}" + "".join(f"{100 * tally.precision:>8.1f}" for tally in totals)
    yield f"{'  recall':<30}" + "".join(f"{100 * tally.recall:>8.1f}" for tally in totals)
    yield f"{'  facts':<30}" + "".join(f"{tally.right + tally.missed:>8}" for tally in totals)


def _differences(each: Comparison, parts: Iterable[str]) -> Iterator[str]:
    yield f"== {each.name}"
    for part in parts:
        found, wanted = each.found[part], each.wanted[part]
        sides = Counter({(fact, "+"): 1 for fact in found - wanted})
        sides.update((fact, "-") for fact in wanted - found)
        for fact, side in sorted(sides, key=lambda item: (_place(item[0]), item[1])):
            yield f"{side} {part:<12} {_said(fact, each)}"


def _place(fact: Hashable) -> int:
    return fact[0] if isinstance(fact, tuple) else 0


def _said(fact: Hashable, each: Comparison) -> str:
    if not isinstance(fact, tuple):
        return str(fact)
    start, what = fact
    words = each.text.words(start, 60)
    if isinstance(what, int) and what > 20:  # noqa: PLR2004  # an end, not a level
        return f"{words!r} … {each.text.words(max(start, what - 40), 40)!r}"
    return f"{what!s:<40} at {words!r}"


@click.command()
@click.option("--errors", metavar="NAME", help="List the differences of documents named so.")
@click.option("--part", "parts", multiple=True, help="Only these parts in the list.")
def main(errors: str | None, parts: tuple[str, ...]) -> None:
    """Score the parser on the reference readings."""
    comparisons = [compare(reference) for reference in read_references()]
    if not comparisons:
        click.echo(f"No document of the reference readings lies in {DOCUMENTS}.")
        return
    if errors is not None:
        for each in comparisons:
            if errors in each.name:
                click.echo("\n".join(_differences(each, parts or (*PARTS, *METADATA))))
        return
    for shown in (PARTS, METADATA):
        click.echo("\n".join(_table(comparisons, shown)) + "\n")
    nowhere = sum(unexplained(each.directive) for each in comparisons)
    whole = sum(len(each.directive.text) for each in comparisons)
    click.echo(f"unexplained: {nowhere} of {whole} characters, {100 * nowhere / whole:.2f} %")


if __name__ == "__main__":
    main()
