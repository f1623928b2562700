"""What a figure is about: the key by which figures of different texts are put beside each other.

A key is made of the words beside the figure: behind it where things are counted ("111/116 xã
**đạt chuẩn nông thôn mới**") or before it where none follow, and on both sides where something
is measured ("**tỷ lệ hộ nghèo** còn 1,2%"). Abbreviations are written out, dates and words
that say nothing of the thing are left out, and what remains is compared without marks and
without order. The tables are in ``subjects.toml``; docs/figures.md tells it to people.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from directives import Every, Figure, find_figures
from directives.text import fold
from search_index import DEFAULT_ABBREVIATIONS
from tracker.periods import period_containing

MAX_SYLLABLES = 12
# Of a sentence without an end no more is looked at, so that its length costs nothing.
MAX_REACH = 400


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"


_TABLE: dict[str, Any] = tomllib.loads(
    files("tracker.models").joinpath("subjects.toml").read_text("utf-8")
)
_MULTIPLES: dict[str, int] = _TABLE["multiples"]
_MULTIPLE = re.compile(rf"({'|'.join(sorted(_MULTIPLES, key=len, reverse=True))}) ")
_MEASURES = frozenset(_TABLE["measures"])
_EMPTY_WORDS = frozenset(_TABLE["words_without_meaning"])
_NEGATIONS = frozenset({"chua", "khong"})
_EMPTY = re.compile(_any_of(_TABLE["phrases_without_meaning"]), re.IGNORECASE)
_BREAK = re.compile(rf"[,:()]|{_any_of(_TABLE['breaks'])}", re.IGNORECASE)
_CHANGE = re.compile(rf"{_any_of(_TABLE['changes'])} *$", re.IGNORECASE)
_BESIDE_UNIT = re.compile(rf"(?:[ ,]|và )*{_any_of(_TABLE['beside_a_unit'])}", re.IGNORECASE)
_WANTED = re.compile(_any_of(_TABLE["wanted"]), re.IGNORECASE)
_REACHED = re.compile(_any_of(_TABLE["reached"]), re.IGNORECASE)
_FALLING = frozenset(fold(word) for word in _TABLE["expected_to_fall"])
_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n")
_BRACKETED = re.compile(r"\([^()]*\)")
_ROWS = DEFAULT_ABBREVIATIONS.rows
_TIMES = Counter(row.short for row in _ROWS)
_WRITTEN_OUT = {row.short: row.meaning for row in _ROWS if _TIMES[row.short] == 1}
_SYLLABLE = re.compile(r"\w+")
_MARKUP = str.maketrans(dict.fromkeys("*_`#>[]", " "))
# Days and periods in words; what is left of a number then counts or names something.
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DAY = r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})"
_QUARTER = r"quý (?P<quarter>iv|i{1,3}|[1-4])(?:/| năm |-)(?P<quarter_year>\d{4})"
_MONTH = r"tháng (?P<only_month>\d{1,2})(?:/| năm )(?P<month_year>\d{4})"
_YEAR = r"năm (?P<only_year>\d{4})(?![-/\d])"
_WHEN = re.compile(rf"{_DAY}|{_QUARTER}|{_MONTH}|{_YEAR}", re.IGNORECASE)
_AS_OF = re.compile(r"(?:đến|hết|cuối)(?: hết| cuối)?(?: ngày)? *$", re.IGNORECASE)
_TIME = re.compile(
    rf"{_WHEN.pattern.replace('?P<', '?P<t_')}|quý (?:iv|i{{1,3}}|[1-4])\b|tháng \d{{1,2}}\b"
    r"|(?:\d+|sáu) tháng (?:đầu|cuối)(?: năm)?|(?:giai đoạn|nhiệm kỳ|năm) \d{4}(?: ?- ?\d{4})?"
    r"|\d{1,2}/\d{1,2}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A figure with what it is about.

    ``unit`` and the numbers are brought to one measure ("tỷ đồng" to "đồng"). ``key`` is the
    subject's key, empty where no word says what is counted; ``topic`` are the words of the
    text that gave it. ``as_of`` is a past day that the sentence names. What ``is_wanted`` is a
    goal by the words, what ``is_reached`` is not one; of others the text decides.
    """

    figure: Figure
    unit: str
    value: float
    whole: float | None
    key: str
    topic: str
    sentence: str
    is_wanted: bool
    is_reached: bool
    as_of: date | None


def figures_in(text: str, today: date) -> list[FigureWords]:
    """Return the figures of ``text``, written on ``today``, each with what it is about."""
    figures = list(find_figures(text, 0, len(text)))
    # Found once: looking back from each figure would be quadratic.
    ends = [found.end() for found in _SENTENCE_END.finditer(text)] if figures else []
    told: list[FigureWords] = []
    for place, figure in enumerate(figures):
        later = bisect_right(ends, figure.start)
        start = max(ends[later - 1] if later else 0, figure.start - MAX_REACH)
        end = min(ends[later] - 1 if later < len(ends) else len(text), figure.end + MAX_REACH)
        around = _Place(text, figures, place, (start, end))
        told.append(around.told(told[-1] if told else None, today))
    return told


def grows(key: str) -> bool:
    """Return whether a part of a whole with this subject is expected only to grow."""
    return bool(key) and _FALLING.isdisjoint(key.split())


