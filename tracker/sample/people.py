"""The accounts of the sample, one or more for each role, with passwords made at that moment."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts import hash_password
from tracker.domain import Actor, Role
from tracker.models import RoleGrant, User

PASSWORD_BYTES = 9


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account with the password that is told only once."""

    username: str
    password: str
    description: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the sample; ``agencies`` are the bodies that theirs has been, in order."""

    username: str
    name: str
    role: Role
    description: str
    agencies: tuple[str, ...] = ()


PEOPLE = (
    Person("vanthu", "Nguyễn Thị Văn Thư", Role.CLERK, "clerk of the Committee's office"),
    Person("kiemtra", "Trần Văn Kiểm", Role.INSPECTOR, "inspector"),
    Person("thuongvu", "Lê Thị Thường", Role.COMMITTEE, "Standing Committee"),
    Person("quantri", "Phạm Văn Quản", Role.ADMINISTRATOR, "administrator"),
    *(
        Person(username, name, Role.AGENCY, description, agencies)
        for username, name, description, agencies in (
            ("tuyengiao", "Huỳnh Thị Tuyên", "Propaganda Board", ("btg-tinh-uy", "btgdv-tinh-uy")),
            ("ubnd", "Danh Văn Ủy", "provincial People's Committee", ("ubnd-tinh",)),
            ("danguy", "Võ Thị Đảng", "its Party body", ("bcsd-ubnd", "du-ubnd")),
            ("nongnghiep", "Thị Nông", "department of agriculture", ("so-nnptnt", "so-nnmt")),
            ("rachgia", "Lâm Văn Giá", "city committee of Rạch Giá", ("tu-Rạch Giá",)),
            ("giongrieng", "Thị Giồng", "committee of Giồng Riềng", ("hu-Giồng Riềng",)),
            ("phuquoc", "Đỗ Văn Đảo", "city committee of Phú Quốc", ("tu-Phú Quốc",)),
            ("hatien", "Mạc Thị Tiên", "city committee of Hà Tiên", ("tu-Hà Tiên",)),
            ("gocquao", "Danh Thị Quao", "committee of Gò Quao", ("hu-Gò Quao",)),
            ("tanhiep", "Cao Văn Tân", "committee of Tân Hiệp", ("hu-Tân Hiệp",)),
            ("tinhdoan", "Ngô Thị Đoàn", "youth union", ("tinh-doan",)),
            ("phunu", "Trương Thị Hội", "women's union", ("hoi-phu-nu",)),
            ("hoidong", "Lý Văn Đồng", "Council's Party group", ("dd-hdnd", "du-co-quan-dang")),
            ("congnghe", "Phan Văn Số", "department of science", ("so-tttt", "so-khcn-2025")),
            ("noivu", "Mai Thị Nội", "department of home affairs", ("so-noi-vu", "so-noi-vu-2025")),
            (
                "taichinh",
                "Từ Văn Tài",
                "department of finance",
                ("so-tai-chinh", "so-tai-chinh-2025"),
            ),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of the sample as actors, and the accounts to be told."""

    actors: dict[str, Actor]
    accounts: tuple[SampleAccount, ...]


def add_people(session: Session, agencies: dict[str, int], now: datetime) -> Staff:
    """Add every person with a password of their own."""
    actors: dict[str, Actor] = {}
    accounts: list[SampleAccount] = []
    for person in PEOPLE:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        user = _user(person, password, agencies, now)
        session.add(user)
        session.flush()
        ids = frozenset(agencies[key] for key in person.agencies)
        actors[person.username] = Actor(user.id, person.name, frozenset({person.role}), ids)
        accounts.append(SampleAccount(person.username, password, person.description))
    return Staff(actors, tuple(accounts))


def _user(person: Person, password: str, agencies: dict[str, int], now: datetime) -> User:
    # Who acts for an agency acts for the work that it has inherited.
    keys = person.agencies[-1:] or (None,)
    grants = [RoleGrant(role=person.role, agency_id=agencies[key] if key else None) for key in keys]
    return User(
        username=person.username,
        display_name=person.name,
        password_hash=hash_password(password),
        created_at=now,
        grants=grants,
    )
