"""What keys were meant to give: a syllable typed by Telex or VNI while the keyboard was not on.

``dduwowngf`` and ``d9u7o7ng2`` are đường. Nothing is known here of which syllables exist:
whoever asks has to look whether a reading is a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300\u0301\u0309\u0303\u0323"
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"u": "ư", "o": "ơ"}
_BREVE = {"a": "ă"}
_BAR = {"d": "đ"}
_LONGEST = 12
_VOWELS = "aăâeêioôơuưy"
# Letters that carry the tone wherever they stand; of two, the later.
_STRONG = "ăâêôơư"
_CORE = re.compile(
    rf"(?P<head>qu|gi(?=[{_VOWELS}])|[^{_VOWELS}]*)(?P<core>[{_VOWELS}]+)(?P<tail>.*)"
)


@dataclass(frozen=True, slots=True)
class _Method:
    """A way of typing: the keys that add a tone, and those that change a letter typed before."""

    tones: Mapping[str, str]
    changes: Mapping[str, Mapping[str, str]]


_TELEX = _Method(
    {"f": _GRAVE, "s": _ACUTE, "r": _HOOK, "x": _TILDE, "j": _DOT},
    {
        "w": {**_HORN, **_BREVE},
        "d": _BAR,
        **{vowel: {vowel: changed} for vowel, changed in _CIRCUMFLEX.items()},
    },
)
_VNI = _Method(
    {"2": _GRAVE, "1": _ACUTE, "3": _HOOK, "4": _TILDE, "5": _DOT},
    {"6": _CIRCUMFLEX, "7": _HORN, "8": _BREVE, "9": _BAR},
)


def readings(keys: str) -> tuple[str, ...]:
    """Return the syllables that ``keys`` would have given; none when they give themselves."""
    typed = keys.lower()
    if len(typed) > _LONGEST or not typed.isascii() or not typed.isalnum():
        return ()
    found = (_read(typed, method) for method in (_TELEX, _VNI))
    return tuple(dict.fromkeys(each for each in found if each is not None and each != typed))


def _read(keys: str, method: _Method) -> str | None:
    letters, tone = "", ""
    for key in keys:
        changed = _changed(letters, method.changes.get(key, {}))
        if changed is not None:
            letters = changed
        elif key in method.tones and any(letter in _VOWELS for letter in letters):
            tone = method.tones[key]
        else:
            letters += key
    return _toned(letters, tone) if letters.isalpha() else None


def _changed(letters: str, changes: Mapping[str, str]) -> str | None:
    """Return ``letters`` with the last that the key changes; "uo" changes as a pair."""
    pair = letters.rfind("uo")
    if pair >= 0 and {"u", "o"} <= changes.keys():
        return f"{letters[:pair]}ươ{letters[pair + 2 :]}"
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in changes:
            return f"{letters[:at]}{changes[letters[at]]}{letters[at + 1 :]}"
    return None


def _toned(letters: str, tone: str) -> str | None:
    parts = _CORE.fullmatch(letters)
    if not tone or parts is None:
        return None if tone else letters
    at = parts.start("core") + _place_of_tone(parts["core"], has_tail=bool(parts["tail"]))
    return unicodedata.normalize("NFC", f"{letters[: at + 1]}{tone}{letters[at + 1 :]}")


def _place_of_tone(core: str, *, has_tail: bool) -> int:
    strong = [at for at, letter in enumerate(core) if letter in _STRONG]
    if strong:
        return strong[-1]
    if has_tail:
        return len(core) - 1
    return 0 if len(core) == 2 else len(core) // 2  # noqa: PLR2004
