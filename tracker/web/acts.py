"""Acts of succession: recorded after a preview, listed, shown, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from tracker import agencies
from tracker.domain import ActKind, Role
from tracker.errors import Invalid, NotFound
from tracker.web.act_form import TypedAct, read_act, typed_act, typed_decisions
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.progress_form import typed_day

bp = Blueprint("acts", __name__)

MOST_READERS = 20
# What each kind is for, where one is chosen.
KINDS: Mapping[ActKind, LazyString] = {
    ActKind.RENAME: _l("One body goes on under another name."),
    ActKind.MERGE_INTO_NEW: _l("Bodies end; a new body takes over all their work."),
    ActKind.MERGE_INTO_EXISTING: _l("Bodies end; one that goes on takes over all their work."),
    ActKind.SPLIT: _l("One body ends; each open task goes to one of several."),
    ActKind.PARTIAL: _l("A body goes on and gives part of its work to another, task by task."),
    ActKind.CHANGE_OF_KIND: _l(
        "Bodies end; one of another kind, not quite their like, takes over."
    ),
    ActKind.DISSOLUTION: _l("Bodies end without an heir; each open task is given to somebody."),
    ActKind.PARENT_MERGED: _l("Many bodies at once: each row is a body and its heir."),
}


@dataclass(frozen=True, slots=True)
class ActsView:
    """All acts, and how much work nobody answers for."""

    acts: tuple[agencies.ActLine, ...]
    unanswered: int
    may_record: bool


@dataclass(frozen=True, slots=True)
class ActFormView:
    """The form of an act of one kind."""

    kind: ActKind
    form: TypedAct
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def what(self) -> LazyString:
        """What this kind is for."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What an act would do, before it is recorded; ``answers`` are what was decided so far."""

    kind: ActKind
    form: TypedAct
    found: agencies.ActPreview
    answers: agencies.Decisions
    errors: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False

    @property
    def readers(self) -> tuple[str, ...]:
        """The first of the accounts that only read from then on."""
        return self.found.readers[:MOST_READERS]


@dataclass(frozen=True, slots=True)
class ActView:
    """One act, with what was typed to take it back."""

    found: agencies.ActPage
    may_record: bool
    on: str
    legal_basis: str = ""
    rest: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@bp.get("/agencies/acts")
@signed_in_only
def acts() -> str:
    """List the acts."""
    parts = services()
    found = agencies.list_acts(parts.database, actor())
    waiting = agencies.unanswered(parts.database, actor(), today=today())
    return render_template("acts/acts.html", page=ActsView(found, len(waiting), _may_record()))


@bp.get("/agencies/unanswered")
@signed_in_only
def unanswered() -> str:
    """List the open work whose agency has ended without an heir."""
    found = agencies.unanswered(services().database, actor(), today=today())
    return render_template("acts/unanswered.html", tasks=found)


@bp.get("/agencies/acts/new")
@signed_in_only
def choose() -> str:
    """Offer the kinds of acts."""
    return render_template("acts/choose.html", kinds=KINDS, body=request.args.get("body", ""))


@bp.get("/agencies/acts/new/<kind>")
@signed_in_only
def new(kind: str) -> str:
    """Show the form of an act."""
    rows = ""
    if request.args.get("fill") and _kind(kind) is ActKind.PARENT_MERGED:
        rows = agencies.rows_in_force(services().database, actor(), today=today())
    form = TypedAct(bodies=request.args.get("body", ""), rows=rows, heirs_join_groups="1")
    return render_template("acts/form.html", page=ActFormView(_kind(kind), form))


@bp.post("/agencies/acts/new/<kind>")
@signed_in_only
def new_submit(kind: str) -> Response | tuple[str, int] | str:
    """Go back to the form, show what the act would do, or record it."""
    try:
        typed = typed_act(request)
    except Invalid as fault:
        view = ActFormView(_kind(kind), TypedAct(**_typed()), field_words(fault))
        return render_template("acts/form.html", page=view), 422
    if request.form.get("step") == "edit":
        return render_template("acts/form.html", page=ActFormView(_kind(kind), typed))
    if request.form.get("step") == "record":
        return _record(_kind(kind), typed)
    return _previewed(_kind(kind), typed)


@bp.get("/agencies/acts/<int:act_id>")
@signed_in_only
def act(act_id: int) -> str:
    """Show an act."""
    found = agencies.act_page(services().database, actor(), act_id)
    on = f"{found.line.effective_on:%d/%m/%Y}"
    return render_template("acts/act.html", page=ActView(found, _may_record(), on))


@bp.post("/agencies/acts/<int:act_id>/take-back")
@signed_in_only
def take_back_submit(act_id: int) -> Response | tuple[str, int]:
    """Take an act back."""
    on, basis = request.form.get("on", ""), request.form.get("legal_basis", "")
    rest = request.form.get("rest", "")
    form = agencies.TakingBack(typed_day(on), basis, rest)
    try:
        new_id = agencies.take_back_act(services().database, actor(), act_id, form, now=now())
    except Invalid as fault:
        found = agencies.act_page(services().database, actor(), act_id)
        view = ActView(found, _may_record(), on, basis, rest, field_words(fault))
        return render_template("acts/act.html", page=view), 422
    flash(_("The act is taken back. Both stay in the history."), "success")
    return redirect(url_for("acts.act", act_id=new_id))


def _record(kind: ActKind, typed: TypedAct) -> Response | tuple[str, int] | str:
    answers, form = typed_decisions(request), read_act(kind, typed)
    try:
        act_id = agencies.record_act(
            services().database,
            actor(),
            form,
            answers,
            seen=request.form.get("seen", ""),
            now=now(),
        )
    except agencies.ActChanged:
        return _previewed(kind, typed, answers, changed=True)
    except agencies.InvalidAct as fault:
        if any(name.startswith(("rest-", "decision-")) for name in fault.fields):
            return _previewed(kind, typed, answers, errors=field_words(fault))
        return _refused(kind, typed, fault)
    flash(_("The act is recorded."), "success")
    return redirect(url_for("acts.act", act_id=act_id))


def _previewed(
    kind: ActKind,
    typed: TypedAct,
    answers: agencies.Decisions | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    changed: bool = False,
) -> tuple[str, int] | str:
    try:
        found = agencies.preview_act(services().database, actor(), read_act(kind, typed))
    except agencies.InvalidAct as fault:
        return _refused(kind, typed, fault)
    answers = answers or agencies.Decisions()
    view = PreviewView(kind, typed, found, answers, errors or {}, changed)
    page = render_template("acts/preview.html", page=view)
    return (page, 409 if changed else 422) if errors or changed else page


def _refused(kind: ActKind, typed: TypedAct, fault: agencies.InvalidAct) -> tuple[str, int]:
    words = field_words(fault)
    for name, at_fault in fault.words.items():
        words[name] += f" {'; '.join(f'“{one}”' for one in at_fault[:MOST_READERS])}"
    place = "rows" if kind is ActKind.PARENT_MERGED else None
    errors = {(place if place and n in {"bodies", "heirs"} else n): w for n, w in words.items()}
    return render_template("acts/form.html", page=ActFormView(kind, typed, errors)), 422


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in TypedAct.__dataclass_fields__}


def _kind(kind: str) -> ActKind:
    if kind not in {known.value for known in KINDS}:
        raise NotFound
    return ActKind(kind)


def _may_record() -> bool:
    return actor().has(Role.CLERK, Role.ADMINISTRATOR)
