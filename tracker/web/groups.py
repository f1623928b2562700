"""Groups of agencies: the list, one group on a day, and changing who belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import agencies
from tracker.domain import Role
from tracker.errors import Invalid
from tracker.web.context import actor, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.progress_form import typed_day

bp = Blueprint("groups", __name__)


@dataclass(frozen=True, slots=True)
class GroupsView:
    """All groups, with the name of a new one that could not be taken."""

    groups: tuple[agencies.GroupLine, ...]
    day: date
    may_edit: bool
    name: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group on a day, with what was typed and could not be taken."""

    found: agencies.GroupPage
    may_edit: bool
    form: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    ending: int | None = None


@bp.get("/agencies/groups")
@signed_in_only
def groups() -> str:
    """List the groups."""
    return render_template("groups/groups.html", page=_groups())


@bp.post("/agencies/groups")
@signed_in_only
def add_submit() -> Response | tuple[str, int]:
    """Add a group."""
    name = request.form.get("name", "")
    try:
        group_id = agencies.add_group(services().database, actor(), name, today=today())
    except Invalid as fault:
        view = _groups(name, field_words(fault))
        return render_template("groups/groups.html", page=view), 422
    flash(_("The group is added. Enter its members."), "success")
    return redirect(url_for("groups.group", group_id=group_id))


@bp.get("/agencies/groups/<int:group_id>")
@signed_in_only
def group(group_id: int) -> str:
    """Show a group on a day."""
    return render_template("groups/group.html", page=_group(group_id))


@bp.post("/agencies/groups/<int:group_id>/members")
@signed_in_only
def member_submit(group_id: int) -> Response | tuple[str, int]:
    """Let an agency belong to the group from a day on."""
    words, since = request.form.get("agency", ""), typed_day(request.form.get("since", ""))
    try:
        agencies.add_member(services().database, actor(), group_id, words, since=since)
    except Invalid as fault:
        return _refused(group_id, fault)
    flash(_("The agency belongs to the group from that day on."), "success")
    return redirect(url_for("groups.group", group_id=group_id, on=f"{since:%d/%m/%Y}"))


@bp.post("/agencies/groups/<int:group_id>/members/<int:membership_id>/end")
@signed_in_only
def end_submit(group_id: int, membership_id: int) -> Response | tuple[str, int]:
    """Let a membership end."""
    last = typed_day(request.form.get("last", ""))
    try:
        agencies.end_member(services().database, actor(), membership_id, last=last)
    except Invalid as fault:
        return _refused(group_id, fault, membership_id)
    flash(_("The membership ends with that day."), "success")
    return redirect(url_for("groups.group", group_id=group_id))


@bp.post("/agencies/groups/<int:group_id>/aliases")
@signed_in_only
def alias_submit(group_id: int) -> Response | tuple[str, int]:
    """Add another way of writing a group."""
    alias = request.form.get("alias", "")
    try:
        agencies.add_group_alias(services().database, actor(), group_id, alias, today=today())
    except Invalid as fault:
        return _refused(group_id, fault)
    flash(_("The other name is added; documents that use it are now understood."), "success")
    return redirect(url_for("groups.group", group_id=group_id))


def _refused(group_id: int, fault: Invalid, ending: int | None = None) -> tuple[str, int]:
    view = _group(group_id, request.form, field_words(fault), ending)
    return render_template("groups/group.html", page=view), 422


def _groups(name: str = "", errors: Mapping[str, str] | None = None) -> GroupsView:
    found = agencies.list_groups(services().database, actor(), day=today())
    return GroupsView(found, today(), _may_edit(), name, errors or {})


def _group(
    group_id: int,
    form: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    ending: int | None = None,
) -> GroupView:
    day = typed_day(request.args.get("on", "")) or today()
    found = agencies.group_page(services().database, actor(), group_id, day=day)
    return GroupView(found, _may_edit(), form or {}, errors or {}, ending)


def _may_edit() -> bool:
    return actor().has(Role.CLERK, Role.ADMINISTRATOR)
