"""Labels: "Một là", "Thứ nhất", I., A., 1., 1.1., 1), a), (1), (i), -, Điều 5."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from directives.lexicon import CAPITAL, SMALL, any_of, table


class Style(StrEnum):
    """The families of labels; two labels of one style are siblings."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    WORD = "word"
    ORDINAL = "ordinal"
    ROMAN = "roman"
    CAPITAL = "capital"
    DECIMAL = "decimal"
    DECIMAL_2 = "decimal-2"
    DECIMAL_3 = "decimal-3"
    DECIMAL_4 = "decimal-4"
    DECIMAL_BRACKET = "decimal-bracket"
    BRACKETED_DECIMAL = "bracketed-decimal"
    BRACKETED_ROMAN = "bracketed-roman"
    LETTER = "letter"
    BRACKETED_LETTER = "bracketed-letter"
    FIRST_OR_LAST = "first-or-last"
    DASH = "dash"
    PLUS = "plus"
    DOT = "dot"


BULLETS = frozenset({Style.DASH, Style.PLUS, Style.DOT})
GROUPING = frozenset({Style.PART, Style.CHAPTER, Style.SECTION})


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a stretch of text.

    ``text`` is the label as published ("Một là", "1.", "a)"); ``length`` is how many characters
    it takes with the punctuation and spaces that follow. ``number`` is 0 for bullets.
    """

    text: str
    length: int
    style: Style
    number: int


_WORDS: dict[str, int] = table("enumeration")["number_words"]
_ORDINALS: dict[str, int] = table("enumeration")["ordinals"]
_ALPHABET: str = table("enumeration")["letters"]["order"]
_CAPITALISED = [word[0].upper() + word[1:] for word in _WORDS]

_WORD = rf"(?:{any_of(_CAPITALISED)}) là(?=[,:; ])"
# "Thứ hai, ngày 20/01/2025" is a day of the week.
_ORDINAL = rf"Thứ (?:{any_of(_ORDINALS)})(?= ?[,:;])(?! ?, ?(?:ngày )?\d)"
# A copy in small letters leaves "Iii." of "III."
_ROMAN = "(?:[IVX]{1,6}|[IVX][ivx]{1,5})"
_DIGITS = r"\d{1,2}"
_COUNT = f"(?:{_ROMAN}|{_DIGITS})"
_NO_NUMBER = r" ?(?=[^\d\s.,%/-])"
_DECIMAL_MARK = rf"(?: ?\.| ?[/–-](?= |[{CAPITAL}][{SMALL}]))"
_MARK = "[.:,-]? ?"
_ROMAN_MARK = f"(?: ?[.)]|/(?= )| ?[–-](?= |[{CAPITAL}]))"


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral made of I, V and X."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral.upper()]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def letter_value(letter: str) -> int:
    """Return the place of a small letter in the alphabet of lists, from 1; "f" is a second "e"."""
    return _ALPHABET.find("e" if letter == "f" else letter) + 1


def _capital_value(letter: str) -> int:
    return "ABCDĐEGH".find(letter) + 1


def _word_value(words: str) -> int:
    return _WORDS[words.removesuffix(" là").lower()]


def _ordinal_value(words: str) -> int:
    return _ORDINALS[words.removeprefix("Thứ ")]


def _last_value(numbers: str) -> int:
    return int(numbers.rpartition(".")[2])


def _none(_words: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way to write a label. Its first group is the label, its second what ``value`` counts."""

    style: Style
    pattern: str
    value: Callable[[str], int]


def _shape(style: Style, label: str, value: Callable[[str], int], *, behind: str = " ?") -> _Shape:
    return _Shape(style, f"({label}){behind}", value)


