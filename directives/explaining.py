"""Why a task was read as it was: for each part, the line of the table that gave it.

The readers note the deciding line with each body; what times, labels and natures owe to which
word is told by the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from directives.enumeration import read_label
from directives.lexicon import table, table_text
from directives.model import Body, BodyRole, Directive, Nature, TaskDraft
from directives.wording import lowered, plain_reading

_STRING = re.compile(r"'''(?:[^']|'(?!''))*'''|\"(?:[^\"\\]|\\.)*\"|'[^'\n]*'")
_COMMENT = re.compile(r"^#.*$", re.MULTILINE)
_RULE = re.compile(r"(?P<table>\w+)\.(?P<key>[\w.]+)(?:\[(?P<entry>\d+)\])?")
# How a body stands where no line of a table decided.
_BY_POSITION = {
    "list": "goes on the list of bodies before it",
    "subject": "the subject of its clause",
    "subject with a predicate": "the subject behind an adverbial",
    "": "given by a column or by a person",
}
_SHORTLY_BEHIND = 60
_NAMES = ("groups", "names", "prefixes", "heads", "titles", "group_nouns", "quantifiers")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one ``part`` of a task is what it is; ``rule`` names a line or says it in words."""

    part: str
    words: str
    rule: str


def explain(directive: Directive) -> Iterator[tuple[TaskDraft, tuple[Reason, ...]]]:
    """Yield every task with the reasons of its parts, in document order."""
    plain = plain_reading(directive.text)
    for task in directive.walk():
        yield task, tuple(_reasons(task, plain))


def _reasons(task: TaskDraft, plain: str) -> Iterator[Reason]:
    words = plain_reading(task.text)
    yield _label(task, words)
    yield _verb(task, words)
    for role in BodyRole:
        for body in task.bodies(role):
            yield Reason(role.value, body.text, _role_rule(body, plain))
            if found := _first("bodies", _NAMES, body.text):
                yield Reason("  known by", body.text, found)
    if task.due:
        yield Reason("due", task.due.text, _time_rule(task.due.text, "time_properties"))
    if task.recurrence:
        yield Reason("recurrence", task.recurrence.text, _time_rule(task.recurrence.text, "hour"))
    yield Reason("nature", task.nature.value, _nature_rule(task, words))


def _label(task: TaskDraft, words: str) -> Reason:
    label = read_label(words) if task.label else None
    if label is None:
        return Reason("label", "", "a paragraph that names who answers, or a row of a table")
    rule = _first("enumeration", ("number_words", "ordinals"), label.text.removeprefix("Thứ "))
    return Reason("label", label.text, rule or f"a label of the style {label.style}")


def _verb(task: TaskDraft, words: str) -> Reason:
    label = read_label(words) if task.label else None
    main = lowered(words[label.length if label else 0 :])[:400]
    found = _earliest(main, ("duty_verbs", "product_verbs"))
    if found is None:
        return Reason("task", "", "it names a body, or points below it")
    key, place, verb = found
    return Reason("task", verb, locate("relations", key, place))


def _role_rule(body: Body, plain: str) -> str:
    if body.inherited:
        return "inherited from the words above"
    found = _RULE.fullmatch(body.rule)
    if found is None:
        behind = plain[body.end : body.end + _SHORTLY_BEHIND].lstrip(" ,:")
        verb = _first("relations", ("sure_predicates", "duty_verbs"), behind)
        place = _BY_POSITION.get(body.rule, body.rule)
        return f"{place}, {verb}" if verb and body.rule.startswith("subject") else place
    return locate(found["table"], found["key"], int(found["entry"] or 0))


def _time_rule(words: str, otherwise: str) -> str:
    return _first("time", ("triggers", "unsaid"), words) or locate("time", otherwise, 0)


def _nature_rule(task: TaskDraft, words: str) -> str:
    if task.recurrence or task.due:
        return "a recurrence" if task.recurrence else "a deadline"
    keys = ("standing_verbs",) if task.nature is Nature.REGULAR else ("product_verbs",)
    found = _earliest(lowered(words), keys)
    return locate("relations", found[0], found[1]) if found else "no verb with a product"


def _first(name: str, keys: Iterable[str], words: str) -> str:
    """Return the line of the longest entry of the first key with which ``words`` begin."""
    low = lowered(words)
    for key in keys:
        fits = _longest(
            enumerate(table(name)[key]),
            lambda entry: low.startswith(entry) and not low[len(entry) : len(entry) + 1].isalnum(),
        )
        if fits is not None:
            return locate(name, key, fits)
    return ""


def _longest(entries: Iterable[tuple[int, str]], fits: Callable[[str], bool]) -> int | None:
    found = [(len(entry), place) for place, entry in entries if fits(entry.lower())]
    return max(found)[1] if found else None


def _earliest(low: str, keys: Iterable[str]) -> tuple[str, int, str] | None:
    """Return key, place and words of the entry that stands first in ``low``."""
    found = [
        (place.start(), -len(entry), key, number, entry)
        for key in keys
        for number, entry in enumerate(table("relations")[key])
        if (place := re.search(rf"(?<!\w){re.escape(entry.lower())}(?!\w)", low))
    ]
    return min(found)[2:] if found else None


@cache
def locate(name: str, key: str, entry: int) -> str:
    """Return file and line of an entry of a table: ``relations.toml:45 lead_after``."""
    text = _COMMENT.sub(lambda comment: " " * len(comment[0]), table_text(name))
    heading, _, last = key.rpartition(".")
    begin = text.find(f"\n[{heading}]") if heading else 0
    at = re.compile(rf"^(?:{re.escape(last)} = |\[{re.escape(last)}\]$)", re.MULTILINE).search(
        text, max(begin, 0)
    )
    if at is None:
        return f"{name}.toml {key}"
    strings = _STRING.finditer(text, at.end())
    found = next((string for place, string in enumerate(strings) if place == entry), at)
    return f"{name}.toml:{text.count(chr(10), 0, found.start()) + 1} {key}"
