"""Telling headings, and what directs nobody, by the words of a passage alone."""

from __future__ import annotations

import re

from directives.blocks import BlockKind
from directives.lexicon import any_of, table
from directives.passages import Passage
from directives.sieve import Sieve

_TABLE = table("sections")
_CONTEXT_TITLE = re.compile(_TABLE["context_titles"], re.IGNORECASE)
_BESIDE_CONTEXT = re.compile(_TABLE["context_beside"], re.IGNORECASE)
_TITLE_BESIDE_CONTEXT = re.compile(_TABLE["context_title_beside"], re.IGNORECASE)
_ALSO_DIRECTS = re.compile(_TABLE["context_and_more"], re.IGNORECASE)
_CONTEXT_LEAD_IN = Sieve(_TABLE["context_lead_ins"], flags=re.IGNORECASE)
_COMMANDING = re.compile(rf"{_TABLE['commanding']}|{_TABLE['demanded_accounts']}", re.IGNORECASE)
CONTEXT_LINE = re.compile(_TABLE["context_lines"])
_RELATIONS = table("relations")
_DUTY = re.compile(
    rf"{any_of(verb.lower() for verb in _RELATIONS['duty_verbs'] + _RELATIONS['product_verbs'])}(?!\w)"
)
_TOPIC = re.compile(_RELATIONS["topics"], re.IGNORECASE)
_COUNTED = re.compile(_TABLE["counted_duties"])
_NO_DUTY = re.compile(any_of(_RELATIONS["no_duties"]))
MAX_HEADING_WORDS = 40
MAX_TITLE_WORDS = 25
_MOST_CAPITAL_WORDS = 90
_LONGEST_INLINE_TITLE = 30


def is_title(passage: Passage) -> bool:
    """Return whether a passage is a heading: styled so, in capitals, or bold and short."""
    if passage.label is not None:
        return passage.block.kind is BlockKind.HEADING
    if passage.block.kind is BlockKind.HEADING:
        return len(passage.text.split()) <= MAX_HEADING_WORDS
    if passage.text[-1] in ".;:,?":
        return False
    if passage.text.isupper():
        return len(passage.text.split()) <= _MOST_CAPITAL_WORDS
    return passage.block.bold and len(passage.text.split()) <= MAX_TITLE_WORDS


def is_question(passage: Passage) -> bool:
    """Return whether a passage asks what the text below it answers, as articles do."""
    asks = passage.label is None and passage.text.endswith("?")
    return asks and len(passage.text.split()) <= MAX_HEADING_WORDS


def is_context_title(head: Passage, before: Passage | None, *, titled: bool) -> bool:
    """Return whether a heading says that what stands below it directs nobody.

    ``before`` is the heading before it: "Yêu cầu" after "Mục đích" defines, alone it commands.
    ``titled`` says that other text stands below ``head``.
    """
    words = head.words.strip(" .:")
    tells = _CONTEXT_TITLE.match(words) is not None
    if before is None and not tells:
        return False
    if _ALSO_DIRECTS.match(words):
        return False
    if before is not None and _BESIDE_CONTEXT.match(before.words.strip(" .:")):
        return tells or _TITLE_BESIDE_CONTEXT.match(words) is not None
    if not tells or 0 < words.find(":") < _LONGEST_INLINE_TITLE:
        return tells
    titled = titled or words.isupper() or head.block.bold
    return titled and len(words.split()) <= MAX_TITLE_WORDS


def is_context_line(text: str) -> bool:
    """Return whether a paragraph is about the document itself and directs nobody."""
    return bool(CONTEXT_LINE.match(text))


def directs_nobody(lead_in: Passage) -> bool:
    """Return whether the sentence before a list tells of a situation instead of commanding."""
    end = lead_in.text[-200:]
    told = _CONTEXT_LEAD_IN.fits(end, end.lower())
    return told and not _COMMANDING.search(lead_in.text[-250:])


def is_topic(words: str) -> bool:
    """Return whether words say what the text below them is about ("Về tổ chức bộ máy:")."""
    return bool(_TOPIC.match(words.rstrip(" .:")))


def is_duty(words: str) -> bool:
    """Return whether words begin with a verb of duty ("xây dựng", not "cấp xã")."""
    low = words.lower()
    if counted := _COUNTED.match(low):
        low = low[counted.end() :]
    return bool(_DUTY.match(low)) and not _NO_DUTY.match(low)
