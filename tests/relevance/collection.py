"""Documents, tasks and updates made from templates and dice, the same for the same seed.

Beside the texts it keeps what each is about, which is what the judgements go by.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.relevance import habits
from tests.relevance.papers import TODAY, Body, Order, Paper, Part, Word
from tracker.domain import AssignmentRole, UpdateStatus, VerdictKind

SEED = 20240217
TASKS_OF_A_PAPER = 11
PLACE = Path(__file__).parent
TOPICS: list[dict[str, Any]] = tomllib.loads((PLACE / "topics.toml").read_text("utf-8"))["topic"]
WORDING: dict[str, Any] = tomllib.loads((PLACE / "wording.toml").read_text("utf-8"))
OFFICE_REASONS = {name: WORDING["reasons"][name] for name in ("capital", "staff", "guidance")}
LEAD, _, SUPPORTING = AssignmentRole
NUMBER_WORDS = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
# Kind, form of the number, issuer.
FORMS = (
    ("chi-thi", "{}-CT/TU", "Ban Thường vụ Tỉnh ủy"),
    ("nghi-quyet", "{}-NQ/TU", "Ban Chấp hành Đảng bộ tỉnh"),
    ("ket-luan", "{}-KL/TU", "Ban Thường vụ Tỉnh ủy"),
    ("ke-hoach", "{}/KH-UBND", "Ủy ban nhân dân tỉnh"),
    ("thong-bao", "{}-TB/VPTU", "Văn phòng Tỉnh ủy"),
)
FIRST_DAY = date(2022, 2, 10)
DAYS_BETWEEN_PAPERS = 40
HABITS: tuple[tuple[habits.Habit, int], ...] = (
    (habits.as_it_should_be, 45),
    (habits.in_haste, 24),
    (habits.shortening(WORDING["brief"]), 13),
    (habits.with_late_marks, 7),
    (habits.mistyped, 6),
    (habits.untidy, 5),
)
TASK_HABITS: tuple[tuple[habits.Habit, int], ...] = (
    (habits.as_it_should_be, 78),
    (habits.with_late_marks, 10),
    (habits.shortening(WORDING["brief"]), 7),
    (habits.untidy, 5),
)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a task is about: an aspect of a topic in one wording, and an act."""

    topic: dict[str, Any]
    aspect: dict[str, Any]
    act: str
    wording: int
    words: str

    @property
    def facts(self) -> frozenset[str]:
        named = {f"about:{self.topic['key']}"} if self.aspect.get("named") else set()
        aspect = self.aspect["key"]
        said = {f"says:{aspect}-{self.wording}", f"act:{self.act}"}
        return frozenset({f"aspect:{aspect}", *said, *named})


