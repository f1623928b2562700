"""The bodies of the province with their history, from ``province.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain import ActKind
from tracker.models import (
    Agency,
    AgencyAlias,
    AgencyGroup,
    AgencyGroupAlias,
    AgencyVersion,
    GroupMembership,
    Succession,
    SuccessionAct,
)

PROVINCE = tomllib.loads(files("tracker.sample").joinpath("province.toml").read_text("utf-8"))
_ACTS = {
    "merge": ActKind.MERGE_INTO_NEW,
    "partial": ActKind.PARTIAL,
    "change-of-kind": ActKind.CHANGE_OF_KIND,
    "dissolution": ActKind.DISSOLUTION,
}
_MERGED_ON = date(2025, 2, 24)


def add_registry(session: Session) -> dict[str, int]:
    """Add every agency and group; return the agencies' ids by key."""
    agencies = {plain["key"]: _agency(plain) for plain in _agencies()}
    session.add_all(agencies.values())
    session.flush()
    ids = {key: agency.id for key, agency in agencies.items()}
    session.add_all(_group(plain, ids) for plain in PROVINCE["group"])
    return ids


def add_acts(session: Session, ids: dict[str, int], author_id: int, now: datetime) -> None:
    """Add what became of the bodies as recorded acts, some of a day that is still to come."""
    for plain in _successions():
        act = SuccessionAct(
            kind=_ACTS[plain["kind"]],
            effective_on=plain["on"],
            legal_basis=plain["basis"],
            remarks="",
            author_id=author_id,
            at=now,
        )
        act.links = list(_links(plain, ids))
        session.add(act)


def district_names() -> tuple[str, ...]:
    """Return the names of the bodies of the districts."""
    return tuple(plain["name"] for plain in _districts())


def bodies_before_2025() -> Iterator[Agency]:
    """Give the bodies of early 2024, without what became of them."""
    for plain in _agencies():
        if "from" not in plain:
            yield _agency({**plain, "to": None})


def _agencies() -> Iterator[dict[str, Any]]:
    yield from PROVINCE["agency"]
    departments = PROVINCE["departments"]
    periods = {
        "unchanged": {},
        "until_2025": {"to": _MERGED_ON - timedelta(days=1)},
        "since_2025": {"from": _MERGED_ON},
    }
    for period, dates in periods.items():
        for key, name, *short in departments[period]:
            yield {"key": key, "name": name, "short": short[0] if short else None, **dates}
    yield from _districts()


def _districts() -> Iterator[dict[str, Any]]:
    districts = PROVINCE["districts"]
    until = {"to": districts["last_day"]}
    for place in districts["cities"]:
        yield {"key": f"tu-{place}", "name": f"Thành ủy {place}", **until}
        aliases = [f"UBND TP {place}", f"UBND TP. {place}"]
        name = f"Ủy ban nhân dân thành phố {place}"
        yield {"key": f"ub-{place}", "name": name, "aliases": aliases, **until}
    for place in districts["rural"]:
        yield {"key": f"hu-{place}", "name": f"Huyện ủy {place}", **until}
        yield {"key": f"ub-{place}", "name": f"Ủy ban nhân dân huyện {place}", **until}


def _agency(plain: dict[str, Any]) -> Agency:
    version = AgencyVersion(
        name=plain["name"],
        short_name=plain.get("short"),
        code=plain.get("code"),
        valid_from=plain.get("from", PROVINCE["since"]),
        valid_to=plain.get("to"),
    )
    aliases = [AgencyAlias(alias=alias) for alias in plain.get("aliases", ())]
    return Agency(key=plain["key"], versions=[version], aliases=aliases)


def _group(plain: dict[str, Any], ids: dict[str, int]) -> AgencyGroup:
    return AgencyGroup(
        key=plain["key"],
        name=plain["name"],
        expands=plain.get("expands", True),
        aliases=[AgencyGroupAlias(alias=alias) for alias in plain["aliases"]],
        members=[
            GroupMembership(
                agency_id=ids[member["key"]],
                valid_from=member.get("from", PROVINCE["since"]),
                valid_to=member.get("to"),
            )
            for member in _members(plain["members"])
        ],
    )


def _members(named: str | list[str]) -> Iterable[dict[str, Any]]:
    """Return the members of a group: those listed, or all of one of the three families."""
    if named == "departments":
        keys = {row[0] for rows in PROVINCE["departments"].values() for row in rows}
        return [plain for plain in _agencies() if plain["key"] in keys]
    if named == "district-committees":
        return [plain for plain in _districts() if plain["key"].startswith(("tu-", "hu-"))]
    if named == "district-governments":
        return [plain for plain in _districts() if plain["key"].startswith("ub-")]
    return [plain for plain in _agencies() if plain["key"] in named]


def _successions() -> Iterator[dict[str, Any]]:
    yield from PROVINCE["succession"]
    yield {
        "from": [plain["key"] for plain in _districts()],
        "kind": "dissolution",
        "on": PROVINCE["districts"]["last_day"] + timedelta(days=1),
        "basis": "Chủ trương kết thúc hoạt động đơn vị hành chính cấp huyện từ ngày 01/7/2025",
    }


def _links(plain: dict[str, Any], ids: dict[str, int]) -> Iterator[Succession]:
    for key in plain["from"]:
        yield Succession(
            from_agency_id=ids[key],
            to_agency_id=ids[plain["to"]] if "to" in plain else None,
            kind=plain["kind"],
            scope=plain.get("scope"),
            legal_basis=plain["basis"],
            effective_on=plain["on"],
        )