def nearness(one: str, other: str) -> float:
    """Return how near two keys are, from 0 to 1; one that the other holds whole is near."""
    left, right = set(one.split()), set(other.split())
    if not (left and right):
        return 0.0
    shared = len(left & right)
    return (shared / len(left | right) + shared / min(len(left), len(right))) / 2


def measured(figure: Figure) -> tuple[str, float, float | None]:
    """Return a figure's unit, value and whole in one measure for all that are alike."""
    found = _MULTIPLE.match(figure.unit)
    times = _MULTIPLES[found[1]] if found else 1
    unit = figure.unit[found.end() :] if found else figure.unit
    whole = None if figure.of is None else figure.of * times
    return _TABLE["same_unit"].get(unit, unit), figure.value * times, whole


class _Place:
    """A figure in its sentence, with the figures beside it as borders."""

    def __init__(
        self, text: str, figures: Sequence[Figure], place: int, sentence: tuple[int, int]
    ) -> None:
        self._text = text
        self._figure = figures[place]
        self._start, self._end = sentence
        self._from = max(self._start, figures[place - 1].end if place else 0)
        follower = figures[place + 1].start if place + 1 < len(figures) else self._end
        self._to = min(self._end, follower)

    def told(self, earlier: FigureWords | None, today: date) -> FigureWords:
        """Return the figure with its subject; a bare share is of what was counted before it."""
        unit, value, whole = measured(self._figure)
        topic = self._topic(unit)
        key = _key(topic, unit)
        if change := _CHANGE.search(self._text, self._from, self._figure.start):
            key = " ".join(sorted({*key.split(), *fold(change[0]).split()[:1]}))
        if not key and earlier and unit == "%" and earlier.figure.start >= self._start:
            key, topic = earlier.key, earlier.topic
        as_of, is_ahead = self._as_of(today)
        lead = self._text[self._start : self._figure.end]
        return FigureWords(
            figure=self._figure,
            unit=unit,
            value=value,
            whole=whole,
            key=key,
            topic=topic,
            sentence=" ".join(self._text[self._start : self._end].split()),
            is_wanted=is_ahead or (as_of is None and _WANTED.search(lead) is not None),
            is_reached=as_of is not None or _REACHED.search(lead) is not None,
            as_of=as_of,
        )

    def _topic(self, unit: str) -> str:
        behind, before = self._behind(), self._before()
        if unit in _MEASURES:
            # What is measured may go on behind: "giải ngân 450 tỷ đồng vốn đầu tư công".
            return " … ".join(words for words in (before, behind) if _key(words, unit))
        return behind if _key(behind, unit) else before

    def _behind(self) -> str:
        words = self._text[self._figure.end : self._to].translate(_MARKUP)
        while found := _BESIDE_UNIT.match(words):
            words = words[found.end() :]
        words = _BRACKETED.sub(" ", words)
        stop = _BREAK.search(words)
        return _tidy(words[: stop.start()] if stop else words)

    def _before(self) -> str:
        # "…: 111/116 xã" tells before the colon what is counted.
        words = self._text[self._from : self._figure.start].translate(_MARKUP)
        words = _CHANGE.sub("", _BRACKETED.sub(" ", words).rstrip(" :"))
        begin = max((found.end() for found in re.finditer(r"[,:()]", words)), default=0)
        return _tidy(words[begin:])

    def _as_of(self, today: date) -> tuple[date | None, bool]:
        """Return the past day as of which the sentence speaks, and whether it speaks of later."""
        for found in _WHEN.finditer(self._text, self._start, self._end):
            day = _day_of(found)
            if day is None or not _AS_OF.search(self._text, self._start, found.start()):
                continue
            return (day, False) if day <= today else (None, True)
        return None, False


def _day_of(found: re.Match[str]) -> date | None:
    try:
        if found["day"]:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["quarter"]:
            month = _ROMAN[found["quarter"].lower()] * 3
            return period_containing(date(int(found["quarter_year"]), month, 1), Every.QUARTER).end
        if found["only_month"]:
            first = date(int(found["month_year"]), int(found["only_month"]), 1)
            return period_containing(first, Every.MONTH).end
        return date(int(found["only_year"]), 12, 31)
    except ValueError:
        return None


def _tidy(words: str) -> str:
    return " ".join(words.translate(_MARKUP).split()).strip(" ,:;-–")


def _key(topic: str, unit: str) -> str:
    words = _EMPTY.sub(" ", _TIME.sub(" ", " ".join(_written_out(topic))))
    of_unit = set(unit.lower().split())
    syllables = [found[0].lower() for found in _SYLLABLE.finditer(words)]
    kept = [fold(word) for word in syllables if word not in _EMPTY_WORDS | of_unit]
    key = set(kept[:MAX_SYLLABLES])
    # "còn 3 xã chưa đạt" leaves to the reader what was not reached.
    return "" if key <= _NEGATIONS else " ".join(sorted(key))


def _written_out(topic: str) -> Iterator[str]:
    """Yield the words with each abbreviation of one meaning written out."""
    for word in topic.split():
        bare = word.strip(".,;:()\"'“”")
        yield _WRITTEN_OUT.get(bare, word)
