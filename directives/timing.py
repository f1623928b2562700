"""Lines that say until when a point is done, and which point that is."""

from __future__ import annotations

import re

from directives.enumeration import BULLETS
from directives.lexicon import table
from directives.nodes import Node
from directives.passages import Passage

_TIME_LINE = re.compile(table("time")["time_lines"])
_TIMES_FOLLOW = re.compile(table("sections")["times_follow"])


def point_timed_by(line: Passage, top: Node, following: Passage | None) -> Node | None:
    """Return the point that a line without a label gives a time to; ``None`` if it gives none.

    ``top`` is the point above the line. The line behind a whole list, no point of which has had
    a time, belongs to the point of the list.
    """
    if not _TIME_LINE.match(line.text) or top.is_heading:
        return None
    above = top.parent
    if above is None or above.is_heading:
        return top if top.style is not None else None
    if len(top.parts) > 1 or len(above.children) == 1:
        lists_times = top.style is None and line.opens_a_list and len(top.parts) == 1
        return above if lists_times else top
    more = following and following.label and following.label.style is top.style
    timed = any(_TIME_LINE.match(p.words) for node in above.children for p in node.parts[1:])
    return above if top.style in BULLETS and not more and not timed else top


def goes_on_timing(point: Node) -> bool | None:
    """Tell whether the bullets of ``point`` are times; ``None`` where the first is still to come."""
    others = [p for p in point.parts[1:] if p.label is None or p.label.style not in BULLETS]
    if not others or not _TIMES_FOLLOW.match(others[-1].words):
        return False
    return True if point.parts[-1] is not others[-1] else None