class Writer:
    """Writes papers about an office's bodies."""

    def __init__(self, bodies: Mapping[str, Body], seed: int = SEED) -> None:
        self._bodies = bodies
        self._dice = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret
        self._results = 200

    def papers(self) -> Iterator[Paper]:
        """Give the papers, in order of their days."""
        titled = [(topic, number) for number in (1, 2) for topic in TOPICS]
        for place, (topic, number) in enumerate(titled):
            yield self._paper(place, topic, number)

    def _paper(self, place: int, topic: dict[str, Any], title: int) -> Paper:
        kind, form, issuer = FORMS[(place + place // len(TOPICS)) % len(FORMS)]
        day = FIRST_DAY + timedelta(days=place * DAYS_BETWEEN_PAPERS)
        paper = Paper(
            number=form.format(f"{31 + place * 3:02}"),
            kind=kind,
            issued_on=day,
            issuer=issuer,
            title=topic["titles"][title - 1],
            subject=frozenset({f"titled:{topic['key']}-{title}"}),
            opening=self._one("documents", "openings").format(**topic),
            field_of_work=topic["field"] if self._dice.random() < 0.8 else None,
            topic=topic["key"],
            closing=self._one("documents", "closings"),
        )
        return replace(paper, orders=tuple(self._orders(paper, topic, place)))

    def _orders(self, paper: Paper, topic: dict[str, Any], place: int) -> Iterator[Order]:
        for number in range(TASKS_OF_A_PAPER):
            aspect = topic["aspect"][number % len(topic["aspect"])]
            act = self._dice.choice(list(WORDING["acts"]))
            turn = number // len(topic["aspect"]) + place // len(TOPICS)
            wording = turn % len(aspect["task"])
            words = self._filled(aspect["task"][wording])
            subject = _Subject(topic, aspect, act, wording + 1, words)
            to_all = number == TASKS_OF_A_PAPER - 1 and place % 3 == 0
            yield self._order(paper, subject, number, to_all=to_all)

    def _order(self, paper: Paper, subject: _Subject, number: int, *, to_all: bool) -> Order:
        leads = self._districts() if to_all else self._leads(subject.topic, paper.issued_on)
        partners = [] if to_all else self._partners(paper.issued_on, leads)
        due = self._due(paper.issued_on, subject.act)
        called = "Ban thường vụ các huyện ủy, thành ủy" if to_all else self._called(leads)
        act, said = self._act(subject)
        text = self._one("tasks", "lead" if self._dice.random() < 0.8 else "asked").format(
            label=self._label(number, paper.kind),
            lead=called,
            act=act,
            coop=self._coop(partners),
            due=self._when(due, subject.act),
        )
        tail, mentioned = self._tail(subject.topic)
        parts = [*((LEAD, key) for key in leads), *((SUPPORTING, key) for key in partners)]
        facts = subject.facts | paper.identity() | mentioned | said
        return Order(
            text=self._typed(text.replace("  ", " ")[:-1] + tail + ".", TASK_HABITS).strip(),
            parts=tuple(self._part(paper, subject, key, role) for role, key in parts),
            subject=facts | ({"group:huyen-uy"} if to_all else self._type(leads)),
            due=due,
            is_quarterly=subject.act == "report",
        )

    def _act(self, subject: _Subject) -> tuple[str, set[str]]:
        forms = WORDING["acts"][subject.act]
        form = self._dice.randrange(len(forms))
        return forms[form].format(x=subject.words), {f"says:{subject.act}-{form + 1}"}

    def _type(self, leads: Sequence[str]) -> set[str]:
        return {"type:huyen-uy"} if any(key.startswith(("hu-", "tu-")) for key in leads) else set()

    # -- bodies

    def _leads(self, topic: dict[str, Any], day: date) -> list[str]:
        keys = list(topic["leads"])
        count = 2 if self._dice.random() < 0.18 else 1
        return list(dict.fromkeys(self._on(key, day) for key in self._dice.sample(keys, count)))

    def _partners(self, day: date, leads: Sequence[str]) -> list[str]:
        count = self._dice.choices((0, 1, 2, 3), (45, 30, 17, 8))[0]
        everybody = [key for topic in TOPICS for key in topic["leads"]]
        chosen = (self._on(key, day) for key in self._dice.sample([*everybody, "tinh-doan"], count))
        return [key for key in dict.fromkeys(chosen) if key not in leads]

    def _districts(self) -> list[str]:
        return [key for key in self._bodies if key.startswith(("hu-", "tu-"))]

    def _on(self, key: str, day: date) -> str:
        """Return who does on a day what was once given to ``key``."""
        body = self._bodies[key]
        ended = body.last_day is not None and body.last_day < day
        return body.heir if ended and body.heir else key

    def _called(self, keys: Sequence[str]) -> str:
        return ", ".join(self._dice.choice(self._bodies[key].names) for key in keys)

    def _coop(self, partners: Sequence[str]) -> str:
        return self._one("tasks", "coop").format(names=self._called(partners)) if partners else ""

    # -- days and other words of a task

    def _due(self, issued_on: date, act: str) -> date | None:
        if act == "report" or self._dice.random() < 0.42:
            return None
        return issued_on + timedelta(days=self._dice.randrange(40, 600))

    def _when(self, due: date | None, act: str) -> str:
        if due is None:
            return "" if act == "report" else self._one("tasks", "undated")
        day = self._dice.choice(("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"))
        return self._one("tasks", "due").format(day=due.strftime(day), month=f"{due:%m/%Y}")

    def _label(self, number: int, kind: str) -> str:
        if kind == "chi-thi" and number < len(NUMBER_WORDS):
            return f"{NUMBER_WORDS[number]} là,"
        return f"{number + 1}."

    def _tail(self, topic: dict[str, Any]) -> tuple[str, set[str]]:
        if self._dice.random() > 0.13:
            return "", set()
        other = self._dice.choice([each for each in TOPICS if each is not topic])
        tail = self._one("tasks", "linked").format(other=other["linked"])
        return tail, {f"mentions:{other['key']}"}

    # -- what agencies say

    def _part(self, paper: Paper, subject: _Subject, key: str, role: AssignmentRole) -> Part:
        story = self._dice.choices(
            ("silent", "working", "submitted", "sent-back", "confirmed"), (15, 42, 10, 9, 24)
        )[0]
        if role is SUPPORTING:
            story = self._dice.choice(("silent", "silent", "working"))
        days = self._days(paper.issued_on, 0 if story == "silent" else self._dice.randrange(1, 6))
        words = [self._word(paper, subject, key, day) for day in days]
        if words and story not in {"silent", "working"}:
            words[-1] = self._claim(words[-1], subject, story)
        return Part(key, role, tuple(map(self._in_one_habit, words)))

    def _days(self, first: date, count: int) -> list[date]:
        room = (TODAY - first).days - 12
        offsets = self._dice.sample(range(10, max(room, 20)), count)
        return sorted(first + timedelta(days=offset) for offset in offsets)

    def _word(self, paper: Paper, subject: _Subject, key: str, day: date) -> Word:
        reasons = WORDING["reasons"] if subject.topic.get("builds") else OFFICE_REASONS
        excuse, difficulty = self._maybe(reasons, "reason", 0.33)
        wish, proposal = self._maybe(WORDING["asks"], "asks", 0.16)
        narrative = " ".join(filter(None, (
            self._one("updates", "opening").format(
                agency=self._called([key]), document=paper.number, month=f"{day:%m/%Y}"),
            self._one("updates", "subject").format(x=subject.words),
            self._filled(self._dice.choice(subject.aspect["did"])),
            self._filled(self._one("updates", "progress")),
        )))  # fmt: skip
        return Word(
            at=datetime(day.year, day.month, day.day, 2, 30, tzinfo=UTC),
            narrative=narrative,
            difficulties=difficulty,
            proposals=proposal,
            facts=excuse | wish,
        )

    def _in_one_habit(self, word: Word) -> Word:
        habit = self._habit(HABITS)
        return replace(
            word,
            narrative=habit(word.narrative, self._dice),
            difficulties=habit(word.difficulties, self._dice),
            proposals=habit(word.proposals, self._dice),
        )

    def _claim(self, word: Word, subject: _Subject, story: str) -> Word:
        self._results += 1
        claim = replace(
            word,
            status=UpdateStatus.DONE,
            narrative=f"{word.narrative} {self._one('updates', 'done')}",
            result_number=f"{self._results}-BC/HU" if self._dice.random() < 0.5 else None,
            evidence=self._evidence(subject) if self._dice.random() < 0.4 else None,
        )
        return claim if story == "submitted" else self._judged(claim, story)

    def _judged(self, claim: Word, story: str) -> Word:
        kinds = ("confirmed",) if story == "confirmed" else ("no-evidence", "numbers")
        kind = self._dice.choice(kinds)
        facts = claim.facts if story == "confirmed" else claim.facts | {f"verdict:{kind}"}
        reason = self._one("verdicts", kind)
        return replace(claim, verdict=VerdictKind(story), reason=reason, facts=facts)

    def _evidence(self, subject: _Subject) -> str:
        did = self._filled(self._dice.choice(subject.aspect["did"]))
        return self._one("evidence", "report").format(x=subject.words, did=did)

    # -- dice

    def _one(self, part: str, name: str) -> str:
        chosen: str = self._dice.choice(WORDING[part][name])
        return chosen

    def _maybe(
        self, among: Mapping[str, Sequence[str]], what: str, chance: float
    ) -> tuple[frozenset[str], str]:
        """Return nothing, or one of the sentences with what it says."""
        if self._dice.random() > chance:
            return frozenset(), ""
        name = self._dice.choice(list(among))
        wording = self._dice.randrange(len(among[name]))
        month = f"{self._dice.randrange(1, 13)}/2025"
        text = self._filled(among[name][wording].replace("{month}", month))
        return frozenset({f"{what}:{name}", f"says:{what}-{name}-{wording + 1}"}), text

    def _filled(self, text: str) -> str:
        few, many = self._dice.randrange(2, 40), self._dice.randrange(41, 98)
        return text.format(n=few, m=many)

    def _habit(self, among: Sequence[tuple[habits.Habit, int]]) -> habits.Habit:
        kinds, weights = zip(*among, strict=True)
        chosen: habits.Habit = self._dice.choices(kinds, weights)[0]
        return chosen

    def _typed(self, text: str, among: Sequence[tuple[habits.Habit, int]]) -> str:
        return self._habit(among)(text, self._dice)
