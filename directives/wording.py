"""The text as the rules read it: every character at its place, odd spellings made plain.

Line breaks inside a paragraph, the "_" of segmented corpora and long dashes say nothing to the
rules; "uỷ" and "ủy" are two spellings of one word. What is published is always the text itself.
"""

from __future__ import annotations

import re

_PLAIN = dict(zip("\n_–—−‑“”", '  ----""', strict=True))
_NEW_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_OLD_TONES = re.compile(r"[oOuU][àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?<![qQ]..)(?!\w)")

# Some converters lose the "a" of "à" and leave its mark on a consonant, where none can stand.
_LOST_VOWEL = re.compile("\u0300(?<=[bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX].)")


def plain_reading(text: str) -> str:
    """Return ``text`` with one spelling for each word; equally long."""
    for odd, plain in _PLAIN.items():
        text = text.replace(odd, plain)
    return _OLD_TONES.sub(_in_new_tone, _LOST_VOWEL.sub("à", text))


def lowered(text: str) -> str:
    """Return ``text`` in lower case with every letter at its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    # A few foreign capitals become two letters; they are left as they are.
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _in_new_tone(found: re.Match[str]) -> str:
    new = _NEW_TONES.get(found[0].lower(), found[0])
    return "".join(
        letter.upper() if old.isupper() else letter
        for letter, old in zip(new, found[0], strict=True)
    )
