"""What agencies and inspectors have said of assignments, as a reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from tracker import policy
from tracker.domain import Actor, Role
from tracker.models import Evidence, ProgressUpdate, Verdict
from tracker.models.registry import Registry
from tracker.progress.comparing import what_is_new
from tracker.progress.pages import EvidenceLink, UpdateWords, VerdictWords
from tracker.progress.verdicts import open_verdicts


@dataclass(frozen=True, slots=True)
class Sayings:
    """Reads updates for one reader, in a fixed number of statements."""

    session: Session
    actor: Actor
    registry: Registry

    def of(self, assignment_ids: Sequence[int]) -> dict[int, tuple[UpdateWords, ...]]:
        """Return the updates of each of these assignments, the newest first."""
        found: defaultdict[int, list[ProgressUpdate]] = defaultdict(list)
        for row in self._rows(assignment_ids):
            found[row.assignment_id].append(row)
        files = self._files(assignment_ids)
        return {key: tuple(self._words(rows, files)) for key, rows in found.items()}

    def _rows(self, assignment_ids: Sequence[int]) -> Iterator[ProgressUpdate]:
        return iter(
            self.session.scalars(
                select(ProgressUpdate)
                .where(ProgressUpdate.assignment_id.in_(assignment_ids))
                .order_by(ProgressUpdate.id.desc())
                .options(
                    selectinload(ProgressUpdate.author),
                    selectinload(ProgressUpdate.verdicts).selectinload(Verdict.author),
                )
            )
        )

    def _files(self, assignment_ids: Sequence[int]) -> dict[int, list[EvidenceLink]]:
        files: defaultdict[int, list[EvidenceLink]] = defaultdict(list)
        asked = (
            policy.readable_evidence(self.actor)
            .where(ProgressUpdate.assignment_id.in_(assignment_ids))
            .order_by(Evidence.id)
            .options(
                contains_eager(Evidence.update).load_only(ProgressUpdate.id),
                joinedload(Evidence.source_file),
            )
        )
        for file in self.session.scalars(asked):
            link = EvidenceLink(
                file.id, file.file_name, file.source_file.size_bytes, file.is_shared
            )
            files[file.update_id].append(link)
        return files

    def _words(
        self, rows: Sequence[ProgressUpdate], files: dict[int, list[EvidenceLink]]
    ) -> Iterator[UpdateWords]:
        """Yield the updates of one assignment, given the newest first."""
        by_id = {row.id: row for row in rows}
        corrected_by = {row.corrects_id: row.id for row in rows if row.corrects_id is not None}
        for place, row in enumerate(rows):
            before = rows[place + 1] if place + 1 < len(rows) else None
            yield self._update(
                row,
                corrected=by_id.get(row.corrects_id) if row.corrects_id is not None else None,
                before=before,
                corrected_by=corrected_by.get(row.id),
                is_newest=place == 0,
                files=files.get(row.id, ()),
            )

    def _update(  # noqa: PLR0913 - an update stands among others, each of which tells something
        self,
        update: ProgressUpdate,
        *,
        corrected: ProgressUpdate | None,
        before: ProgressUpdate | None,
        corrected_by: int | None,
        is_newest: bool,
        files: Sequence[EvidenceLink],
    ) -> UpdateWords:
        inspects = self.actor.has(Role.INSPECTOR)
        compared = corrected or before
        return UpdateWords(
            update_id=update.id,
            at=update.at,
            author=update.author.display_name,
            on_behalf_of=self._agency(update.on_behalf_of_id),
            corrects=corrected.at if corrected else None,
            corrected_by=corrected_by,
            may_correct=False,
            novelty=what_is_new(update, compared) if compared else None,
            status=update.status,
            percent=update.percent,
            narrative=update.narrative,
            difficulties=update.difficulties,
            proposals=update.proposals,
            result_number=update.result_number,
            result_date=update.result_date,
            period=update.period,
            evidence=tuple(files),
            verdicts=tuple(
                VerdictWords(v.kind, v.reason, v.author.display_name, v.at) for v in update.verdicts
            ),
            open_verdicts=open_verdicts(update, update.id if is_newest and inspects else None),
            last_verdict_id=update.verdicts[-1].id if update.verdicts else None,
        )

    def _agency(self, agency_id: int | None) -> str | None:
        return None if agency_id is None else self.registry.name_of(agency_id)