# The first that fits counts; each is anchored at the start, so reading is linear.
_SHAPES = (
    _shape(Style.WORD, f"({_WORD})", _word_value, behind=" ?[,:;]? ?"),
    _shape(Style.ORDINAL, f"({_ORDINAL})", _ordinal_value, behind=" ?[,:;] ?"),
    _shape(Style.FIRST_OR_LAST, "(Trước hết|Trước tiên|Cuối cùng)", _none, behind=", ?"),
    _shape(Style.PART, rf"((?:Phần|PHẦN) (?:thứ \w{{1,6}}|{_COUNT}))", _none, behind=_MARK),
    _shape(Style.CHAPTER, f"((?:Chương|CHƯƠNG) {_COUNT})", _none, behind=_MARK),
    _shape(Style.SECTION, f"((?:Mục|MỤC) {_COUNT})", _none, behind=_MARK),
    _shape(Style.ARTICLE, r"Điều (\d{1,3})", int, behind=r"(?:[.:]|(?= ?$)) ?"),
    _shape(Style.ROMAN, f"({_ROMAN}){_ROMAN_MARK}", roman_value, behind=r"(?: |(?=[^\d\sIVX]))"),
    _shape(Style.CAPITAL, r"([A-EGHĐ])(?: ?\.|[/)-])", _capital_value, behind=r" (?=\S)"),
    *(
        _shape(style, rf"({_DIGITS}(?:\.{_DIGITS}){{{depth}}})(?:[.)]| ?[–-](?= ))?", _last_value, behind=_NO_NUMBER)
        for style, depth in ((Style.DECIMAL_4, 3), (Style.DECIMAL_3, 2), (Style.DECIMAL_2, 1))
    ),
    _shape(Style.DECIMAL, f"({_DIGITS}){_DECIMAL_MARK}", int, behind=r"(?: |(?=[^\d\s]))"),
    _shape(Style.DECIMAL_BRACKET, rf"({_DIGITS}) ?\)", int),
    _shape(Style.BRACKETED_DECIMAL, rf"\(({_DIGITS})\)", int, behind="[.,:]? ?"),
    _shape(Style.BRACKETED_ROMAN, r"\(([ivx]{1,5})\)", roman_value, behind="[.,:]? ?"),
    _shape(Style.BRACKETED_LETTER, rf"\(([{_ALPHABET}f])\)", letter_value, behind="[.,:]? ?"),
    _shape(Style.LETTER, rf"([{_ALPHABET}f])(?: ?\)|\.(?= ))", letter_value, behind=r" ?(?=\S)"),
    _shape(Style.DASH, r"([-–—−])", _none, behind=r" ?(?=[^\s-])"),
    _shape(Style.PLUS, r"(\+)", _none, behind=r" ?(?=\S)"),
    _shape(Style.DOT, r"([•·●▪◦]|\*(?= ))", _none, behind=r" ?(?=\S)"),
)  # fmt: skip


_LABEL = re.compile("|".join(shape.pattern for shape in _SHAPES))


def read_label(text: str) -> Label | None:
    """Return the label with which ``text`` begins, if it does."""
    found = _LABEL.match(text)
    if found is None:
        return None
    # The group that closed last is the label itself, the first of the two of its shape.
    at = found.lastindex or 0
    shape = _SHAPES[at // 2]
    return Label(found[at], found.end(), shape.style, shape.value(found[at + 1]))


# A search for capitals, of which there are few, is faster than one for what stands before them.
_INLINE = re.compile(
    rf"{any_of([*(f'{word} là' for word in _CAPITALISED), *(f'Thứ {word}' for word in _ORDINALS)])}"
    r"(?:(?<=là)(?=[,:; ])|(?= ?[,:;]))"
)
_SENTENCE_ENDS = tuple(f"{mark} " for mark in '.;:!?”"')
# "Điều 1. 1. …": an article whose first point stands in its own line.
_FIRST_POINT = re.compile(r"Điều \d{1,3}\. ?(?=1\. ?\D)")


def inline_starts(text: str) -> tuple[int, ...]:
    """Return where "Một là … Hai là …" splits one paragraph; empty when it does not.

    One number word inside a sentence is rhetoric; two that count on from one are a list.
    """
    if article := _FIRST_POINT.match(text):
        return (article.end(),)
    found = (found.start() for found in _INLINE.finditer(text))
    starts = [start for start in found if text.endswith(_SENTENCE_ENDS, 0, start)]
    if not starts:
        return ()
    if (opening := read_label(text)) and opening.style in {Style.WORD, Style.ORDINAL}:
        starts.insert(0, 0)
    labels = [label for start in starts if (label := read_label(text[start : start + 40]))]
    counts_on = [label.number for label in labels] == list(
        range(labels[0].number, labels[0].number + len(labels)) if labels else ()
    )
    return tuple(start for start in starts if start) if counts_on and len(labels) > 1 else ()
