"""A whole nation in one database: ``python -m benchmarks.nation [--share SHARE]``.

34 provinces with 3,300 communes in all, 20,000 directives, 250,000 tasks, 1,500,000 updates, and
what hangs on them: successions, handovers, requests, moved due days, verdicts, files, comments.
The same for the same share. It is made once and kept outside the working copy; another state of
the tables, or of this file, makes another.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from os import getpid
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, create_engine, insert
from sqlalchemy.schema import CreateTable

from benchmarks.nation_handled import handled
from benchmarks.nation_names import AGENCY_WORDS, COMMUNES, PROVINCES
from benchmarks.nation_said import said
from benchmarks.nation_work import FILES, MERGED_ON, Province, Rows, Size, Work
from tracker.accounts import hash_password
from tracker.domain import Role
from tracker.models import (
    Agency,
    AgencyAlias,
    AgencyGroup,
    AgencyVersion,
    Base,
    GroupMembership,
    RoleGrant,
    SourceFile,
    Succession,
    User,
)

BEGUN = datetime(2021, 1, 4, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 3, 0, tzinfo=UTC)
PASSWORD = "một mật khẩu dài để đo"  # noqa: S105 - of accounts in a database made for measuring
CLERK, INSPECTOR, COMMITTEE = 1, 2, 3
BATCH = 20_000


def nation(share: float = 1.0) -> Path:
    """Return the folder of a finished nation, made now if it is not there yet."""
    folder = Path(tempfile.gettempdir()) / f"tracker-nation-{_stamp()}-{share:g}"
    if not (folder / "tracker.db").exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"unfinished-{getpid()}.db"  # others may make it at this moment
        unfinished.unlink(missing_ok=True)
        make_nation(unfinished, share)
        unfinished.rename(folder / "tracker.db")
    return folder


def make_nation(place: Path, share: float) -> None:
    """Write a nation into a new database at ``place``."""
    engine = create_engine(f"sqlite:///{place}")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        # Nobody reads along, and one that is cut off is made anew.
        connection.exec_driver_sql("PRAGMA synchronous=OFF")
        connection.exec_driver_sql("PRAGMA journal_mode=MEMORY")
        _fill(connection, Size.of(share))
        connection.commit()
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


def _fill(connection: Connection, size: Size) -> None:
    dice = random.Random(34)  # noqa: S311 - the same nation at every run
    provinces = list(_provinces(size.communes))
    agencies = range(1, provinces[-1].former.stop)
    put(connection, User, _users(provinces))
    put(connection, SourceFile, _files())
    put(connection, Agency, ({"id": number, "key": f"a{number}"} for number in agencies))
    put(connection, AgencyVersion, _versions(provinces))
    put(connection, AgencyAlias, _aliases(provinces))
    put(connection, RoleGrant, _grants(provinces))
    put(connection, Succession, _successions(provinces))
    groups = [
        {"id": n, "key": f"g{n}", "name": f"Ủy ban nhân dân các xã, phường {p.name}"}
        for n, p in enumerate(provinces, 1)
    ]
    put(connection, AgencyGroup, groups)
    put(connection, GroupMembership, _members(provinces))
    work = Work(dice, provinces, size, BEGUN, NOW)
    for model, rows in chain(work.tables(), said(work), handled(work)):
        put(connection, model, rows)


def put(connection: Connection, model: type[Base], rows: Rows) -> None:
    """Insert ``rows`` in batches; columns that rows leave out are null or have their default."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        connection.execute(insert(model), batch)


