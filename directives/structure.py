"""From passages to a tree: which of them is a point, what belongs to it, what is neither.

Labels nest by their rank (I. above 1. above a) above -), by their numbers (9. follows 8. where
that stood) and, where neither decides, by the order in which their styles first appear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from directives.enumeration import BULLETS, Label, Style, letter_value
from directives.lexicon import table
from directives.model import BodyRole, SpanRole
from directives.nodes import RANKS, SECTIONS, Node, ends, keep_single_paragraphs, path_to, rank
from directives.passages import Passage
from directives.roles import RoleReader
from directives.timing import goes_on_timing, point_timed_by
from directives.titles import (
    MAX_TITLE_WORDS,
    directs_nobody,
    is_context_line,
    is_context_title,
    is_duty,
    is_question,
    is_title,
    is_topic,
)

_TABLE = table("sections")
_QUOTING_LAW = re.compile(_TABLE["quoting_law"])
_ASSIGNING = re.compile(_TABLE["assigning_lines"])
_PROPERTY = re.compile(_TABLE["property_lines"])
_DUTY_LINE = re.compile(_TABLE["duty_lines"])
_TIME_SENTENCE = re.compile(_TABLE["time_sentences"])
_CLOSING = re.compile(_TABLE["closing_lines"])
_AT_ONCE = tuple(_TABLE["at_once"])
_CONTINUING = re.compile(_TABLE["continuing_lines"])
_COMMANDING = re.compile(_TABLE["commanding_all"])
_SHORT_COMMAND = 120
_ELL = letter_value("l")


@dataclass(slots=True)
class Outline:
    """The points of a document and the roles of everything else, by place."""

    roots: list[Node]
    roles: dict[int, SpanRole]


def outline(
    passages: Sequence[Passage], zones: Mapping[int, SpanRole], reader: RoleReader
) -> Outline:
    """Return the outline of what no zone has taken."""
    builder = _Builder(passages, dict(zones), reader)
    builder.build()
    return Outline(builder.roots, builder.roles)


class _Builder:
    """Stacks the labelled passages into a tree, in one pass."""

    def __init__(
        self, passages: Sequence[Passage], roles: dict[int, SpanRole], reader: RoleReader
    ) -> None:
        self.roots: list[Node] = []
        self.roles = roles
        self._passages = passages
        self._reader = reader
        self._stack: list[Node] = []
        self._latest: dict[Style, Node] = {}
        self._lead_in: Passage | None = None
        self._led_style: Style | None = None
        self._quoting = False
        self._asked = False
        self._last_label = {
            passage.label.style: place
            for place, passage in enumerate(passages)
            if passage.label and place not in roles
        }
        self._begun = False

    def build(self) -> None:
        for place, found in enumerate(self._passages):
            if place in self.roles:
                self._pass_over(self.roles[place])
                continue
            passage = self._settled(found)
            if passage.block.cell is not None:
                self._stand_before_table()
                continue
            if is_title(passage) or is_question(passage):
                self._title(place, passage)
            elif self._quoting:
                self.roles[place] = SpanRole.CONTEXT
            elif passage.label is not None:
                self._labelled(passage, passage.label)
            else:
                self._unlabelled(place, passage)
        for root in self.roots:
            keep_single_paragraphs(root)

    def _stand_before_table(self) -> None:
        """Let the point above a table be its title; none goes on behind it."""
        top = self._stack[-1] if self._stack else None
        if top is not None and len(top.parts) == 1 and not top.children:
            top.is_heading = top.is_heading or not (
                is_duty(top.head.words) or self._names_a_lead(top.head)
            )
        self._close_lists()

    def _pass_over(self, role: SpanRole) -> None:
        """Nothing goes on behind a signature."""
        if role in {SpanRole.RECIPIENTS, SpanRole.SIGNATURE}:
            self._stack.clear()
            self._latest.clear()
            self._lead_in = None

    def _settled(self, passage: Passage) -> Passage:
        """Take "Trước hết," for a label beside "Thứ hai,", and "I)" behind "k)" for "l)"."""
        label = passage.label
        if label is None:
            return passage
        if label.text == "I)" and self._comes_next(_ELL):
            return replace(passage, label=replace(label, style=Style.LETTER, number=_ELL))
        if label.style is not Style.FIRST_OR_LAST:
            return passage
        listed = Style.ORDINAL in self._last_label
        return replace(passage, label=replace(label, style=Style.ORDINAL) if listed else None)

    def _comes_next(self, letter: int) -> bool:
        latest = self._latest.get(Style.LETTER)
        return latest is not None and latest.number == letter - 1

    # -- labels

    def _labelled(self, passage: Passage, label: Label) -> None:
        if self._is_property(passage, label):
            self._property(passage, label)
            return
        if label.style in BULLETS and self._stack and self._is_a_time(passage):
            self._stack[-1].parts.append(passage)
            return
        self._make_room(label)
        if self._leaves_led_list(label):
            self._lead_in = None
        context = self._lead_in is not None and directs_nobody(self._lead_in)
        node = Node([passage], label.style, lead_in=self._lead_in, is_context=context)
        self._push(node)
        self._latest[label.style] = node

    def _leaves_led_list(self, label: Label) -> bool:
        """Whether a label stands outside the list led in, or begins another behind an account."""
        if self._lead_in is None:
            return False
        latest = self._latest.get(label.style)
        if label.style is self._led_style and label.number == 1 and latest is not None:
            return self._lead_in.start < latest.head.start and directs_nobody(self._lead_in)
        inside = any(node.style is self._led_style for node in self._stack)
        return rank(label.style) < rank(self._led_style) and not inside

    def _is_property(self, passage: Passage, label: Label) -> bool:
        if not self._stack or not _PROPERTY.match(passage.words):
            return False
        # "b) Cơ quan thực hiện: …" stands beside "a) Nhiệm vụ: …", below the point of both.
        latest = self._latest.get(label.style)
        beside = latest is not None and label.number > 1 and latest.parent in self._stack
        return label.style in BULLETS or (beside and not _DUTY_LINE.match(passage.words))

    def _is_a_time(self, passage: Passage) -> bool:
        """Whether a bullet under "Thời gian thực hiện:" only says what is done by when."""
        within = goes_on_timing(self._stack[-1])
        return within is True or (within is None and not self._names_a_lead(passage))

    def _property(self, passage: Passage, label: Label) -> None:
        """Give a line such as "- Thời hạn: …" to the point above it, or to its sibling."""
        latest = self._latest.get(label.style)
        if latest is not None and label.style not in BULLETS and _names_the_duty(latest):
            self._stack = path_to(latest)
        elif (label.style not in BULLETS and latest is not None) or (
            latest in self._stack[1:] and not _PROPERTY.match(latest.head.words)
        ):
            self._stack = path_to(latest.parent)
        self._stack[-1].parts.append(passage)

    def _make_room(self, label: Label) -> None:
        """Leave on the stack only what the new label stands below."""
        styles = [node.style for node in self._stack]
        if self._begins_inner_list(label):
            return
        if self._counts_on(label):
            parent = self._latest[label.style].parent
            self._stack = path_to(parent)
        elif label.style in styles:
            del self._stack[styles.index(label.style) :]
        else:
            while self._stack and ends(self._stack[-1], label):
                self._stack.pop()

    def _begins_inner_list(self, label: Label) -> bool:
        """Tell "a)" or "1." that begins below a point ending in a colon."""
        top = self._stack[-1] if self._stack else None
        if top is None or label.number > 1 or not top.opens_a_list or top.is_heading:
            return False
        if label.style in BULLETS:
            return top.style not in BULLETS or label.style is not top.style
        if label.style is top.style or rank(label.style) < rank(top.style) <= RANKS[Style.LETTER]:
            return False
        return label.style not in {Style.PART, Style.CHAPTER, Style.ROMAN, Style.ARTICLE}

    def _counts_on(self, label: Label) -> bool:
        latest = self._latest.get(label.style)
        if latest is None or label.number <= 1 or latest.number != label.number - 1:
            return False
        if latest in self._stack:
            return True
        above = path_to(latest)
        # Behind a heading, or a paragraph of its own, what stood open before it is over.
        if not all(map(self._is_last, above[:-1])):
            return False
        return not any(
            rank(node.style) < rank(label.style) and node not in above
            for node in self._stack
            if node.style
        )

    def _is_last(self, node: Node) -> bool:
        return (node.parent.children if node.parent else self.roots)[-1] is node

    def _push(self, node: Node) -> None:
        node.parent = self._stack[-1] if self._stack else None
        (node.parent.children if node.parent else self.roots).append(node)
        self._stack.append(node)
        self._begun = self._begun or not node.is_heading

    # -- paragraphs without a label

    def _title(self, place: int, passage: Passage) -> None:
        following = self._following(place)
        quoted = following is not None and bool(_QUOTING_LAW.match(following.text))
        # An article answers each question by quoting; its headings inside the answer end nothing.
        self._quoting = quoted or (self._quoting and self._asked and not is_question(passage))
        self._asked = is_question(passage) or (self._asked and self._quoting)
        if self._quoting and not quoted:
            self.roles[place] = SpanRole.CONTEXT
            return
        if passage.label is not None:
            self._labelled(passage, passage.label)
            return
        self.roles[place] = SpanRole.HEADING
        self._stack.clear()
        self._push(Node([passage], None, is_heading=True))
        self._lead_in = None

    def _following(self, place: int) -> Passage | None:
        return self._passages[place + 1] if place + 1 < len(self._passages) else None

    def _unlabelled(self, place: int, passage: Passage) -> None:
        if self._goes_on_judging(place):
            self._stack[-1].parts.append(passage)
        elif self._quotes_law(passage):
            self._quoting = True
            self.roles[place] = SpanRole.CONTEXT
            self._close_lists()
        elif self._leads_in(place, passage):
            self.roles[place] = SpanRole.CONTEXT
            self._lead_in = passage
            following = self._following(place)
            self._led_style = following.label.style if following and following.label else None
            self._close_lists()
        elif self._stack and (
            timed := point_timed_by(passage, self._stack[-1], self._following(place))
        ):
            self._stack = path_to(timed)
            timed.parts.append(passage)
        elif self._is_child_paragraph(place, passage):
            self._push_paragraph(passage)
        elif self._is_own_duty(place, passage):
            self._close_lists()
            self._push(Node([passage], None))
        elif self._takes_more(place, passage):
            self._stack[-1].parts.append(passage)
        else:
            self.roles[place] = SpanRole.CONTEXT
            self._close_lists()

    def _goes_on_judging(self, place: int) -> bool:
        """Whether a section that judges or aims goes on until the next label."""
        top = self._stack[-1] if self._stack else None
        if top is None or top.style is None or not self._labels_follow(place):
            return False
        return is_context_title(top.head, None, titled=True)

    def _quotes_law(self, passage: Passage) -> bool:
        """Whether an article begins to tell what a law says ("Theo Điều 5 Luật … như sau:")."""
        quotes = passage.opens_a_list and _QUOTING_LAW.match(passage.text)
        return bool(quotes) and not self._names_a_lead(passage)

    def _leads_in(self, place: int, passage: Passage) -> bool:
        """Whether a sentence ending in a colon speaks to the list after it."""
        following = self._following(place)
        if not passage.opens_a_list or following is None or following.label is None:
            return False
        labelled = [node for node in self._stack if node.style is not None]
        if not labelled:
            return self._lead_in is None or self._commands(passage)
        if labelled[-1].opens_a_list or following.label.number > 1:
            return False
        continues = following.label.style not in SECTIONS and any(
            self._more_follow(place + 1, node) for node in labelled
        )
        return not continues and self._commands(passage)

    def _commands(self, passage: Passage) -> bool:
        words = _COMMANDING.search(passage.text[-_SHORT_COMMAND:])
        return bool(words or self._reader.addressed(passage.start, passage.end))

    def _more_follow(self, place: int, node: Node) -> bool:
        """Whether a later label counts on from ``node``."""
        return any(
            label.style is node.style and label.number == node.number + 1
            for later in self._passages[place : place + 200]
            if (label := later.label) and node.style not in BULLETS
        )

    def _is_child_paragraph(self, place: int, passage: Passage) -> bool:
        """Whether unnumbered paragraphs follow a point whose head ends with a colon."""
        top = self._stack[-1] if self._stack else None
        if top is None or top.is_heading or is_context_line(passage.text):
            return False
        if top.style is None:
            inside = top.parent is not None and not top.parent.is_heading
            return inside and self._still_inside(place, passage)
        return top.opens_a_list and not top.children

    def _still_inside(self, place: int, passage: Passage) -> bool:
        """The last paragraph of such a list may be the closing one of the document."""
        return self._labels_follow(place) or not self._names_a_lead(passage)

    def _push_paragraph(self, passage: Passage) -> None:
        if self._stack[-1].style is None:
            self._stack.pop()
        self._push(Node([passage], None))

    def _is_own_duty(self, place: int, passage: Passage) -> bool:
        if is_context_line(passage.text) or passage.text.endswith("?"):
            return False
        within = any(node.style is not None for node in self._stack)
        if within and (self._labels_follow(place) or self._awaits_words()):
            return False
        if within and self._stack[-1].style is not None and passage.text.startswith(_AT_ONCE):
            return False
        if not self._begun and self._labels_follow(place) and not _ASSIGNING.match(passage.text):
            return False
        return self._names_a_lead(passage)

    def _awaits_words(self) -> bool:
        """Whether the point above is so far only a title, by its words or as those beside it."""
        top = self._stack[-1]
        if len(top.parts) > 1 or top.children or top.style is None or top.is_heading:
            return False
        beside = [n for n in (top.parent.children if top.parent else self.roots) if n is not top]
        titles = bool(beside) and all(len(n.parts) > 1 and n.style is top.style for n in beside)
        sentence = top.head.words.endswith(".") and len(top.head.words.split()) > MAX_TITLE_WORDS
        return titles or (is_topic(top.head.words) and not sentence)

    def _names_a_lead(self, passage: Passage) -> bool:
        return bool(self._reader.between(passage.start, passage.end)[BodyRole.LEAD])

    def _labels_follow(self, place: int) -> bool:
        styles = {node.style for node in self._stack if node.style is not None}
        wanted = styles or set(self._last_label)
        return any(self._last_label.get(style, -1) > place for style in wanted if style)

    def _takes_more(self, place: int, passage: Passage) -> bool:
        """Whether a paragraph goes on with the point above it."""
        top = self._stack[-1] if self._stack else None
        if top is None or top.is_heading:
            return False
        if top.style is None:
            open_end = top.parts[-1].text.endswith((";", ","))
            goes_on = _CONTINUING.match(passage.text) and not top.children
            return open_end or bool(goes_on or _TIME_SENTENCE.match(passage.text))
        if self._labels_follow(place):
            return True
        closes = _CLOSING.match(passage.text) and not self._awaits_words()
        return not (is_context_line(passage.text) or closes)

    def _close_lists(self) -> None:
        while self._stack and not self._stack[-1].is_heading:
            self._stack.pop()


def _names_the_duty(node: Node) -> bool:
    """Tell "a) Nhiệm vụ: …" below a mere topic: what stands beside it are its properties."""
    above = node.parent is None or not is_duty(node.parent.head.words)
    return above and bool(_DUTY_LINE.match(node.head.words))
