"""What is judged of a task from its words: how it binds, and how surely it was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from directives.lexicon import any_of, table
from directives.model import Body, Due, Nature, Recurrence

_RELATIONS = table("relations")
# Verbs are looked for in words in lower case.
_PRODUCT_VERBS = [verb.lower() for verb in _RELATIONS["product_verbs"]]
_PRODUCT = re.compile(rf"(?<!\w){any_of(_PRODUCT_VERBS)}(?!\w)")
_STANDING = re.compile(rf"(?<!\w){any_of(_RELATIONS['standing_verbs'])}(?!\w)")
_DUTY = re.compile(rf"{any_of(_RELATIONS['duty_verbs'] + _PRODUCT_VERBS)}(?!\w)")
# A main verb stands near the start; what comes later only describes.
_MAIN_CLAUSE_CHARACTERS = 160


def nature_of(words: str, due: Due | None, recurrence: Recurrence | None) -> Nature:
    """Return how a task binds, from its time and its main verb.

    What comes back is periodic, what has a deadline specific. Else the first verb decides:
    "tiếp tục", "tăng cường" open a regular duty, "ban hành", "trình" promise a product.
    """
    if recurrence is not None:
        return Nature.PERIODIC
    if due is not None:
        return Nature.SPECIFIC
    main = words[:_MAIN_CLAUSE_CHARACTERS].lower()
    product, standing = _PRODUCT.search(main), _STANDING.search(main)
    if product is None or (standing is not None and standing.start() <= product.start()):
        return Nature.REGULAR
    return Nature.SPECIFIC


def names_a_duty(words: str) -> bool:
    """Whether words in the plain reading say what is to be done."""
    return bool(_DUTY.search(words.lower()))


def confidence(label: str | None, lead: Sequence[Body], words: str, due: Due | None) -> float:
    """Return about how often people keep a task of this kind with its bounds and leads as read.

    Measured on reference readings: a labelled point below a named lead is kept nine times of
    ten, one that names its own lead eight times, a paragraph without a label or a point
    without any lead six times. Words without a verb of duty, and a deadline that cannot be
    told, make either less sure.
    """
    own = any(not body.inherited for body in lead)
    if label is None:
        share = 0.6 if own else 0.2
    elif lead:
        share = 0.8 if own else 0.9
    else:
        share = 0.6
    share -= 0.1 * (not names_a_duty(words[:_MAIN_CLAUSE_CHARACTERS]))
    share -= 0.1 * (due is not None and due.date is None)
    return round(share, 2)
