"""Use case: agencies with their names and successions, and what each of them owes."""

from __future__ import annotations

from tracker.agencies.act_history import READERS as ACT_READERS
from tracker.agencies.act_history import (
    ActLine,
    ActLink,
    ActPage,
    UnansweredTask,
    act_page,
    list_acts,
    rows_in_force,
    unanswered,
)
from tracker.agencies.act_preview import ActPreview, EndedBody, UndecidedTask, preview_act
from tracker.agencies.act_recording import ActChanged, RecordedBefore, record_act
from tracker.agencies.act_taking_back import NotToBeTakenBack, TakingBack, take_back_act
from tracker.agencies.act_words import (
    LATER,
    STAYS,
    ActForm,
    ActRow,
    Decisions,
    HeirWords,
    InvalidAct,
    heirs_of,
    lines_of,
    rows_of,
)
from tracker.agencies.details import Details, change_details, remove_alias
from tracker.agencies.groups import (
    GroupLine,
    GroupPage,
    Member,
    add_group,
    add_group_alias,
    add_member,
    end_member,
    group_page,
    list_groups,
)
from tracker.agencies.history import AgencyNames, NamePeriod, SuccessionLink
from tracker.agencies.listing import AgencyList, AgencyQuery, AgencyRow, Standing, list_agencies
from tracker.agencies.naming import NewAgency, add_agency, add_alias
from tracker.agencies.owing import AgencyPage, OwedTask, Urgency, agency_page

__all__ = [
    "ACT_READERS",
    "LATER",
    "STAYS",
    "ActChanged",
    "ActForm",
    "ActLine",
    "ActLink",
    "ActPage",
    "ActPreview",
    "ActRow",
    "AgencyList",
    "AgencyNames",
    "AgencyPage",
    "AgencyQuery",
    "AgencyRow",
    "Decisions",
    "Details",
    "EndedBody",
    "GroupLine",
    "GroupPage",
    "HeirWords",
    "InvalidAct",
    "Member",
    "NamePeriod",
    "NewAgency",
    "NotToBeTakenBack",
    "OwedTask",
    "RecordedBefore",
    "Standing",
    "SuccessionLink",
    "TakingBack",
    "UnansweredTask",
    "UndecidedTask",
    "Urgency",
    "act_page",
    "add_agency",
    "add_alias",
    "add_group",
    "add_group_alias",
    "add_member",
    "agency_page",
    "change_details",
    "end_member",
    "group_page",
    "heirs_of",
    "lines_of",
    "list_acts",
    "list_agencies",
    "list_groups",
    "preview_act",
    "record_act",
    "remove_alias",
    "rows_in_force",
    "rows_of",
    "take_back_act",
    "unanswered",
]
