"""Use case: what directives do to each other, and which task goes on in which."""

from __future__ import annotations

from tracker.relations.carried import Carried, CarriedTask, TaskFate, carried_of
from tracker.relations.carrying import (
    MAX_REASON_CHARACTERS,
    AlreadyCarriedOver,
    CarryOverPage,
    Fate,
    OpenTask,
    TaskChoice,
    carry_over,
    carry_over_page,
    fate_faults,
)
from tracker.relations.editing import (
    MAX_WORDS_CHARACTERS,
    CarriedOver,
    CyclicRelation,
    RelationForm,
    RelationGone,
    SameRelation,
    add_relation,
    correct_relation,
    remove_relation,
)
from tracker.relations.lines import RelatedDirective, RelationLine, Relations, relations_of

__all__ = [
    "MAX_REASON_CHARACTERS",
    "MAX_WORDS_CHARACTERS",
    "AlreadyCarriedOver",
    "Carried",
    "CarriedOver",
    "CarriedTask",
    "CarryOverPage",
    "CyclicRelation",
    "Fate",
    "OpenTask",
    "RelatedDirective",
    "RelationForm",
    "RelationGone",
    "RelationLine",
    "Relations",
    "SameRelation",
    "TaskChoice",
    "TaskFate",
    "add_relation",
    "carried_of",
    "carry_over",
    "carry_over_page",
    "correct_relation",
    "fate_faults",
    "relations_of",
    "remove_relation",
]
