"""What the words of a reading stand for: the clerk's choice first, then the registry."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.models.registry import BodyMatch, Registry

LEFT_AS_WORDS = "words"


def resolve(words: str, matches: Mapping[str, str], registry: Registry) -> BodyMatch | None:
    """Return whom ``words`` mean; ``None`` when nobody has said and the registry does not know.

    Words left as words on purpose give a match without agency and without group.
    """
    choice = matches.get(words)
    if choice is None:
        return registry.match(words)
    if choice == LEFT_AS_WORDS:
        return BodyMatch(None, None, words)
    kind, _, number = choice.partition(":")
    if kind == "agency":
        return BodyMatch(int(number), None, registry.name_of(int(number)))
    return BodyMatch(None, int(number), registry.group_name(int(number)))
