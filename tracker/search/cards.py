"""Cards of one page of hits, read from the tables by one reader in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from search_index import Hit, HitGroup, Snippet, canonical
from tracker import policy
from tracker.clocks import AssignmentFacts, due_of_task
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
from tracker.search.agency_labels import AgencyLabels
from tracker.search.results import DirectiveCard, Match, PartLine, TaskCard


class Cards:
    """Reads the rows behind hits."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        labels: AgencyLabels,
        today: date,
        rules: TrackingRules,
    ) -> None:
        self._session = session
        self._actor = actor
        self._labels = labels
        self._today = today
        self._rules = rules

    def of(self, groups: Sequence[HitGroup]) -> tuple[TaskCard | DirectiveCard, ...]:
        """Return the cards of ``groups`` in their order."""
        tasks, directives = self._tasks(groups), self._directives(groups)
        matches = self._matches(groups, directives)
        cards = []
        for group in groups:
            card = tasks.get(group.group) or _card_of(directives.get(group.group))
            # The index may still know what the tables no longer have.
            if card is not None:
                shown = tuple(matches[hit.key] for hit in group.hits if hit.key in matches)
                more = max(group.total - len(group.hits), 0)
                cards.append(replace(card, matches=shown, more=more))
        return tuple(cards)

    def _tasks(self, groups: Iterable[HitGroup]) -> dict[str, TaskCard]:
        ids = _ids(RecordKind.TASK, (group.group for group in groups))
        if not ids:
            return {}
        facts = self._facts(ids)
        tasks = self._session.scalars(
            select(Task)
            .where(Task.id.in_(ids), policy.visible_tasks(self._actor))
            .options(
                joinedload(Task.directive).defer(Directive.text),
                joinedload(Task.parent).load_only(Task.label),
            )
        )
        return {
            f"{RecordKind.TASK}:{task.id}": self._task(task, facts.get(task.id, ()))
            for task in tasks
        }

    def _task(self, task: Task, facts: Sequence[AssignmentFacts]) -> TaskCard:
        parts = tuple(map(self._part, facts))
        due = due_of_task(facts, task.original_due)
        return TaskCard(
            task_id=task.id,
            label=task.label,
            parent_label=task.parent.label if task.parent else None,
            text=task.text,
            start=task.start,
            due=due,
            time_state=time_state(due.day, self._today, self._rules),
            is_open=_is_open(parts),
            directive=_directive_card(task.directive),
            parts=parts,
            matches=(),
            more=0,
        )

    def _part(self, facts: AssignmentFacts) -> PartLine:
        name = self._labels.name_of(facts.agency_id)
        return PartLine(facts.agency_id, name, facts.role, facts.workflow, is_open=facts.is_open)

    def _facts(self, task_ids: Iterable[int]) -> dict[int, list[AssignmentFacts]]:
        condition = Assignment.task_id.in_(task_ids) & policy.visible_assignments(self._actor)
        found: dict[int, list[AssignmentFacts]] = {}
        for facts in assignment_facts(self._session, condition):
            found.setdefault(facts.task_id, []).append(facts)
        return found

    def _directives(self, groups: Iterable[HitGroup]) -> dict[str, Directive]:
        ids = _ids(RecordKind.DIRECTIVE, (group.group for group in groups))
        if not ids:
            return {}
        found = self._session.scalars(
            select(Directive).where(Directive.id.in_(ids), policy.visible_directives(self._actor))
        )
        return {f"{RecordKind.DIRECTIVE}:{each.id}": each for each in found}

    def _matches(
        self, groups: Iterable[HitGroup], directives: Mapping[str, Directive]
    ) -> dict[str, Match]:
        """Return what is shown of each hit, those of updates and evidence with who said it."""
        hits = {hit.key: hit for group in groups for hit in group.hits}
        found = {
            key: Match(
                RecordKind(hit.kind),
                _id(key),
                hit.snippet,
                place=_place(directives[key].text, hit.snippet) if key in directives else None,
            )
            for key, hit in hits.items()
            if hit.kind in {RecordKind.TASK, RecordKind.DIRECTIVE}
        }
        return found | self._updates(hits) | self._evidence(hits)

    def _updates(self, hits: Mapping[str, Hit]) -> dict[str, Match]:
        ids = _ids(RecordKind.UPDATE, hits)
        if not ids:
            return {}
        updates = self._session.scalars(
            policy.readable_updates(self._actor)
            .where(ProgressUpdate.id.in_(ids))
            .options(joinedload(ProgressUpdate.assignment), selectinload(ProgressUpdate.verdicts))
        )
        said = ((f"{RecordKind.UPDATE}:{update.id}", update) for update in updates)
        return {key: self._said(hits[key], update) for key, update in said}

    def _evidence(self, hits: Mapping[str, Hit]) -> dict[str, Match]:
        ids = _ids(RecordKind.EVIDENCE, hits)
        if not ids:
            return {}
        files = self._session.scalars(
            policy.readable_evidence(self._actor)
            .where(Evidence.id.in_(ids))
            .options(joinedload(Evidence.update).joinedload(ProgressUpdate.assignment))
        )
        shown = ((f"{RecordKind.EVIDENCE}:{file.id}", file) for file in files)
        return {
            key: replace(self._said(hits[key], file.update), file_name=file.file_name)
            for key, file in shown
        }

    def _said(self, hit: Hit, update: ProgressUpdate) -> Match:
        is_update = hit.kind == RecordKind.UPDATE
        return Match(
            RecordKind(hit.kind),
            _id(hit.key),
            hit.snippet,
            agency=self._labels.name_of(update.assignment.agency_id),
            on=office_day(update.at),
            update_id=update.id,
            is_verdict=is_update and _is_verdict(hit.snippet, update),
            entered_by=update.author.display_name if update.on_behalf_of_id else None,
        )


def _is_open(parts: Sequence[PartLine]) -> bool:
    leads = [part for part in parts if part.role is AssignmentRole.LEAD]
    return any(part.is_open for part in leads or parts)


def _is_verdict(snippet: Snippet, update: ProgressUpdate) -> bool:
    """Whether all that is marked stands in what an inspector wrote."""
    reasons = "\n".join(canonical(verdict.reason) for verdict in update.verdicts)
    said = (_line_at(snippet.text, start) for start, _ in snippet.marks)
    return bool(snippet.marks and reasons) and all(line in reasons for line in said)


def _place(text: str, snippet: Snippet) -> int | None:
    """Return where the first marked line that stands in a document's text does so.

    A record has also what the document is called, which may stand nowhere in it.
    """
    text = canonical(text)
    for start, _ in snippet.marks:
        at = text.find(_line_at(snippet.text, start))
        if at >= 0:
            return at + start - (snippet.text.rfind("\n", 0, start) + 1)
    return None


def _line_at(text: str, place: int) -> str:
    first = text.rfind("\n", 0, place) + 1
    last = text.find("\n", place)
    return text[first : last if last >= 0 else len(text)]


def _card_of(directive: Directive | None) -> DirectiveCard | None:
    return None if directive is None else _directive_card(directive)


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
