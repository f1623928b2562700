"""How people type: without marks, in short forms, with slips; the same for the same dice."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping

from search_index.letters import without_marks

Habit = Callable[[str, random.Random], str]

_EARLY = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_LATE = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
_LATE_OF = dict(zip(_EARLY.split(), _LATE.split(), strict=True))
_OPEN_SYLLABLE = re.compile(rf"(?<!q)(?:{'|'.join(_LATE_OF)})\b")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def as_it_should_be(text: str, _dice: random.Random) -> str:
    return text


def in_haste(text: str, _dice: random.Random) -> str:
    """Small letters without marks, without full stops."""
    return without_marks(text).replace(".", "").strip()


def with_late_marks(text: str, _dice: random.Random) -> str:
    """Write hoà and uỷ, as many were taught."""
    return _OPEN_SYLLABLE.sub(lambda found: _LATE_OF[found[0]], text)


def mistyped(text: str, dice: random.Random) -> str:
    """Change letters of two longer words."""
    for _ in range(2):
        words = list(_LONG_WORD.finditer(text))
        if words:
            word = dice.choice(words)
            text = text[: word.start()] + _slip(word[0], dice) + text[word.end() :]
    return text


def untidy(text: str, dice: random.Random) -> str:
    """Have no-break spaces, a word glued to the next sentence, and now and then split letters."""
    pieces = text.split(" ")
    text = "".join(
        piece + (dice.choice(("\u00a0", " ", " ")) if place < len(pieces) - 1 else "")
        for place, piece in enumerate(pieces)
    ).replace(", ", ",", 1)
    return unicodedata.normalize("NFD", text) if dice.random() < 0.3 else text


def shortening(short_forms: Mapping[str, str]) -> Habit:
    """Return the habit of writing these short forms."""

    def shortened(text: str, _dice: random.Random) -> str:
        for words, short in short_forms.items():
            text = re.sub(re.escape(words), short, text, flags=re.IGNORECASE)
        return text

    return shortened


def _slip(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    return dice.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
