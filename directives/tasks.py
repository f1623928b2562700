"""From the outline to tasks: what directs, who, until when, and how surely it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from directives.appraisal import confidence, nature_of
from directives.bodies import Mention
from directives.deadlines import find_due
from directives.figures import find_figures
from directives.lexicon import table
from directives.model import Body, BodyRole, Due, Recurrence, Span, SpanRole, TaskDraft
from directives.moments import Calendar
from directives.nodes import Node
from directives.passages import Passage
from directives.purposes import PROPERTY_TITLE, Purpose, PurposeReader
from directives.recurrences import find_recurrence
from directives.roles import RoleReader, Roles
from directives.titles import is_context_line

_SECTIONS = table("sections")
_ASSIGNING_TITLE = re.compile(_SECTIONS["assigning_titles"])
_TIME_LINE = re.compile(rf"{table('time')['time_lines']} ?\S")
_TIMES_FOLLOW = re.compile(_SECTIONS["times_follow"])
_SHARING_TITLES = {
    BodyRole.LEAD: re.compile(_SECTIONS["lead_titles"]),
    BodyRole.COORDINATING: re.compile(_SECTIONS["coordinating_titles"]),
}
_ANNOUNCING = re.compile(_SECTIONS["announcing"])
_COORDINATION = re.compile(_SECTIONS["coordination_heads"])
_DEMANDING = re.compile(_SECTIONS["demanding_points"])
_HAS_DUTIES = re.compile(_SECTIONS["having_duties"])

Lead = tuple[Body, ...]
_Timed = TypeVar("_Timed", Due, Recurrence)


@dataclass(slots=True)
class TaskReader:
    """Reads the tasks of one text and notes what the rest of its points are.

    ``plain`` is the plain reading of ``text``, equally long; the rules read it, and what is
    published is ``text``.
    """

    text: str
    plain: str
    reader: RoleReader
    frame: Calendar
    spans: list[Span] = field(default_factory=list)
    _known: dict[int, Roles] = field(default_factory=dict)
    _led: dict[int, Lead] = field(default_factory=dict)
    _timed: dict[int, Passage] = field(default_factory=dict)
    _purposes: PurposeReader = field(init=False)

    def __post_init__(self) -> None:
        self._purposes = PurposeReader(self.reader, self._names_lead)

    def read(self, roots: Iterable[Node]) -> tuple[TaskDraft, ...]:
        """Return the tasks in document order, without ids."""
        return tuple(self._tasks(roots, ()))

    def _tasks(self, nodes: Iterable[Node], above: Lead) -> Iterator[TaskDraft]:
        nodes = list(nodes)
        before: Node | None = None
        leads, beside = (self._shared(nodes, role) for role in _SHARING_TITLES)
        shared_to = _last_property(nodes)
        for node in nodes:
            shared = node.head.start <= shared_to
            lead = (leads if shared else ()) or above
            for task in self._read_point(node, before, self._led_in(node, lead)):
                lacks = shared and beside and not task.coordinating
                yield replace(task, coordinating=beside) if lacks else task
            before = node

    def _read_point(self, node: Node, before: Node | None, lead: Lead) -> Iterator[TaskDraft]:
        match self._purposes.purpose(node, before):
            case Purpose.DEFINES:
                self._note(node.head.start, _end_of(node), SpanRole.CONTEXT)
            case Purpose.TELLS:
                yield from self._commands_within(node, lead)
            case Purpose.GROUPS:
                yield from self._grouped(node, lead)
            case Purpose.DIRECTS:
                yield self._task(node, lead)

    def _grouped(self, node: Node, lead: Lead) -> Iterator[TaskDraft]:
        """Read what stands below a heading: its points, and paragraphs that name who answers."""
        self._note(node.head.start, node.head.end, SpanRole.HEADING)
        yield from self._own_duties(node, lead)
        self._share_time(node)
        yield from self._tasks(node.children, self._assigned(node) or lead)

    def _own_duties(self, node: Node, lead: Lead) -> Iterator[TaskDraft]:
        """Read the paragraphs below the head that name who answers."""
        for part in node.parts[1:]:
            own = Node([part], None)
            if self._names_lead(own) and not part.opens_a_list and not is_context_line(part.text):
                yield self._task(own, lead)
            else:
                self._note(part.start, part.end, SpanRole.CONTEXT)

    def _shared(self, nodes: Iterable[Node], role: BodyRole) -> Lead:
        """Take the bodies that a point such as "2. Cơ quan chủ trì" gives to those beside it."""
        shared: list[Body] = []
        for node in nodes:
            titled = [n for n in _below(node) if _SHARING_TITLES[role].match(n.head.words)]
            for passage in (p for n in titled for below in _below(n) for p in below.parts):
                if passage.text.startswith("("):
                    continue
                found = self.reader.bodies(passage.words_start, passage.end)
                shared.extend(self._bodies(found, inherited=role is BodyRole.LEAD))
            if titled and not _is_property(node):
                shared.clear()
        return tuple(shared)

    def _share_time(self, section: Node) -> None:
        """Give the time of a line "3. Thời gian thực hiện: …" to the points before it."""
        for line in filter(lambda part: _TIME_LINE.match(part.words), section.parts[1:]):
            for node in _below(section):
                if node.head.start < line.start:
                    self._timed.setdefault(node.head.start, line)

    def _commands_within(self, node: Node, lead: Lead) -> Iterator[TaskDraft]:
        """Read the points that command somebody below one that only tells of something."""
        self._note(node.head.start, node.head.end, SpanRole.CONTEXT)
        yield from self._own_duties(node, lead)
        at = node.parts[-1].end
        for child in node.children:
            self._note(at, child.head.start, SpanRole.CONTEXT)
            commands = self._purposes.commands(child)
            yield from (
                self._tasks((child,), lead) if commands else self._commands_within(child, lead)
            )
            at = _end_of(child)
        self._note(at, _end_of(node), SpanRole.CONTEXT)

    def _note(self, start: int, end: int, role: SpanRole) -> None:
        self.spans.append(Span(start, end, role))

    def _led_in(self, node: Node, above: Lead) -> Lead:
        """Take the bodies of a lead-in sentence, which speaks to every point after it."""
        lead_in = node.lead_in
        if lead_in is None or (above and node.parent is not None):
            return above
        if lead_in.start not in self._led:
            self._led[lead_in.start] = self._addressed(lead_in)
        return self._led[lead_in.start] or above

    def _addressed(self, lead_in: Passage) -> Lead:
        found = self.reader.addressed(lead_in.start, lead_in.end)
        if not found and not _ANNOUNCING.search(lead_in.text):
            found = self.reader.between(lead_in.start, lead_in.end)[BodyRole.LEAD]
        return self._bodies(found, inherited=True)

    def _assigned(self, node: Node) -> Lead:
        """Take the bodies of a heading ("Trách nhiệm của Sở Y tế") or of the words below it."""
        words = node.head.words.strip(" .:")
        title = _ASSIGNING_TITLE.match(words)
        at = node.head.words_start + node.head.words.index(words) + (title.end() if title else 0)
        found = self.reader.bodies(at, node.head.end, common=True)
        rest = words[found[-1].end - at :] if found else ""
        whole = bool(found) and (not rest or _HAS_DUTIES.match(rest) is not None)
        if title and len(node.parts) > 1 and node.opens_a_list:
            line = node.parts[-1]
            named = self.reader.between(line.words_start, line.end)[BodyRole.LEAD]
            if named:
                return self._bodies(named, inherited=True)
        if found and found[0].start == at and (title or whole):
            return self._bodies(found, inherited=True)
        if len(node.parts) == 1:
            return ()
        return self._addressed(node.parts[-1]) if node.opens_a_list else ()

    def _names_lead(self, node: Node) -> bool:
        return bool(self._roles(node)[BodyRole.LEAD])

    def _roles(self, node: Node) -> Roles:
        at = node.head.start
        if at not in self._known:
            self._known[at] = self._read_roles(node)
        return self._known[at]

    def _read_roles(self, node: Node) -> Roles:
        """Read all parts; a body that leads in one of them coordinates in none behind it."""
        roles = Roles()
        for part in node.parts:
            found = self.reader.between(part.words_start, part.end)
            if len(node.parts) == 1 and len(found.by_role) <= 1:
                return found
            for role in BodyRole if found.by_role else ():
                for mention in found[role]:
                    roles.add(role, mention, self.plain)
        return roles

    def _below_a_lead(self, node: Node, parent: Node, roles: Roles) -> Roles:
        """Give those whom a point of another's list only names the role that they have there."""
        if _COORDINATION.search(parent.head.words):
            return roles.moved(BodyRole.LEAD, BodyRole.COORDINATING)
        if _DEMANDING.match(node.head.words) and self._names_lead(parent):
            return roles.moved(BodyRole.LEAD, BodyRole.DIRECTED)
        return roles

    def _task(self, node: Node, above: Lead) -> TaskDraft:
        roles = self._roles(node)
        if above and node.parent is not None:
            roles = self._below_a_lead(node, node.parent, roles)
        lead = self._bodies(roles[BodyRole.LEAD]) or above
        inherited = tuple(replace(body, inherited=True) for body in lead if node.children)
        children = tuple(self._tasks(node.children, inherited))
        start, end = node.head.start, _end_of(node)
        due, recurrence = self._time(node)
        words = node.head.words
        self._note(start, end, SpanRole.TASK)
        label = self._label(node.head)
        return TaskDraft(
            id="",
            label=label,
            start=start,
            end=end,
            text=self.text[start:end],
            nature=nature_of(words, due, recurrence),
            lead=lead,
            directed=self._bodies(roles[BodyRole.DIRECTED]),
            coordinating=self._bodies(roles[BodyRole.COORDINATING]),
            reports_to=self._bodies(roles[BodyRole.REPORTS_TO]),
            due=due,
            recurrence=recurrence,
            figures=tuple(
                figure
                for part in node.parts
                for figure in find_figures(self.text, part.words_start, part.end)
            ),
            confidence=confidence(label, lead, words, due),
            children=children,
        )

    def _label(self, head: Passage) -> str | None:
        if head.label is None:
            return None
        return self.text[head.start : head.start + len(head.label.text)]

    def _time(self, node: Node) -> tuple[Due | None, Recurrence | None]:
        """Read the time of a task, and of its section what its own words do not tell."""
        due, recurrence = self._due(node.parts), self._recurrence(node.parts)
        if due or (line := self._timed.get(node.head.start)) is None:
            return due, recurrence
        return self._due([line]), recurrence or self._recurrence([line])

    def _due(self, parts: Sequence[Passage]) -> Due | None:
        low = self.reader.low
        found: list[Due | None] = []
        times = False
        for part in parts:
            # Below "Thời gian thực hiện:" a year of digits alone is a time.
            place = part.words_start, part.end
            found.append(find_due(self.plain, *place, self.frame, low, times=times))
            times = bool(_TIMES_FOLLOW.match(part.words)) or (times and part.label is not None)
        due = strictest(found)
        return self._as_published(due) if due else None

    def _recurrence(self, parts: Sequence[Passage]) -> Recurrence | None:
        low = self.reader.low
        found = (find_recurrence(self.plain, p.words_start, p.end, low) for p in parts)
        recurrence = next((each for each in found if each is not None), None)
        return self._as_published(recurrence) if recurrence else None

    def _as_published(self, read: _Timed) -> _Timed:
        words = self.text[read.start : read.end]
        return read if read.text == words else replace(read, text=words)

    def _bodies(self, mentions: Iterable[Mention], *, inherited: bool = False) -> Lead:
        return tuple(
            Body(self.text[m.start : m.end], m.start, m.end, m.group, inherited, m.rule)
            for m in mentions
        )


def _last_property(nodes: Sequence[Node]) -> int:
    """Return where the last point begins that only says who and when, for those before it."""
    return max((node.head.start for node in nodes if _is_property(node)), default=-1)


def _is_property(node: Node) -> bool:
    words = node.head.words
    titles = (PROPERTY_TITLE, *_SHARING_TITLES.values())
    return any(title.match(words) for title in titles)


def _below(node: Node) -> Iterator[Node]:
    """Yield a point and all below it."""
    yield node
    for child in node.children:
        yield from _below(child)


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


def strictest(dues: Iterable[Due | None]) -> Due | None:
    """Return the deadline that binds: a day that can be told, and the earliest of several."""
    found = [due for due in dues if due is not None]
    return min(
        found,
        key=lambda due: (due.date is None, due.date.toordinal() if due.date else 0, due.start),
        default=None,
    )
