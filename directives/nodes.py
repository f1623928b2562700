"""The points of an outline, and which label ends which."""

from __future__ import annotations

from dataclasses import dataclass, field

from directives.enumeration import BULLETS, Label, Style
from directives.passages import Passage

# A label ends every open one of its own rank or below. Styles without a rank nest where they
# stand: documents use "Một là", "(1)" and "1)" at any depth.
RANKS = {
    Style.PART: 0, Style.CHAPTER: 1, Style.SECTION: 2, Style.ROMAN: 3, Style.CAPITAL: 4,
    Style.ARTICLE: 5,
    Style.DECIMAL: 6, Style.DECIMAL_2: 7, Style.DECIMAL_3: 8, Style.DECIMAL_4: 9, Style.LETTER: 10,
}  # fmt: skip
SECTIONS = frozenset({Style.PART, Style.CHAPTER, Style.SECTION, Style.ROMAN, Style.ARTICLE})
_ANY_DEPTH = 15
_EITHER_WAY = (Style.CAPITAL, Style.ROMAN)
_BULLET_RANKS = {Style.DASH: 20, Style.PLUS: 21, Style.DOT: 22}


@dataclass(slots=True, eq=False)
class Node:
    """A point with what belongs to it; ``parts`` are its own passages, the first its head."""

    parts: list[Passage]
    style: Style | None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    lead_in: Passage | None = None
    is_heading: bool = False
    is_context: bool = False

    @property
    def head(self) -> Passage:
        """The passage that carries the label."""
        return self.parts[0]

    @property
    def number(self) -> int:
        """The number of the label; 0 for bullets and paragraphs without one."""
        return self.head.label.number if self.head.label else 0

    @property
    def opens_a_list(self) -> bool:
        """Whether the words so far end in a colon."""
        return self.parts[-1].opens_a_list


def keep_single_paragraphs(node: Node) -> None:
    """Give a point the paragraph behind its colon, where only one stands there."""
    for child in node.children:
        keep_single_paragraphs(child)
    only = node.children[0] if len(node.children) == 1 else None
    if only and only.style is None and not node.is_heading:
        node.parts = sorted((*node.parts, *only.parts), key=lambda part: part.start)
        node.children = only.children
        for child in node.children:
            child.parent = node


def path_to(node: Node | None) -> list[Node]:
    """Return the points from the outermost down to ``node``."""
    path: list[Node] = []
    while node is not None:
        path.append(node)
        node = node.parent
    return path[::-1]


def rank(style: Style | None) -> int:
    """Return how far out a style stands; a smaller one holds a larger one."""
    if style is None:
        return 0
    return RANKS.get(style, _BULLET_RANKS.get(style, _ANY_DEPTH))


def ends(top: Node, label: Label) -> bool:
    """Whether ``label`` ends the open point ``top``."""
    if top.is_heading:
        return label.style in {Style.PART, Style.CHAPTER}
    if top.style is None:
        return not top.opens_a_list or label.number > 1
    if top.style in BULLETS:
        return label.style not in BULLETS or _BULLET_RANKS[top.style] >= _BULLET_RANKS[label.style]
    if label.style in BULLETS:
        return False
    if top.style in RANKS and label.style in RANKS:
        # "A" holds "I" in one document, "I" holds "A" in another; the first to come is outside.
        begins_inside = label.number == 1 and (top.style, label.style) == _EITHER_WAY
        return RANKS[top.style] >= RANKS[label.style] and not begins_inside
    return top.style not in RANKS and label.style in {*RANKS} - {Style.LETTER} and label.number > 1
