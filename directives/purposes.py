"""What a point is for: it directs, it only groups others, it tells of things, it defines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from directives.bodies import Mention
from directives.enumeration import GROUPING, Style
from directives.lexicon import table
from directives.model import BodyRole
from directives.nodes import Node
from directives.passages import Passage
from directives.roles import RoleReader
from directives.titles import (
    MAX_HEADING_WORDS,
    directs_nobody,
    is_context_line,
    is_context_title,
    is_duty,
    is_topic,
)

_RELATIONS = table("relations")
_SECTIONS = table("sections")
PROPERTY_TITLE = re.compile(_SECTIONS["property_titles"])
_PROPERTY = re.compile(_SECTIONS["property_lines"])
_CITING = re.compile(_SECTIONS["citing_lines"])
_COMMAND = re.compile(_RELATIONS["commands"])
_MEMBER_WORDS = frozenset(_RELATIONS["member_words"])
_WORD = re.compile(r"\w+")
_TELLING_TITLE = re.compile(_SECTIONS["telling_titles"], re.IGNORECASE)
_DECIDING = re.compile(_SECTIONS["deciding_lines"])
_COMPOSITION = re.compile(_SECTIONS["compositions"])
_DEMANDS_ACCOUNT = re.compile(_SECTIONS["demanded_accounts"])
_BENT_ON = re.compile(_SECTIONS["bent_on"])
_MUST = re.compile(_SECTIONS["musts"])
_PRINCIPLES = re.compile(_SECTIONS["ruling_principles"])
_TITLE_WORDS = 14
# A section is no duty, even where its title begins with a verb.
_SECTIONED = frozenset({Style.ROMAN, Style.CAPITAL})


class Purpose(StrEnum):
    """What a point is for."""

    DIRECTS = "directs"
    GROUPS = "groups"
    TELLS = "tells"
    """Its own words direct nobody; a point below may still command somebody."""
    DEFINES = "defines"
    """It and all below it direct nobody."""


@dataclass(frozen=True, slots=True)
class PurposeReader:
    """Tells the purpose of points; ``names_lead`` says whether a point names who answers."""

    reader: RoleReader
    names_lead: Callable[[Node], bool]

    def purpose(self, node: Node, before: Node | None) -> Purpose:
        """Return what ``node`` is for; ``before`` is the point before it at its level."""
        if self._defines(node, before):
            ruled = node.style is Style.ARTICLE and _PRINCIPLES.match(node.head.words)
            return Purpose.TELLS if ruled else Purpose.DEFINES
        if self._tells(node):
            return Purpose.TELLS
        return Purpose.GROUPS if self._groups(node) else Purpose.DIRECTS

    def commands(self, node: Node) -> bool:
        """Return whether a point inside an account of things commands a named body."""
        return self.names_lead(node) and bool(_COMMAND.search(node.head.words))

    def _defines(self, node: Node, before: Node | None) -> bool:
        if PROPERTY_TITLE.match(node.head.words) and node.children:
            return True
        titled = node.is_heading or bool(node.children) or len(node.parts) > 1
        told = is_context_title(node.head, before.head if before else None, titled=titled)
        return told and not any(_DEMANDS_ACCOUNT.search(part.text) for part in node.parts)

    def _tells(self, node: Node) -> bool:
        if node.is_context or is_context_line(node.head.words) or _only_cites(node):
            return True
        if self._lists_members(node) or self._opens_an_account(node):
            return True
        if _tells_of_means(node) or (node.children and _COMPOSITION.match(node.head.words)):
            return True
        titled = node.style is Style.ARTICLE or is_topic(node.head.words)
        if len(node.parts) == 1 or node.children or not titled:
            return False
        return not self.names_lead(node) and not any(
            is_duty(part.text) or _MUST.match(part.text) for part in node.parts[1:]
        )

    def _opens_an_account(self, node: Node) -> bool:
        """Whether the words before a list tell of a situation ("… còn những hạn chế sau:")."""
        last = node.parts[-1]
        tells = bool(node.children) and last.opens_a_list and directs_nobody(last)
        return tells and not is_duty(node.head.words) and not self.names_lead(node)

    def _lists_members(self, node: Node) -> bool:
        """Whether a point only says who belongs to a body: names and titles, no verb."""
        if len(node.parts) > 1 or len(node.head.words.split()) > MAX_HEADING_WORDS:
            return False
        if node.children:
            return node.opens_a_list and all(map(self._lists_members, node.children))
        found = self.reader.bodies(node.head.words_start, node.head.end)
        return bool(found) and all(
            word[0].isupper() or word in _MEMBER_WORDS
            for word in _WORD.findall(_outside(node.head, found))
        )

    def _groups(self, node: Node) -> bool:
        words = node.head.words.strip()
        if node.is_heading or node.style in GROUPING or words.isupper() or not words:
            return True
        if node.style is Style.ARTICLE and self._is_title_of_article(node, words):
            return True
        if len(node.parts) > 1:
            return self._only_titles(node, words)
        if _DECIDING.match(words) or node.style in _SECTIONED:
            if not node.children:
                return is_topic(words) and _is_short(words) and not self.names_lead(node)
            labelled = any(child.style for child in node.children)
            return labelled and not self._begins_with_body(node, words)
        return not self.names_lead(node) and self._is_topic(node, words)

    def _begins_with_body(self, node: Node, words: str) -> bool:
        """Tell "I. Các cơ quan báo chí:" from a section that only mentions a body."""
        found = self.reader.bodies(node.head.words_start, node.head.end)
        opens = bool(found) and found[0].start <= node.head.words_start + 1
        return opens and not _DECIDING.match(words)

    def _is_topic(self, node: Node, words: str) -> bool:
        """Whether a point that names nobody only says what those below it are about."""
        if is_topic(words):
            # The paragraphs of "2. Về tổ chức bộ máy:" are its own duties.
            return (
                any(child.style for child in node.children) if node.children else _is_short(words)
            )
        if not node.children:
            return _is_short(words) and not is_duty(words)
        if _BENT_ON.search(words):
            return False
        section = node.style in _SECTIONED and node.children[0].style is not None
        return section or (len(words.split()) <= MAX_HEADING_WORDS and not is_duty(words))

    def _is_title_of_article(self, node: Node, words: str) -> bool:
        """Tell "Điều 6. Sở Y tế" above its points from "Điều 3. Giám đốc Sở Y tế thi hành …"."""
        labelled = any(child.style for child in node.children)
        return labelled and words[-1] not in ".:;," and len(words.split()) <= MAX_HEADING_WORDS

    def _only_titles(self, node: Node, words: str) -> bool:
        """Whether a title and a sentence below it only lead to the points that follow."""
        last = node.parts[-1]
        topic = is_topic(words)
        if not node.children or _PROPERTY.match(last.words) or (is_duty(words) and not topic):
            return False
        head = self.reader.between(node.head.words_start, node.head.end)
        if head[BodyRole.LEAD] or not (topic or _is_short(words)):
            return False
        labelled = node.children[0].style is not None
        return labelled and (topic or last.opens_a_list or not self.names_lead(node))


def _is_short(words: str) -> bool:
    return len(words.split()) <= _TITLE_WORDS and words[-1] not in ".;,"


def _tells_of_means(node: Node) -> bool:
    """Whether a section says where the money comes from."""
    more = bool(node.children) or len(node.parts) > 1
    return more and bool(_TELLING_TITLE.match(node.head.words.strip(" .:")))


def _only_cites(node: Node) -> bool:
    """Whether a point of a list, not of a task, only names another document."""
    listed = node.parent is None or node.parent.is_heading
    return listed and node.style not in GROUPING and bool(_CITING.match(node.head.words))


def _outside(head: Passage, mentions: Iterable[Mention]) -> str:
    """Return the words of a head that belong to no body."""
    words, at = [], head.words_start
    for mention in mentions:
        words.append(head.text[at - head.start : mention.start - head.start])
        at = mention.end
    return " ".join([*words, head.text[at - head.start :]])