def _provinces(communes: int) -> Iterator[Province]:
    """Yield the provinces; a third of the communes, and a few bodies, had one before them."""
    first = 1
    for number, name in enumerate(PROVINCES):
        count = communes * (number + 1) // len(PROVINCES) - communes * number // len(PROVINCES)
        bodies = range(first, first + len(AGENCY_WORDS))
        ours = range(bodies.stop, bodies.stop + count)
        former = range(ours.stop, ours.stop + count // 3 + len(AGENCY_WORDS) // 5)
        yield Province(name, bodies, ours, former)
        first = former.stop


def _users(provinces: list[Province]) -> Iterator[dict[str, Any]]:
    password = hash_password(PASSWORD)
    names = ["van-thu", "kiem-tra", "thuong-truc"]
    names += [f"don-vi-{agency}" for agency in _reporting(provinces)]
    for number, name in enumerate(names, 1):
        yield {
            "id": number,
            "username": name,
            "display_name": f"Đồng chí {number}",
            "password_hash": password,
            "created_at": BEGUN,
        }


def _grants(provinces: list[Province]) -> Iterator[dict[str, Any]]:
    for user, role in ((CLERK, Role.CLERK), (INSPECTOR, Role.INSPECTOR)):
        yield {"user_id": user, "role": role, "agency_id": None}
    yield {"user_id": COMMITTEE, "role": Role.COMMITTEE, "agency_id": None}
    for user, agency in enumerate(_reporting(provinces), COMMITTEE + 1):
        yield {"user_id": user, "role": Role.AGENCY, "agency_id": agency}


def _reporting(provinces: list[Province]) -> Iterator[int]:
    """Yield the agencies that have an account: all that exist."""
    for province in provinces:
        yield from province.bodies
        yield from province.communes


def _files() -> Iterator[dict[str, Any]]:
    for number in range(1, FILES + 1):
        yield {
            "id": number,
            "sha256": f"{number:064x}",
            "media_type": "text/plain",
            "size_bytes": 9,
        }


def _versions(provinces: list[Province]) -> Iterator[dict[str, Any]]:
    for province in provinces:
        ended = {old: f"{heir}" for old, heir in province.heirs()}
        head = province.bodies[0]
        for place, agency in enumerate((*province.bodies, *province.communes, *province.former)):
            yield {
                "agency_id": agency,
                "name": _name(province, place, agency),
                "short_name": None,
                "parent_id": None if agency == head else head,
                "valid_from": date(2020, 1, 1),
                "valid_to": MERGED_ON - timedelta(days=1) if agency in ended else None,
            }


def _name(province: Province, place: int, agency: int) -> str:
    if agency in province.bodies:
        return f"{AGENCY_WORDS[place]} {province.name}"
    former = " (cũ)" if agency in province.former else ""
    return f"Ủy ban nhân dân xã {COMMUNES[agency % len(COMMUNES)]}{former}"


def _aliases(provinces: list[Province]) -> Iterator[dict[str, Any]]:
    for province in provinces:
        for agency in province.communes:
            commune = COMMUNES[agency % len(COMMUNES)]
            yield {"agency_id": agency, "alias": f"UBND xã {commune} {province.name}"}


def _successions(provinces: list[Province]) -> Iterator[dict[str, Any]]:
    for province in provinces:
        for old, heir in province.heirs():
            yield {
                "from_agency_id": old,
                "to_agency_id": heir,
                "kind": "merge",
                "effective_on": MERGED_ON,
            }


def _members(provinces: list[Province]) -> Iterator[dict[str, Any]]:
    for number, province in enumerate(provinces, 1):
        for agency in province.communes:
            yield {"group_id": number, "agency_id": agency, "valid_from": date(2020, 1, 1)}


def _stamp() -> str:
    """Return what a nation depends on in a few letters: the tables, and how it is made."""
    tables = "".join(str(CreateTable(table)) for table in Base.metadata.sorted_tables)
    makers = sorted(Path(__file__).parent.glob("nation*.py"))
    whole = tables + "".join(maker.read_text(encoding="utf-8") for maker in makers)
    return hashlib.sha256(whole.encode()).hexdigest()[:10]


@click.command()
@click.option("--share", default=1.0, help="Which part of the nation's size.")
def main(share: float) -> None:
    """Make the nation and say where it lies; TRACKER_FOLDER can be set to it."""
    begun = time.perf_counter()
    folder = nation(share)
    size = (folder / "tracker.db").stat().st_size / 1024**2
    click.echo(f"{folder}: {size:,.0f} MB, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
