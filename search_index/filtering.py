"""What a field is asked with: from the words behind its colon to a part of the query's tree.

Values may have several words without quotation marks (``tt:quá hạn``, ``han:quý II/2024``): as
many words belong to a field as name something there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from rapidfuzz import fuzz, process

from search_index import grammar
from search_index.dates import bounds
from search_index.errors import SearchQueryError
from search_index.fields import CHOICE_OF, CHOICES, FIELD_OF, FIELDS, Field, Holds, key_of
from search_index.names import NameTable
from search_index.query import Between, OneOf, Query

MOST_WORDS = 12
NO_DUE_WORDS = frozenset({"khong", "khongco", "none"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What may stand behind a field's colon: ``words`` up to the ``ends``, the most first."""

    name: grammar.FieldName
    start: int
    ends: tuple[int, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Reads the fields of one text; ``today`` is for days like "this week"."""

    text: str
    names: NameTable
    today: date | None

    def field(self, name: grammar.FieldName) -> Field:
        """Return the field that is called so.

        Raises:
            SearchQueryError: none is.
        """
        field = FIELD_OF.get(key_of(name))
        if field is None:
            near = get_close_matches(key_of(name), FIELD_OF, n=1, cutoff=0.7)
            rest = self.text[name.start + len(name) + 1 :]
            right = f"{FIELD_OF[near[0]].vietnamese}:" if near else f"{name} "
            raise SearchQueryError(
                f"there is no field called {name}",
                code="unknown-field",
                position=name.start,
                proposal=f"{self.text[: name.start]}{right}{rest}",
                name=name,
                fields=", ".join(each.vietnamese for each in FIELDS),
            )
        return field

    def read(self, field: Field, asked: Asked) -> tuple[Query, int]:
        """Return what is asked of a field, and how many of its ``ends`` were too far.

        Raises:
            SearchQueryError: the field cannot be asked with any of it.
        """
        for skipped, words in enumerate(asked.words):
            found = self._value(field, words.strip())
            if found is not None:
                return found, skipped
        raise self.fault(field, asked)

    def _value(self, field: Field, words: str) -> Query | None:
        if field.holds is Holds.NAME:
            found = self.names.find(words)
            return OneOf(field.name, found) if found else None
        if field.holds is Holds.CHOICE:
            chosen = CHOICE_OF[field.name].get(key_of(words))
            return OneOf(field.name, chosen) if chosen else None
        if field.name == "due" and key_of(words) in NO_DUE_WORDS:
            return OneOf("status", ("no-deadline",))
        days = bounds(words.replace("-", "..") if field.holds is Holds.TERM else words, self.today)
        return days and Between("due" if field.name == "due" else "date", *days)

    def fault(self, field: Field, asked: Asked) -> SearchQueryError:
        """Say that a field cannot be asked with what stands there, and what would do."""
        end, better = self._better(field, asked)
        value, example = self.text[asked.start : asked.ends[-1]], field.examples[0]
        before, after = self.text[: asked.start], self.text[end:]
        if better is None:
            before, better = self.text[: asked.name.start], example
        return SearchQueryError(
            f"{field.vietnamese}: cannot be {value}; write for example {example}",
            code=_FAULTS[field.holds] if asked.words[-1].strip() else "bad-value",
            position=asked.start,
            proposal=f"{before}{better}{after}".strip(),
            name=field.vietnamese,
            value=value,
            example=example,
            choices=", ".join(choice.names[0] for choice in CHOICES.get(field.name, ())),
        )

    def _better(self, field: Field, asked: Asked) -> tuple[int, str | None]:
        """Return what was probably meant, with the end of what it is most like."""
        near = [
            (score, end, name)
            for end, words in zip(asked.ends, asked.words, strict=True)
            for name, score in self._like(field, words)
        ]
        if not near:
            return asked.ends[-1], None
        _, end, name = max(near)
        return end, f'"{name}"' if field.holds is Holds.NAME else name

    def _like(self, field: Field, words: str) -> Iterator[tuple[str, float]]:
        """Give the value of a field that is most like ``words``, if any is, and how much."""
        if field.holds is Holds.NAME:
            yield from filter(None, [self.names.nearest(words)])
        elif field.holds is Holds.CHOICE:
            near = process.extractOne(
                key_of(words), list(CHOICE_OF[field.name]), scorer=fuzz.ratio, score_cutoff=70
            )
            if near is not None:
                yield near[0], near[1]


_FAULTS = {
    Holds.NAME: "unknown-name",
    Holds.CHOICE: "unknown-value",
    Holds.WORDS: "bad-value",
    Holds.DAY: "bad-date",
    Holds.YEAR: "bad-date",
    Holds.TERM: "bad-date",
}
