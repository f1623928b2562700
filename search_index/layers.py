"""What a plan comes to: simpler where the index tells, stricter, without ranks, held to groups.

None of this changes what is found. It changes how much of an index must be looked at for the
first few: a condition that every record meets costs as much as one that tells, and what only
ranks costs more than what decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from search_index.analysis import fold
from search_index.plan import (
    All,
    AtLeast,
    Everything,
    InGroups,
    Near,
    Nothing,
    Plan,
    Prefer,
    Some,
    Term,
    Tokens,
    Without,
)
from search_index.plan import (
    Sequence as Row,
)

# Whether a single condition holds for every record (True) or for none (False), as far as is known.
Certain = Callable[[Plan], bool | None]


def simplified(plan: Plan, certain: Certain) -> Plan:
    """Return a plan that finds the same and ranks alike, without what is certain anyhow."""
    match plan:
        case All(parts):
            return _all([simplified(part, certain) for part in parts])
        case Some(parts):
            return _some([simplified(part, certain) for part in parts])
        case AtLeast(parts, least):
            left = [simplified(part, certain) for part in parts]
            return _at_least([part for part in left if part != Nothing()], least)
        case Without(part):
            return _without(simplified(part, certain))
        case Prefer(base, also):
            return _prefer(simplified(base, certain), [simplified(a, certain) for a in also])
    known = certain(plan)
    return plan if known is None else Everything() if known else Nothing()


def _all(parts: Sequence[Plan]) -> Plan:
    flat = [each for part in parts for each in (part.parts if isinstance(part, All) else (part,))]
    left = [part for part in flat if part != Everything()]
    if Nothing() in left:
        return Nothing()
    return left[0] if len(left) == 1 else All(tuple(left)) if left else Everything()


def _some(parts: Sequence[Plan]) -> Plan:
    left = [part for part in parts if part != Nothing()]
    # Whatever has the word has something near it: the word itself only ranks.
    themselves = {Term(part.field, part.token) for part in left if isinstance(part, Near)}
    if lifts := [part for part in left if part in themselves]:
        return _prefer(_some([part for part in left if part not in themselves]), lifts)
    return left[0] if len(left) == 1 else Some(tuple(left)) if left else Nothing()


def _at_least(parts: Sequence[Plan], least: int) -> Plan:
    if len(parts) < least:
        return Nothing()
    return parts[0] if len(parts) == 1 else AtLeast(tuple(parts), least)


def _without(part: Plan) -> Plan:
    opposites: dict[Plan, Plan] = {Nothing(): Everything(), Everything(): Nothing()}
    return opposites.get(part, Without(part))


def _prefer(base: Plan, also: Sequence[Plan]) -> Plan:
    left = tuple(part for part in also if part != Nothing())
    return Prefer(base, left) if left and base != Nothing() else base


def plain(plan: Plan) -> Plan:
    """Return what decides, without what only ranks."""
    return _mapped(plan, lambda base, _also: base)


def light(plan: Plan) -> Plan:
    """Return a plan whose preferences are single words, which cost little beside phrases."""

    def _light(base: Plan, also: Sequence[Plan]) -> Plan:
        return _prefer(base, [part for part in also if isinstance(part, Term)])

    return _mapped(plan, _light)


def strict(plan: Plan) -> Plan:
    """Return what holds where every word that was written with marks stands with these marks.

    Only a document's own number ranks on: the words with their marks rank by themselves now.
    """

    def _strict(base: Plan, also: Sequence[Plan]) -> Plan:
        exact: dict[str, list[Plan]] = {}
        for part in also:
            if isinstance(part, Term) and part.field is Tokens.EXACT:
                exact.setdefault(fold(part.token), []).append(part)
        bearers = [p for p in also if isinstance(p, Term) and p.field is Tokens.NUMBERS]
        return _prefer(_replaced(base, {t: _all(parts) for t, parts in exact.items()}), bearers)

    return _mapped(plan, _strict)


def _replaced(plan: Plan, exact: Mapping[str, Plan]) -> Plan:
    match plan:
        case Term(Tokens.FOLDED, token):
            return exact.get(token, plan)
        case All(parts):
            return All(tuple(_replaced(part, exact) for part in parts))
        case Some(parts):
            return Some(tuple(_replaced(part, exact) for part in parts))
    return plan


def _mapped(plan: Plan, act: Callable[[Plan, Sequence[Plan]], Plan]) -> Plan:
    """Return ``plan`` with each preference replaced; what is excluded ranks nothing anyhow."""
    match plan:
        case Prefer(base, also):
            return act(_mapped(base, act), also)
        case All(parts):
            return _all([_mapped(part, act) for part in parts])
        case Some(parts):
            return Some(tuple(_mapped(part, act) for part in parts))
        case AtLeast(parts, least):
            return AtLeast(tuple(_mapped(part, act) for part in parts), least)
        case Without(part):
            return Without(plain(part))
    return plan


def ranks(plan: Plan) -> bool:
    """Whether some matches are better than others; what is only filtered has no best."""
    match plan:
        case Term() | Row():
            return True
        case All(parts) | Some(parts) | AtLeast(parts, _):
            return any(map(ranks, parts))
        case Prefer(base, also):
            return ranks(base) or any(map(ranks, also))
    return False


def within(plan: Plan, groups: Sequence[int]) -> Plan:
    """Return what holds of ``plan`` in these groups, so that nothing else need be looked at.

    The condition goes into every alternative: to join alternatives first and leave most of
    it out afterwards would cost as much as the whole.
    """
    held = InGroups(tuple(groups))
    return _all([held, _held(plan, held)])


def _held(plan: Plan, held: InGroups) -> Plan:
    match plan:
        case All(parts):
            return All(tuple(_held(part, held) for part in parts))
        case Some(parts):
            return Some(tuple(_each_held(part, held) for part in parts))
        case AtLeast(parts, least):
            return AtLeast(tuple(_each_held(part, held) for part in parts), least)
        case Without(part):
            return Without(_each_held(part, held))
        case Prefer(base, also):
            lifts = (part if isinstance(part, Term) else _each_held(part, held) for part in also)
            return Prefer(_held(base, held), tuple(lifts))
    return plan


def _each_held(plan: Plan, held: InGroups) -> Plan:
    return _all([held, _held(plan, held)])
