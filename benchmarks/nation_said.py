"""What agencies said of the nation's work, what they showed for it, and what inspectors said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.nation_names import SENTENCES
from benchmarks.nation_work import FILES, INSPECTOR, Given, Rows, Work
from tracker.domain import AssignmentRole, UpdateStatus, VerdictKind
from tracker.models import Base, Evidence, ProgressUpdate, Verdict
from tracker.periods import period_containing

Claim = tuple[int, int, bool]


def said(work: Work) -> Iterator[tuple[type[Base], Rows]]:
    """Yield each table with its rows, once the assignments of ``work`` are made."""
    done: list[Claim] = []
    yield ProgressUpdate, _updates(work, done)
    yield Verdict, _verdicts(work, done)
    yield Evidence, _evidence(work)


def _updates(work: Work, done: list[Claim]) -> Rows:
    dice, given = work.dice, work.given
    weights = [_share(one) for one in given]
    chosen = dice.choices(range(len(given)), weights, k=work.size.updates)
    # One number for both, so that a million and a half are sorted in little memory.
    plan = sorted(
        dice.randrange(given[one].since, work.minutes + 1) * len(given) + one for one in chosen
    )
    last = {code % len(given): number for number, code in enumerate(plan, 1)}
    said: dict[int, int] = {}
    for number, code in enumerate(plan, 1):
        minute, one = divmod(code, len(given))
        said[one] = said.get(one, 0) + 1
        finishes = last[one] == number and given[one].every is None
        is_done = dice.random() < (0.6 if finishes else 0.03)
        if is_done:
            done.append((number, minute, finishes))
        yield _update(work, number, one, minute, said[one], done=is_done)


def _update(  # noqa: PLR0913 - what one update is
    work: Work, number: int, one: int, minute: int, ordinal: int, *, done: bool
) -> dict[str, Any]:
    given, moment, dice = work.given[one], work.moment(minute), work.dice
    return {
        "id": number,
        "assignment_id": one + 1,
        "author_id": given.author,
        "at": moment,
        "status": UpdateStatus.DONE if done else UpdateStatus.IN_PROGRESS,
        "percent": 100 if done else min(95, ordinal * 15),
        "narrative": "".join(dice.choices(SENTENCES, k=3)),
        "difficulties": "" if number % 3 else "Chưa được bố trí đủ kinh phí.",
        "proposals": "",
        "result_number": f"{number % 900 + 1}/BC-UBND" if done else None,
        "result_date": moment.date() if done else None,
        "period": period_containing(moment.date(), given.every).key if given.every else None,
        "on_behalf_of_id": None if number % 50 else given.agency,
        "corrects_id": None,
    }


def _verdicts(work: Work, done: list[Claim]) -> Rows:
    for number, minute, finishes in done:
        if finishes and work.dice.random() < 0.2:  # noqa: PLR2004 - a fifth still waits
            continue
        confirmed = finishes and work.dice.random() < 0.85  # noqa: PLR2004 - a share
        yield {
            "update_id": number,
            "kind": VerdictKind.CONFIRMED if confirmed else VerdictKind.SENT_BACK,
            "reason": "" if confirmed else "Chưa có văn bản kết quả.",
            "author_id": INSPECTOR,
            "at": work.moment(min(minute + 4000, work.minutes)),
        }


def _evidence(work: Work) -> Rows:
    for number in range(5, work.size.updates + 1, 5):
        yield {
            "update_id": number,
            "source_file_id": number % FILES + 1,
            "file_name": "bao-cao.docx",
            "text": SENTENCES[number % len(SENTENCES)] * 3,
            "is_shared": number % 2 == 0,
        }


def _share(given: Given) -> float:
    """Return how often an assignment is spoken of, beside others."""
    if given.role is not AssignmentRole.LEAD:
        return 0.1
    return 4.0 if given.every else 1.0
