"""From blocks to a tree: which stretch of text is a point, a heading, or neither.

Two passes. The first gives every stretch a role by what it is itself (header, basis,
recipients, signature …); the second stacks the labelled ones by the style of their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from directives.blocks import Block, BlockKind, Cell
from directives.bodies import Gazetteer
from directives.enumeration import BULLETS, GROUPING, Label, Style, inline_starts, read_label
from directives.lexicon import table
from directives.model import BodyRole, SpanRole
from directives.roles import roles_between

_TABLE = table("sections")
_CONTEXT_TITLE = re.compile(_TABLE["context_titles"], re.IGNORECASE)
_CONTEXT_LINE = re.compile(_TABLE["context_lines"])
_BASIS = re.compile(_TABLE["basis_lines"])
_RECIPIENTS = re.compile(_TABLE["recipients_start"])
_SIGNATURE = re.compile(_TABLE["signature_lines"])
_PROPERTY = re.compile(_TABLE["property_lines"])
_PERSON = re.compile(r"(?:[A-ZĐÀ-Ỹ][\wà-ỹ]*\.? ?){2,6}")
MAX_HEADING_WORDS = 40
MAX_TITLE_WORDS = 25


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text: a whole block, or one point of several in it."""

    start: int
    end: int
    text: str
    block: Block
    label: Label | None

    @property
    def words(self) -> str:
        """The text without its label."""
        return self.text[self.label.length :] if self.label else self.text

    @property
    def body_start(self) -> int:
        """Where the words after the label begin."""
        return self.start + (self.label.length if self.label else 0)


@dataclass(slots=True)
class Node:
    """A point with what belongs to it; ``parts`` are its own stretches, the first its head."""

    parts: list[Stretch]
    style: Style | None
    children: list[Node] = field(default_factory=list)
    lead_in: Stretch | None = None
    is_heading: bool = False

    @property
    def head(self) -> Stretch:
        """The stretch that carries the label."""
        return self.parts[0]

    @property
    def opens_a_list(self) -> bool:
        """Whether the words so far end in a colon."""
        return self.parts[-1].text.rstrip(" .…").endswith(":")


@dataclass(slots=True)
class Outline:
    """The points of a document and the roles of everything else."""

    stretches: list[Stretch]
    roots: list[Node]
    roles: dict[int, SpanRole]


def stretches_of(blocks: Sequence[Block]) -> Iterator[Stretch]:
    """Yield the stretches of the canonical text; a block with several points is cut."""
    at = 0
    for block in blocks:
        cuts = [0, *inline_starts(block.text), len(block.text)]
        for begin, end in pairwise(cuts):
            text = block.text[begin:end]
            label = None if block.cell or block.furniture else read_label(text)
            yield Stretch(at + begin, at + begin + len(text.rstrip()), text.rstrip(), block, label)
        at += len(block.text) + 1


def outline(blocks: Sequence[Block], body_from: int, gazetteer: Gazetteer) -> Outline:
    """Return the outline; ``body_from`` is the place where the header ends."""
    stretches = list(stretches_of(blocks))
    roles = _plain_roles(stretches, body_from)
    builder = _Builder(stretches, roles, gazetteer)
    return Outline(stretches, builder.build(), roles)


def _plain_roles(stretches: Sequence[Stretch], body_from: int) -> dict[int, SpanRole]:
    """Give a role to the stretches that show it themselves, by their place."""
    roles: dict[int, SpanRole] = {}
    tail: SpanRole | None = None
    for place, stretch in enumerate(stretches):
        tail = _tail_role(stretches, place, tail)
        if stretch.block.furniture:
            roles[place] = SpanRole.FURNITURE
        elif stretch.start < body_from:
            roles[place] = SpanRole.HEADING
        elif tail is not None:
            roles[place] = tail
        elif _BASIS.match(stretch.text):
            roles[place] = SpanRole.BASIS
    return roles


def _tail_role(stretches: Sequence[Stretch], place: int, tail: SpanRole | None) -> SpanRole | None:
    """Follow the end of a document: recipients and signature, in either order, until an annex."""
    stretch = stretches[place]
    if _RECIPIENTS.match(stretch.text):
        return SpanRole.RECIPIENTS
    if _SIGNATURE.match(stretch.text) and len(stretch.text) < 150:  # noqa: PLR2004 - one line
        return SpanRole.SIGNATURE
    if tail is None or stretch.text.startswith(("PHỤ LỤC", "Phụ lục", "DANH MỤC")):
        return None
    if tail is SpanRole.RECIPIENTS:
        return tail if len(stretch.text) < 400 else None  # noqa: PLR2004 - a list, not a text
    return tail if _PERSON.fullmatch(stretch.text) or stretch.text.isupper() else None


