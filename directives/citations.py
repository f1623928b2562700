"""Numbers and symbols of documents, and the places where a text cites them.

The first separator decides the family: "23-CT/TU" is a number of the Party, "15/CT-UBND" one of
the State. Copies lose separators and split numbers by spaces, so both are forgiven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from directives.lexicon import any_of, table
from directives.model import Citation
from directives.wording import lowered

KINDS: dict[str, str] = table("kinds")["names"]
MARKS: dict[str, str] = table("kinds")["marks"]
_LETTERS = "A-ZĐƯƠ"
_PIECE = rf"[{_LETTERS}][{_LETTERS}a-zđ0-9]{{0,14}}"
_SYMBOL = rf"{_PIECE}(?: ?[-/&.,] ?{_PIECE}){{0,4}}"
_CODE_REST = rf"\d{{0,4}}[a-z]?(?: ?[-/] ?\d{{4}})? ?[-/] ?{_SYMBOL}"
CODE = rf"\d{_CODE_REST}"
"""A number with its symbol, as a part of patterns."""
_UNSEPARATED_REST = rf"\d{{0,4}} ?(?:{any_of(MARKS)}) ?[-/] ?{_SYMBOL}"
# The pattern begins with the digit itself, for which a text is searched fastest.
_NUMBER = re.compile(rf"\d(?<![\w/.,-].)(?:{_CODE_REST}|{_UNSEPARATED_REST})(?![\w/-])")
NAMED = any_of([*KINDS.values(), *(name[0].upper() + name[1:] for name in KINDS.values())])
"""The names of kinds as sentences write them, as a part of patterns."""
_CITED_AS = [*KINDS.values(), *table("kinds")["cited_as"]]
# What stands before a number, in lower case.
_BEFORE = re.compile(
    rf"(?:(?:{any_of(name.lower() for name in _CITED_AS)}(?: liên tịch)?"
    r"|(?:luật|bộ luật|pháp lệnh) [^,;.:()\n]{2,80}?)(?: số)? ?:? ?|(?<!\w)số ?:? ?)$"
)
# "1961/QĐUBND": copies lose the separator behind the mark as well.
_MARK = re.compile(rf"(?<=[\d/-])(?!TTCP)({any_of(MARKS)})(?:[-/.&]|(?=UBND|HĐND|TTg|CP|TW|TU)|$)")
_LONGEST_BEFORE = 100
_ASSEMBLY = re.compile(r"\d+ ?/ ?\d{4} ?/ ?(?:QH|UBTVQH|PL)")


def number_in(words: str) -> str | None:
    """Return the first number with a symbol in ``words``, without spaces."""
    found = _NUMBER.search(words)
    return _joined(found[0]) if found else None


def is_number(words: str) -> bool:
    """Return whether ``words`` are nothing but a number with its symbol."""
    return _NUMBER.fullmatch(words) is not None


def kind_of_number(number: str | None) -> str | None:
    """Return the kind that the mark in a number tells; ``None`` where it has none."""
    found = _MARK.search(number or "")
    return MARKS[found[1]] if found else None


def find_citations(text: str, plain: str, own: str | None) -> Iterator[Citation]:
    """Yield every document that ``text`` cites, except the one whose number is ``own``.

    ``plain`` is the plain reading of ``text``.
    """
    low = lowered(plain)
    for found in _NUMBER.finditer(plain):
        number = _joined(found[0])
        before = _BEFORE.search(low, max(0, found.start() - _LONGEST_BEFORE), found.start())
        if number == own or not (before or _stands_alone(number)):
            continue
        start = before.start() if before else found.start()
        yield Citation(text[start : found.end()], number, start, found.end())


def _stands_alone(number: str) -> bool:
    """Whether a number shows by itself, without the name of a kind, that it is a document's."""
    return kind_of_number(number) is not None or bool(_ASSEMBLY.match(number))


def _joined(number: str) -> str:
    return number.replace(" ", "").rstrip(".,")
