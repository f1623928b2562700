"""The text as the rules read it: every character at its place, odd spellings made plain.

Line breaks inside a paragraph, the "_" of segmented corpora and long dashes say nothing to the
rules; "uỷ" and "ủy" are two spellings of one word. What is published is always the text itself.
"""

from __future__ import annotations

import re

_PLAIN = str.maketrans("\n_–—−‑“”", '  ----""')
_NEW_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_OLD_TONES = re.compile(rf"(?<![qQ])(?:{'|'.join(_NEW_TONES)})(?!\w)", re.IGNORECASE)


def plain_reading(text: str) -> str:
    """Return ``text`` with one spelling for each word; equally long."""
    return _OLD_TONES.sub(_in_new_tone, text.translate(_PLAIN))


def _in_new_tone(found: re.Match[str]) -> str:
    new = _NEW_TONES[found[0].lower()]
    return "".join(
        letter.upper() if old.isupper() else letter
        for letter, old in zip(new, found[0], strict=True)
    )
