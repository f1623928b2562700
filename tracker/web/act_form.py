"""The form of an act of succession: what a browser sends, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import product

from flask import Request
from flask_babel import gettext as _

from tracker.agencies import LATER, ActForm, ActRow, Decisions, heirs_of, lines_of, rows_of
from tracker.domain import ActKind
from tracker.errors import Invalid
from tracker.web.progress_form import typed_day

MAX_FILE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class TypedAct:
    """What was typed, just as it was typed; ``rows`` are those of a whole province."""

    effective_on: str = ""
    legal_basis: str = ""
    remarks: str = ""
    bodies: str = ""
    heirs: str = ""
    rows: str = ""
    heirs_join_groups: str = ""

    @property
    def kept(self) -> Mapping[str, str]:
        """The fields as a page carries them from the preview to the recording."""
        return asdict(self)


def typed_act(request: Request) -> TypedAct:
    """Return the form's words as they were sent, with the rows of a file below those typed.

    Raises:
        Invalid: the file is no text in UTF-8, or too large.
    """
    names = TypedAct.__dataclass_fields__
    typed = {name: request.form.get(name, "") for name in names}
    file = request.files.get("file")
    if file is not None and file.filename:
        typed["rows"] = "\n".join(
            filter(None, (typed["rows"], _text(file.read(MAX_FILE_BYTES + 1))))
        )
    return TypedAct(**typed)


def _text(content: bytes) -> str:
    if len(content) > MAX_FILE_BYTES:
        raise Invalid({"file": "file-too-large"})
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid({"file": "not-utf-8"}) from error


def read_act(kind: ActKind, typed: TypedAct) -> ActForm:
    """Return the act that was meant."""
    return ActForm(
        kind=kind,
        rows=_rows(kind, typed),
        effective_on=typed_day(typed.effective_on),
        legal_basis=typed.legal_basis,
        remarks=typed.remarks,
        heirs_join_groups=bool(typed.heirs_join_groups),
    )


def _rows(kind: ActKind, typed: TypedAct) -> tuple[ActRow, ...]:
    if kind is ActKind.PARENT_MERGED:
        return rows_of(typed.rows)
    bodies = lines_of(typed.bodies)
    heirs = () if kind is ActKind.DISSOLUTION else heirs_of(typed.heirs)
    return tuple(ActRow(body, heir) for body, heir in product(bodies, heirs or (None,)))


def typed_decisions(request: Request) -> Decisions:
    """Return who is to get the tasks that no rule gives to anybody."""
    return Decisions(rest=_numbered(request, "rest-"), single=_numbered(request, "decision-"))


def _numbered(request: Request, prefix: str) -> dict[int, str]:
    found = (
        (name.removeprefix(prefix), words)
        for name, words in request.form.items()
        if name.startswith(prefix)
    )
    # Whoever reads Vietnamese writes "later" in Vietnamese.
    later = {str(_("later")).casefold(), LATER}
    return {
        int(number[:12]): LATER if words.strip().casefold() in later else words
        for number, words in found
        if number.isascii() and number.isdigit()
    }
