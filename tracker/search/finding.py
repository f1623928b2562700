"""Find, as one person, in what the index holds; the cards are read from the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from search_index import (
    And,
    Facet,
    Hit,
    HitGroup,
    IndexDamagedError,
    NameTable,
    OneOf,
    Query,
    ResultPage,
    SearchEngine,
    SearchQueryError,
    SearchRequest,
    parse_query,
)
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, TrackingRules, office_day, time_state
from tracker.models import (
    Assignment,
    Directive,
    Evidence,
    ProgressUpdate,
    RecordKind,
    Task,
    assignment_facts,
)
from tracker.models.registry import Registry
from tracker.search.agency_names import names_known_to
from tracker.search.principals import principals_of
from tracker.search.proposals import propose_filters
from tracker.search.results import (
    AgencyChoice,
    Choice,
    DirectiveCard,
    FoundPage,
    IndexRebuilding,
    Match,
    PartLine,
    Question,
    TaskCard,
)

PAGE_SIZE = 20
LAST_PAGE = 500
CHOICES_SHOWN = 12
_HAS_FIELD = re.compile(r"\w:\S")


def find(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    engine: SearchEngine,
    actor: Actor,
    question: Question,
    *,
    today: date,
    rules: TrackingRules,
) -> FoundPage:
    """Return the page of results that ``question`` asks for, of what ``actor`` may know.

    A query that cannot be read gives a page with its error.

    Raises:
        IndexRebuilding: the index is missing or damaged.
    """
    with database.reading() as session:
        try:
            query = _query(session, actor, question)
        except SearchQueryError as error:
            return FoundPage(question, error=error)
        if question.is_empty:
            return FoundPage(question)
        request = SearchRequest(
            query=query,
            principals=principals_of(actor),
            today=today,
            kinds=frozenset({question.kind.value} if question.kind else ()),
            sort=question.sort,
            first=(_page(question) - 1) * PAGE_SIZE,
            size=PAGE_SIZE,
            facets=tuple(Facet),
            due_soon_days=rules.due_soon_days,
        )
        found = _search(engine, request)
        return _Shelf(session, actor, question, today, rules).page(found)


def _query(session: Session, actor: Actor, question: Question) -> Query:
    """Read the text; the agencies' names are only loaded when a filter could ask for them."""
    names = names_known_to(session, actor) if _HAS_FIELD.search(question.text) else NameTable({})
    typed = parse_query(question.text, names)
    chosen = (OneOf(facet.value, (value,)) for facet, value in question.filters)
    return And((typed, *chosen)) if question.filters else typed


def _search(engine: SearchEngine, request: SearchRequest) -> ResultPage:
    try:
        return engine.search(request)
    except IndexDamagedError as error:
        engine.condemn()
        raise IndexRebuilding from error


def _page(question: Question) -> int:
    return min(max(question.page, 1), LAST_PAGE)


