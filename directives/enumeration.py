"""Labels: "Một là", "Thứ nhất", I., A., 1., 1.1., 1), a), (1), (i), -, Điều 5."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from directives.lexicon import any_of, table


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

_WORD = rf"(?:{any_of(_CAPITALISED)})\ là(?=[,:;\ ])"
_ORDINAL = rf"Thứ\ (?:{any_of(_ORDINALS)})(?=\ ?[,:;])"
# Alternatives are tried in this order; each is anchored, so reading is linear.
_LABEL = re.compile(
    rf"""
      (?P<word>{_WORD})[,:;]?\ ?
    | (?P<ordinal>{_ORDINAL})\ ?[,:;]\ ?
    | (?P<part>(?:Phần|PHẦN)\ (?:thứ\ \w{{1,6}}|[IVX]{{1,5}}|\d{{1,2}}))[.:,-]?\ ?
    | (?P<chapter>(?:Chương|CHƯƠNG)\ (?:[IVX]{{1,6}}|\d{{1,2}}))[.:,-]?\ ?
    | (?P<section>(?:Mục|MỤC)\ (?:[IVX]{{1,6}}|\d{{1,2}}))[.:,-]?\ ?
    | (?P<article>Điều\ (?P<article_number>\d{{1,3}}))(?:[.:]|(?=\ ?$))\ ?
    | (?P<roman>(?P<roman_number>[IVX]{{1,6}})(?:\ ?[.)]|/(?=\ )|\ ?[–-](?=\ |[A-ZĐ])))(?:\ |(?=[^\d\sIVX]))
    | (?P<capital>(?P<capital_letter>[A-HĐ])[./)-])\ (?=\S)
    | (?P<multi>(?P<multi_number>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}))(?P<multi_end>[.)]?)\ ?(?=[^\d\s.,%/-])
    | (?P<decimal>(?P<decimal_number>\d{{1,2}})(?:\ ?\.|\ ?[/–-](?=\ |[A-ZĐÀ-Ỹ][a-zà-ỹđ])))(?:\ |(?=[^\d\s]))
    | (?P<decimal_bracket>(?P<bracket_number>\d{{1,2}})\))\ ?
    | (?P<bracketed>\((?P<bracketed_number>\d{{1,2}})\))[.,:]?\ ?
    | (?P<small_roman>\((?P<small_roman_number>[ivx]{{1,5}})\))[.,:]?\ ?
    | (?P<bracketed_letter>\((?P<bracketed_name>[a-zđ])\))[.,:]?\ ?(?=\S)
    | (?P<letter>(?P<letter_name>[a-zđ])(?:\)|\.(?=\ )))\ ?(?=\S)
    | (?P<first_or_last>Trước\ hết|Trước\ tiên|Cuối\ cùng),\ ?
    | (?P<dash>[-–—−])\ ?(?=[^\d\s-]|\d)
    | (?P<plus>\+)\ ?(?=\S)
    | (?P<dot>[•·●▪◦]|\*(?=\ ))\ ?(?=\S)
    """,
    re.VERBOSE,
)
_STYLES = {
    "part": Style.PART,
    "chapter": Style.CHAPTER,
    "section": Style.SECTION,
    "dash": Style.DASH,
    "plus": Style.PLUS,
    "dot": Style.DOT,
}
_MULTI = {1: Style.DECIMAL_2, 2: Style.DECIMAL_3, 3: Style.DECIMAL_4}


def read_label(text: str) -> Label | None:
    """Return the label with which ``text`` begins, if it does."""
    found = _LABEL.match(text)
    if found is None:
        return None
    kind = next(name for name in found.groupdict() if found[name] is not None)
    style, number = _style_and_number(kind, found)
    written = found[kind] + (found["multi_end"] or "" if kind == "multi" else "")
    return None if style is None else Label(written, found.end(), style, number)


def _style_and_number(kind: str, found: re.Match[str]) -> tuple[Style | None, int]:
    match kind:
        case "word":
            return Style.WORD, _WORDS[found[kind].removesuffix(" là").lower()]
        case "ordinal":
            return Style.ORDINAL, _ORDINALS[found[kind].removeprefix("Thứ ")]
        case "article":
            return Style.ARTICLE, int(found["article_number"])
        case "roman":
            return Style.ROMAN, roman_value(found["roman_number"])
        case "capital":
            return Style.CAPITAL, ord(found["capital_letter"]) - ord("A") + 1
        case "multi":
            numbers = found["multi_number"].split(".")
            return _MULTI[len(numbers) - 1], int(numbers[-1])
        case "decimal":
            return Style.DECIMAL, int(found["decimal_number"])
        case "decimal_bracket":
            return Style.DECIMAL_BRACKET, int(found["bracket_number"])
        case "bracketed":
            return Style.BRACKETED_DECIMAL, int(found["bracketed_number"])
        case "small_roman":
            return Style.BRACKETED_ROMAN, roman_value(found["small_roman_number"].upper())
        case "letter":
            number = _ALPHABET.find(found["letter_name"]) + 1
            return (Style.LETTER if number else None), number
        case "first_or_last":
            return Style.FIRST_OR_LAST, int(found[kind].startswith("Trước"))
        case "bracketed_letter":
            number = _ALPHABET.find(found["bracketed_name"]) + 1
            return (Style.BRACKETED_LETTER if number else None), number
    return _STYLES[kind], 0


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral made of I, V and X."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


_INLINE = re.compile(rf"(?<=[.;:!?”\"] )(?:{_WORD}|{_ORDINAL})")


def inline_starts(text: str) -> tuple[int, ...]:
    """Return where "Một là … Hai là …" splits one paragraph; empty when it does not.

    One number word inside a sentence is rhetoric; two that count on from one are a list.
    """
    starts = [found.start() for found in _INLINE.finditer(text)]
    if (opening := read_label(text)) and opening.style in {Style.WORD, Style.ORDINAL}:
        starts.insert(0, 0)
    labels = [label for start in starts if (label := read_label(text[start : start + 40]))]
    counts_on = [label.number for label in labels] == list(
        range(labels[0].number, labels[0].number + len(labels)) if labels else ()
    )
    return tuple(start for start in starts if start) if counts_on and len(labels) > 1 else ()
