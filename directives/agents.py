"""Who acts at the start of a sentence though no table knows them: "Giáo viên chủ nhiệm phối hợp …"."""

from __future__ import annotations

import re

from directives.lexicon import CAPITAL, any_of, table
from directives.phrases import Phrases
from directives.sieve import Sieve

_BODIES = table("bodies")
_RELATIONS = table("relations")
# Only what people and bodies do; "phải", "cần" and "được" follow any noun.
_ACTS = Sieve(rf" (?:{any_of(_RELATIONS['agentive_predicates'])})(?!\w)")
_MANY_DO = re.compile(rf" (?:{any_of(_RELATIONS['agentive_verbs'])})(?!\w)")
_NO_AGENT = re.compile(
    any_of(
        {
            *_BODIES["no_agents"],
            *_BODIES["stops"],
            *_RELATIONS["duty_verbs"],
            *_RELATIONS["acting_verbs"],
            *_RELATIONS["product_verbs"],
        }
    )
    + r"(?!\w)"
)
_START = re.compile(
    rf"[ *\"'-]{{0,5}}(?P<many>(?:Các|Mỗi|Từng|Toàn thể) )?(?=[{CAPITAL}]|(?<= )\w)"
)
_WORD = re.compile(r"\w+")
_COMMA = re.compile(", ")
_LONGEST = 60
_LONGEST_PREDICATE = 40


def unknown_agent(phrases: Phrases, first: int) -> tuple[int, int] | None:
    """Return the place of a subject that opens a sentence and that no table knows.

    Behind it stands a predicate of people, or, behind "các", a verb of theirs; or it is the first
    of a list of bodies. None is looked for behind ``first``, where the first known body begins.
    """
    start = _START.match(phrases.text)
    if start is None or start.end() >= first or not _may_act(phrases, start):
        return None
    if _NO_AGENT.match(phrases.low, start.end()):
        return None
    word = _WORD.match(phrases.text, start.end())
    if word is None:
        return None
    end = phrases.described(word.end(), certain=-1, whole=True)
    begin = start.start("many") if start["many"] else start.end()
    if not 0 < end - begin <= _LONGEST:
        return None
    acts = _ACTS.patterns[0].match(phrases.text, end) or (
        start["many"] and _MANY_DO.match(phrases.text, end)
    )
    beside = phrases.text.startswith(", ", end) and phrases.begins_a_body(end + 2)
    return (begin, end) if acts or (beside and end > word.end()) else None


def _may_act(phrases: Phrases, start: re.Match[str]) -> bool:
    """Whether what has to stand behind a subject stands near the start of a sentence at all."""
    at = start.end()
    near = phrases.low[at : at + _LONGEST + _LONGEST_PREDICATE]
    if start["many"] or _ACTS.may_find(near):
        return True
    return any(phrases.begins_a_body(at + comma.end()) for comma in _COMMA.finditer(near))
