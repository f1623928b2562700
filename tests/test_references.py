"""Reference readings keep their form, the scorer counts right, and the parser keeps its marks."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.references import DOCUMENTS, READINGS, MisquotedError, Reference, read_references
from benchmarks.score import Comparison, Tally, compare

KEYS = {
    "level", "label", "first", "last", "lead", "inherited", "directed", "coordinating",
    "reports_to", "due", "recurrence",
}  # fmt: skip
DOCUMENT = """Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Xây dựng chủ trì, phối hợp với Sở Tư pháp rà soát hồ sơ trước ngày 30/6/2025.

2. Sở Y tế kiểm tra các cơ sở.
"""
FIRST = {
    "level": 1,
    "label": "1.",
    "first": "1. Sở Xây dựng",
    "last": "ngày 30/6/2025.",
    "lead": ["Sở Xây dựng"],
}
# What the parser has reached on the readings; a change that costs more than it gains fails here.
MARKS = {
    "bounds": 0.975, "label": 0.985, "lead": 0.96, "coordinating": 0.955, "due": 0.98,
    "recurrence": 0.97, "number": 0.98, "issued_on": 0.985, "issuer": 0.98, "kind": 0.99,
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(READINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_reading_has_its_form(path: Path) -> None:
    reading = tomllib.loads(path.read_text("utf-8"))
    tasks = reading.get("tasks", [])
    assert all(set(task) <= KEYS for task in tasks)
    levels = [0, *(task["level"] for task in tasks), 1]
    assert all(below <= above + 1 for above, below in pairwise(levels))
    leaves = [task for task, after in zip(tasks, levels[2:], strict=True) if after <= task["level"]]
    assert all("last" in task for task in leaves)


def compared(tmp_path: Path, *tasks: dict[str, object]) -> Comparison:
    path = tmp_path / "van-ban.txt"
    path.write_text(DOCUMENT, "utf-8")
    return compare(Reference(path, {}, tasks))


def test_what_agrees_and_what_only_one_side_has_is_counted(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {**FIRST, "reports_to": ["Sở Tư pháp"]})
    assert comparison.tally("bounds") == Tally(right=1, extra=1)
    assert comparison.tally("lead") == Tally(right=1, extra=1)
    assert comparison.tally("coordinating") == Tally(extra=1)
    assert comparison.tally("reports_to") == Tally(missed=1)


def test_words_that_do_not_stand_in_the_document_are_told(tmp_path: Path) -> None:
    with pytest.raises(MisquotedError, match="Sở Nội vụ"):
        compared(tmp_path, {**FIRST, "first": "1. Sở Nội vụ"})


def test_shares_are_of_what_was_found_and_of_what_there_is() -> None:
    tally = Tally(right=3, extra=1, missed=2)
    assert (tally.precision, tally.recall) == (0.75, 0.6)
    assert tally.f1 == pytest.approx(2 / 3)


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    found = [compare(reference) for reference in read_references()]
    if not found:
        pytest.skip(f"the documents of the readings are not in {DOCUMENTS}")
    return found


@pytest.mark.parametrize("part", MARKS)
def test_the_parser_keeps_its_mark(comparisons: list[Comparison], part: str) -> None:
    whole = sum((each.tally(part) for each in comparisons), Tally())
    assert whole.f1 >= MARKS[part]
