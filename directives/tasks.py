"""From the outline to tasks: what directs, who, until when, and how surely it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from directives.bodies import Gazetteer, Mention
from directives.deadlines import Calendar, find_due, find_recurrence
from directives.enumeration import GROUPING, Style
from directives.figures import find_figures
from directives.lexicon import any_of, table
from directives.model import (
    Body,
    BodyRole,
    Due,
    Nature,
    Recurrence,
    Span,
    SpanRole,
    TaskDraft,
)
from directives.roles import Roles, addressed, roles_between
from directives.structure import MAX_HEADING_WORDS, Node, Stretch, is_context_line, is_context_title

_RELATIONS = table("relations")
_DUTY = re.compile(rf"(?:{any_of(_RELATIONS['duty_verbs'] + _RELATIONS['product_verbs'])})(?!\w)", re.IGNORECASE)  # fmt: skip
_PRODUCT = re.compile(rf"(?<!\w)(?:{any_of(_RELATIONS['product_verbs'])})(?!\w)", re.IGNORECASE)
_STANDING = re.compile(rf"(?:{any_of(_RELATIONS['standing_verbs'])})(?!\w)", re.IGNORECASE)
# A main verb stands near the start; what comes later only describes.
_MAIN_CLAUSE_CHARACTERS = 160
_TITLE_WORDS = 14


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a point takes from above: the bodies that answer unless it names its own."""

    lead: tuple[Body, ...] = ()


@dataclass(slots=True)
class TaskReader:
    """Reads the tasks of one text and notes what the rest of its points are."""

    text: str
    gazetteer: Gazetteer
    frame: Calendar
    spans: list[Span] = field(default_factory=list)

    def read(self, roots: Iterable[Node]) -> tuple[TaskDraft, ...]:
        """Return the tasks in document order, without ids."""
        return tuple(self._tasks(roots, Inherited()))

    def _tasks(self, nodes: Iterable[Node], above: Inherited) -> Iterator[TaskDraft]:
        for node in nodes:
            inherited = self._led_in(node, above)
            if is_context_title(node):
                self._note(node.head.start, _end_of(node), SpanRole.CONTEXT)
            elif self._only_groups(node):
                self._note(node.head.start, node.parts[-1].end, SpanRole.HEADING)
                yield from self._tasks(node.children, inherited)
            elif is_context_line(node.head.words):
                self._note(node.head.start, _end_of(node), SpanRole.CONTEXT)
            else:
                yield self._task(node, inherited)

    def _note(self, start: int, end: int, role: SpanRole) -> None:
        self.spans.append(Span(start, end, role))

    def _led_in(self, node: Node, above: Inherited) -> Inherited:
        """Take the bodies of a lead-in sentence, which speaks to every point after it."""
        if node.lead_in is None or above.lead:
            return above
        lead_in = node.lead_in
        found = addressed(self.text, lead_in.start, lead_in.end, self.gazetteer)
        if not found:
            roles = roles_between(self.text, lead_in.start, lead_in.end, self.gazetteer)
            found = roles[BodyRole.LEAD]
        return Inherited(self._bodies(found, inherited=True)) if found else above

    def _only_groups(self, node: Node) -> bool:
        words = node.head.words.strip()
        if node.is_heading or node.style in GROUPING or words.isupper() or not words:
            return True
        if node.style is Style.ARTICLE and node.children:
            return not self._directs(node)
        count = len(words.split())
        if node.children:
            return count <= MAX_HEADING_WORDS and not self._directs(node)
        titled = count <= _TITLE_WORDS and words[-1] not in ".;:,"
        return titled and not self._directs(node)

    def _directs(self, node: Node) -> bool:
        if _DUTY.match(node.head.words):
            return True
        return bool(self._roles(node)[BodyRole.LEAD])

    def _roles(self, node: Node) -> Roles:
        roles = roles_between(self.text, node.head.body_start, node.head.end, self.gazetteer)
        for part in node.parts[1:]:
            more = roles_between(self.text, part.body_start, part.end, self.gazetteer)
            for role in BodyRole:
                for mention in more[role]:
                    roles.add(role, mention, self.text)
        return roles

    def _task(self, node: Node, above: Inherited) -> TaskDraft:
        roles = self._roles(node)
        lead = self._bodies(roles[BodyRole.LEAD]) or above.lead
        below = Inherited(tuple(replace(body, inherited=True) for body in lead))
        children = tuple(self._tasks(node.children, below))
        return self._draft(
            node.parts,
            children,
            label=node.head.label.text if node.head.label else None,
            end=_end_of(node),
            bodies={
                "lead": lead,
                **{
                    role.value: self._bodies(roles[role])
                    for role in BodyRole
                    if role is not BodyRole.LEAD
                },
            },
        )

    def _draft(
        self,
        parts: Sequence[Stretch],
        children: tuple[TaskDraft, ...],
        *,
        label: str | None,
        end: int,
        bodies: dict[str, tuple[Body, ...]],
    ) -> TaskDraft:
        start = parts[0].start
        due = _strictest(
            find_due(self.text, part.body_start, part.end, self.frame) for part in parts
        )
        recurrence = next(
            (
                found
                for part in parts
                if (found := find_recurrence(self.text, part.body_start, part.end))
            ),
            None,
        )
        words = self.text[parts[0].body_start : parts[0].end]
        draft = TaskDraft(
            id="",
            label=label,
            start=start,
            end=end,
            text=self.text[start:end],
            nature=nature_of(words, due, recurrence),
            due=due,
            recurrence=recurrence,
            figures=tuple(
                figure
                for part in parts
                for figure in find_figures(self.text, part.body_start, part.end)
            ),
            children=children,
            **bodies,  # type: ignore[arg-type]  # each role is a field of bodies
        )
        self._note(start, end, SpanRole.TASK)
        return replace(draft, confidence=_confidence(draft, words))

    def _bodies(self, mentions: Iterable[Mention], *, inherited: bool = False) -> tuple[Body, ...]:
        return tuple(
            Body(self.text[m.start : m.end], m.start, m.end, m.group, inherited) for m in mentions
        )


