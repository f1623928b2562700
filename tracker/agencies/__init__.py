"""Use case: agencies with their names and successions, and what each of them owes."""

from __future__ import annotations

from tracker.agencies.history import AgencyNames, NamePeriod, SuccessionLink
from tracker.agencies.listing import AgencyList, AgencyQuery, AgencyRow, Standing, list_agencies
from tracker.agencies.naming import NewAgency, add_agency, add_alias
from tracker.agencies.owing import AgencyPage, OwedTask, Urgency, agency_page

__all__ = [
    "AgencyList",
    "AgencyNames",
    "AgencyPage",
    "AgencyQuery",
    "AgencyRow",
    "NamePeriod",
    "NewAgency",
    "OwedTask",
    "Standing",
    "SuccessionLink",
    "Urgency",
    "add_agency",
    "add_alias",
    "agency_page",
    "list_agencies",
]