class _Builder:
    """Stacks the labelled stretches into a tree."""

    def __init__(
        self, stretches: Sequence[Stretch], roles: dict[int, SpanRole], gazetteer: Gazetteer
    ) -> None:
        self._stretches = stretches
        self._roles = roles
        self._gazetteer = gazetteer
        self._roots: list[Node] = []
        self._stack: list[Node] = []
        self._lead_in: Stretch | None = None
        free = [place for place in range(len(stretches)) if place not in roles]
        self._last_label = {
            label.style: place for place in free if (label := stretches[place].label)
        }

    def build(self) -> list[Node]:
        """Return the top points in document order."""
        for place, stretch in enumerate(self._stretches):
            if place in self._roles:
                continue
            if stretch.block.cell is not None:
                continue
            if stretch.label is not None:
                self._labelled(stretch)
            else:
                self._unlabelled(place, stretch)
        return self._roots

    def _labelled(self, stretch: Stretch) -> None:
        label = stretch.label
        if label is None:
            return
        if self._stack and label.style in BULLETS and _PROPERTY.match(stretch.words):
            self._stack[-1].parts.append(stretch)
            return
        styles = [node.style for node in self._stack]
        if label.style in styles:
            del self._stack[styles.index(label.style) :]
        elif label.style in GROUPING or (self._stack and self._stack[-1].style is None):
            del self._stack[self._depth_under_headings(label.style) :]
        self._push(Node([stretch], label.style, lead_in=self._lead_in))

    def _depth_under_headings(self, style: Style) -> int:
        if style in GROUPING:
            return 0
        depth = len(self._stack)
        while (
            depth and self._stack[depth - 1].style is None and not self._stack[depth - 1].is_heading
        ):
            depth -= 1
        return depth

    def _push(self, node: Node) -> None:
        (self._stack[-1].children if self._stack else self._roots).append(node)
        self._stack.append(node)

    def _unlabelled(self, place: int, stretch: Stretch) -> None:
        if is_title(stretch):
            self._roles[place] = SpanRole.HEADING
            self._stack.clear()
            self._push(Node([stretch], None, is_heading=True))
            self._lead_in = None
        elif stretch.text.endswith(":") and self._label_follows(place) and not self._continues():
            self._roles[place] = SpanRole.CONTEXT
            self._lead_in = stretch
        elif self._is_child_paragraph():
            self._push_paragraph(stretch)
        elif self._is_own_duty(place, stretch):
            self._close_lists()
            self._push(Node([stretch], None))
        elif self._takes_more(place, stretch):
            self._stack[-1].parts.append(stretch)
        else:
            explained = not self._roots or is_context_line(stretch.text)
            self._roles[place] = SpanRole.CONTEXT if explained else SpanRole.UNEXPLAINED
            self._close_lists()

    def _continues(self) -> bool:
        return bool(self._stack) and self._stack[-1].style is not None

    def _label_follows(self, place: int) -> bool:
        following = self._stretches[place + 1 : place + 2]
        return bool(following) and following[0].label is not None

    def _is_child_paragraph(self) -> bool:
        """Whether unnumbered paragraphs follow a point whose head ends with a colon."""
        top = self._stack[-1] if self._stack else None
        if top is None or top.is_heading:
            return False
        if top.style is None:
            return len(self._stack) > 1 and not self._stack[-2].is_heading
        return top.opens_a_list and not top.children

    def _push_paragraph(self, stretch: Stretch) -> None:
        if self._stack[-1].style is None:
            # The last paragraph of such a list is followed by the closing paragraph of the
            # whole document; what names a body of its own after the last label is that.
            self._stack.pop()
        self._push(Node([stretch], None))

    def _is_own_duty(self, place: int, stretch: Stretch) -> bool:
        if self._more_labels_follow(place) or _CONTEXT_LINE.match(stretch.text):
            return False
        roles = roles_between(stretch.text, 0, len(stretch.text), self._gazetteer)
        return bool(roles[BodyRole.LEAD]) and not stretch.text.endswith("?")

    def _more_labels_follow(self, place: int) -> bool:
        styles = {node.style for node in self._stack if node.style is not None}
        if not styles:
            return any(last > place for last in self._last_label.values())
        return any(self._last_label.get(style, -1) > place for style in styles)

    def _takes_more(self, place: int, stretch: Stretch) -> bool:
        if not self._stack or _CONTEXT_LINE.match(stretch.text):
            return False
        return not self._stack[-1].is_heading or self._more_labels_follow(place) is None

    def _close_lists(self) -> None:
        while self._stack and not self._stack[-1].is_heading:
            self._stack.pop()


def is_title(stretch: Stretch) -> bool:
    """Return whether a stretch without label is a heading: styled, in capitals, or bold and short."""
    words = len(stretch.text.split())
    if stretch.block.kind is BlockKind.HEADING:
        return words <= MAX_HEADING_WORDS
    if words > MAX_TITLE_WORDS or stretch.text[-1] in ".;:,?":
        return False
    return stretch.text.isupper() or stretch.block.bold


def is_context_title(node: Node) -> bool:
    """Return whether a heading says that what stands below it directs nobody."""
    words = node.head.words.strip(" .:")
    short = len(words.split()) <= MAX_TITLE_WORDS
    titled = node.is_heading or words.isupper() or node.head.block.bold or bool(node.children)
    return short and titled and bool(_CONTEXT_TITLE.match(words))


def is_context_line(text: str) -> bool:
    """Return whether a paragraph is about the document itself and directs nobody."""
    return bool(_CONTEXT_LINE.match(text))


def cell_of(stretch: Stretch) -> Cell | None:
    """Return where in a table a stretch stands."""
    return stretch.block.cell
