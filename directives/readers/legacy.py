"""Text written in the fonts from before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times).

Such a file holds Western letters that only its font shows as Vietnamese. The font's name says
so run by run; a plain text has no fonts, so there the words must show it themselves.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from directives.lexicon import table

_TABLE = table("legacy_fonts")
_SYLLABLE = re.compile(_TABLE["syllable"]["pattern"])
_WORD = re.compile(r"[^\s.,;:!?()/<>&=\"'\d-]+")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_SOFT_HYPHEN = "\u00ad"
_LARGEST_SAMPLE = 50_000
# Letters that no legacy table has: a text that has some is in Unicode, at the first look.
_MODERN = re.compile("[ăđơưĂĐƠƯẠ-ỹ]")
_SHORT_SAMPLE = 2_000
_ENOUGH_MODERN = 10
_LEAST_WORDS = 3
LEAST_SHARE = 0.85
_LEAST_SHARE_OF_ODD = 0.3
_CIRCLE = "\u25cc"


@lru_cache(maxsize=1024)
def font_table(name: str) -> str | None:
    """Return which legacy table a font of that name needs: "tcvn3", "tcvn3-capitals", "vni"."""
    lowered = name.strip().lower()
    return next((each for each, fonts in _fonts().items() if fonts.fullmatch(lowered)), None)


@cache
def _fonts() -> dict[str, re.Pattern[str]]:
    tcvn3, vni = _TABLE["tcvn3"], _TABLE["vni"]
    return {
        "vni": re.compile(vni["fonts"]),
        "tcvn3-capitals": re.compile(tcvn3["capital_fonts"]),
        "tcvn3": re.compile(tcvn3["fonts"]),
    }


def from_legacy(text: str, legacy: str) -> str:
    """Return the Unicode of ``text`` written in a table of :func:`font_table`."""
    if legacy == "vni":
        return _from_vni(text)
    plain = _from_tcvn3(text)
    return plain.upper() if legacy == "tcvn3-capitals" else plain


def mended(text: str) -> str:
    """Return ``text`` in Unicode if it plainly was written otherwise, else as it is.

    It was where nearly all words with odd letters become Vietnamese syllables by one of the
    tables, or by undoing that UTF-8 was read as Western letters, and are none as they stand.
    """
    if text.isascii() or len(_MODERN.findall(text[:_SHORT_SAMPLE])) >= _ENOUGH_MODERN:
        return text
    odd, all_words = _odd_words(text)
    if len(odd) < _LEAST_WORDS or len(odd) < _LEAST_SHARE_OF_ODD * all_words:
        return text
    undoubled = _undoubled(text)
    if undoubled is not None and share_of_syllables(undoubled) >= LEAST_SHARE:
        return undoubled
    for mend in (_from_tcvn3, _from_vni):
        read = sum(_is_syllable(mend(word)) for word in odd)
        if read >= LEAST_SHARE * len(odd):
            return mend(text)
    return text


def share_of_syllables(text: str) -> float:
    """Return which share of the words with letters beyond ASCII are Vietnamese; 0 if there are few."""
    odd, all_words = _odd_words(text)
    return 0.0 if all_words < _LEAST_WORDS else 1 - len(odd) / all_words


def _odd_words(text: str) -> tuple[list[str], int]:
    """Return the words that are no syllables, of those beyond ASCII, and how many those are."""
    sample = unicodedata.normalize("NFC", text[:_LARGEST_SAMPLE])
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    return [word for word in words if not _is_syllable(word)], len(words)


def _undoubled(text: str) -> str | None:
    """Undo that UTF-8 was read as Western letters and written as UTF-8 again."""
    try:
        # What the set of Windows leaves open is read by its number.
        return b"".join(map(_western, text)).decode()
    except UnicodeError:
        return None


def _western(letter: str) -> bytes:
    return letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "cp1252")


def _from_tcvn3(text: str) -> str:
    return text.translate(_tcvn3())


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word.lower())
    toneless = decomposed.translate(_TONES)
    has_one = len(decomposed) - len(toneless) <= 1
    return has_one and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))


@cache
def _tcvn3() -> dict[int, str]:
    letters: str = _TABLE["tcvn3"]["letters"]
    pairs = {ord(pair[0]): pair[1:] for pair in letters.split()}
    return {**pairs, ord(_SOFT_HYPHEN): _TABLE["tcvn3"]["soft_hyphen"]}


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of a letter with its marks and what each found piece stands for."""
    of = _TABLE["vni"]
    single = {pair[0]: pair[1:] for pair in of["letters"].split()}
    marks = {mark[0]: mark[1:].replace(_CIRCLE, "") for mark in of["marks"].split()}
    pieces = dict(single)
    for base in of["marked"]:
        for mark, combining in marks.items():
            written = single.get(base, base) + combining
            pieces[base + mark] = unicodedata.normalize("NFC", written)
    # A capital may be followed by a small mark.
    upper = {piece.upper(): read.upper() for piece, read in pieces.items()}
    mixed = {
        piece[0].upper() + piece[1:]: unicodedata.normalize("NFC", read.upper())
        for piece, read in pieces.items()
    }
    pieces |= mixed | upper
    longest_first = sorted(pieces, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), pieces


def _from_vni(text: str) -> str:
    pattern, pieces = _vni()
    return pattern.sub(lambda found: pieces[found[0]], text)