def _end_of(node: Node) -> int:
    return max(node.parts[-1].end, *(_end_of(child) for child in node.children), 0)


def in_order(tasks: Iterable[TaskDraft]) -> tuple[TaskDraft, ...]:
    """Return tasks in document order with their ids: t1, t2 … and t1.1 below."""
    ordered = sorted(tasks, key=lambda task: task.start)
    return tuple(_numbered(task, f"t{place}") for place, task in enumerate(ordered, start=1))


def _numbered(task: TaskDraft, identity: str) -> TaskDraft:
    children = tuple(
        _numbered(child, f"{identity}.{place}")
        for place, child in enumerate(task.children, start=1)
    )
    return replace(task, id=identity, children=children)


def _strictest(dues: Iterable[Due | None]) -> Due | None:
    found = [due for due in dues if due is not None]
    # A day that can be told binds before one that cannot, and the earliest of several.
    return min(
        found,
        key=lambda due: (due.date is None, due.date.toordinal() if due.date else 0, due.start),
        default=None,
    )


def nature_of(words: str, due: Due | None, recurrence: Recurrence | None) -> Nature:
    """Return how a task binds, from its main verb and its time."""
    if recurrence is not None:
        return Nature.PERIODIC
    if due is not None:
        return Nature.SPECIFIC
    main = words[:_MAIN_CLAUSE_CHARACTERS]
    if _STANDING.match(main):
        return Nature.REGULAR
    return Nature.SPECIFIC if _PRODUCT.search(main) else Nature.REGULAR


def _confidence(draft: TaskDraft, words: str) -> float:
    """Score a reading: a label, a body of its own and a duty verb each make it surer."""
    own = any(not body.inherited for body in draft.lead)
    score = 0.4 + 0.2 * (draft.label is not None) + 0.1 * bool(draft.lead) + 0.1 * own
    score += 0.2 * bool(_DUTY.search(words[:_MAIN_CLAUSE_CHARACTERS]))
    return round(min(score, 1.0), 2)