class _Shelf:
    """Reads the rows behind one page of hits."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        question: Question,
        today: date,
        rules: TrackingRules,
    ) -> None:
        self._session = session
        self._actor = actor
        self._question = question
        self._today = today
        self._rules = rules
        self._registry = Registry.on(session, today)

    def page(self, found: ResultPage) -> FoundPage:
        choices = {facet: self._choices(facet, found) for facet in Facet}
        return FoundPage(
            question=self._question,
            cards=tuple(self._cards(found.groups)),
            total=found.total_groups,
            matches=found.total_hits,
            number=_page(self._question),
            last=min(max(1, -(-found.total_groups // PAGE_SIZE)), LAST_PAGE),
            kinds={kind: found.kinds.get(kind.value, 0) for kind in RecordKind},
            choices=choices,
            active=tuple(self._choice(facet, value, 0) for facet, value in self._question.filters),
            proposals=propose_filters(self._question.text),
        )

    def _choices(self, facet: Facet, found: ResultPage) -> tuple[Choice, ...]:
        counted = found.facets.get(facet, ())[:CHOICES_SHOWN]
        return tuple(self._choice(facet, each.value, each.count) for each in counted if each.count)

    def _choice(self, facet: Facet, value: str, count: int) -> Choice:
        active = (facet, value) in self._question.filters
        if facet is Facet.AGENCY:
            return AgencyChoice(facet, value, count, active, self._agency(value))
        return Choice(facet, value, count, active)

    def _agency(self, value: str) -> str:
        # A made-up address can name any agency; what is not known is shown as it was written.
        known = value.isdigit() and self._registry.has("agency", int(value))
        return self._registry.name_of(int(value)) if known else value

    def _cards(self, groups: Iterable[HitGroup]) -> Iterable[TaskCard | DirectiveCard]:
        groups = list(groups)
        tasks, directives = self._tasks(groups), self._directives(groups)
        matches = self._matches(groups)
        for group in groups:
            card = tasks.get(group.group) or directives.get(group.group)
            # The index may still know what the tables no longer have.
            if card is not None:
                shown = tuple(matches[hit.key] for hit in group.hits if hit.key in matches)
                yield replace(card, matches=shown, more=max(group.total - len(group.hits), 0))

    def _tasks(self, groups: Iterable[HitGroup]) -> dict[str, TaskCard]:
        ids = _ids(RecordKind.TASK, (group.group for group in groups))
        parts = self._parts(ids)
        tasks = self._session.scalars(
            select(Task)
            .where(Task.id.in_(ids), policy.visible_tasks(self._actor))
            .options(selectinload(Task.directive))
        )
        return {
            f"{RecordKind.TASK}:{task.id}": TaskCard(
                task_id=task.id,
                label=task.label,
                text=task.text,
                due=task.original_due,
                time_state=time_state(task.original_due, self._today, self._rules),
                is_open=_is_open(parts.get(task.id, ())),
                directive=_directive_card(task.directive),
                parts=tuple(parts.get(task.id, ())),
                matches=(),
                more=0,
            )
            for task in tasks
        }

    def _parts(self, task_ids: Iterable[int]) -> dict[int, list[PartLine]]:
        condition = Assignment.task_id.in_(task_ids) & policy.visible_assignments(self._actor)
        parts: dict[int, list[PartLine]] = {}
        for facts in assignment_facts(self._session, condition):
            name = self._registry.name_of(facts.agency_id)
            line = PartLine(
                facts.agency_id, name, facts.role, facts.workflow, is_open=facts.is_open
            )
            parts.setdefault(facts.task_id, []).append(line)
        return parts

    def _directives(self, groups: Iterable[HitGroup]) -> dict[str, DirectiveCard]:
        ids = _ids(RecordKind.DIRECTIVE, (group.group for group in groups))
        found = self._session.scalars(
            select(Directive).where(Directive.id.in_(ids), policy.visible_directives(self._actor))
        )
        return {f"{RecordKind.DIRECTIVE}:{each.id}": _directive_card(each) for each in found}

    def _matches(self, groups: Iterable[HitGroup]) -> dict[str, Match]:
        """Return what is shown of each hit, those of updates and evidence with who said it."""
        hits = {hit.key: hit for group in groups for hit in group.hits}
        readable = policy.visible_assignments(self._actor)
        updates = self._session.scalars(
            select(ProgressUpdate)
            .join(ProgressUpdate.assignment)
            .where(ProgressUpdate.id.in_(_ids(RecordKind.UPDATE, hits)), readable)
            .options(selectinload(ProgressUpdate.assignment))
        )
        evidence = self._session.scalars(
            select(Evidence)
            .join(Evidence.update)
            .join(ProgressUpdate.assignment)
            .where(Evidence.id.in_(_ids(RecordKind.EVIDENCE, hits)), readable)
            .options(selectinload(Evidence.update).selectinload(ProgressUpdate.assignment))
        )
        found = {
            key: Match(RecordKind(hit.kind), _id(key), hit.snippet)
            for key, hit in hits.items()
            if hit.kind in {RecordKind.TASK, RecordKind.DIRECTIVE}
        }
        for update in updates:
            found |= self._said(f"{RecordKind.UPDATE}:{update.id}", update, hits)
        for file in evidence:
            found |= self._said(f"{RecordKind.EVIDENCE}:{file.id}", file.update, hits, file)
        return found

    def _said(
        self,
        key: str,
        update: ProgressUpdate,
        hits: Mapping[str, Hit],
        file: Evidence | None = None,
    ) -> dict[str, Match]:
        return {
            key: Match(
                RecordKind(hits[key].kind),
                _id(key),
                hits[key].snippet,
                agency=self._registry.name_of(update.assignment.agency_id),
                on=office_day(update.at),
                file_name=file.file_name if file else None,
                update_id=update.id,
            )
        }


def _is_open(parts: Sequence[PartLine]) -> bool:
    leads = [part for part in parts if part.role is AssignmentRole.LEAD]
    return any(part.is_open for part in leads or parts)


def _directive_card(directive: Directive) -> DirectiveCard:
    return DirectiveCard(
        directive_id=directive.id,
        kind=directive.kind,
        number=directive.number,
        issued_on=directive.issued_on,
        issuer=directive.issuer,
        title=directive.title,
        file_name=directive.file_name,
    )


def _ids(kind: RecordKind, keys: Iterable[str]) -> list[int]:
    return [_id(key) for key in keys if key.startswith(f"{kind}:")]


def _id(key: str) -> int:
    return int(key.rpartition(":")[2])
