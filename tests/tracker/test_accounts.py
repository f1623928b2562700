"""Signing in, sessions, passwords, and what an administrator does with people."""

from __future__ import annotations

from datetime import timedelta
from unicodedata import normalize

import pytest

from tests.factories import NOW, PASSWORD, make_agency, make_user
from tracker import accounts
from tracker.accounts import SIGN_IN_LIMITS, NewUser, PasswordChange
from tracker.accounts.hashing import one_time_password
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import LoginAttempt

TODAY = office_day(NOW)
NEW_PASSWORD = "bốn mùa trồng lúa nước"  # noqa: S105 - of a test account only


def _enter(
    database: Database, password: str = PASSWORD, *, address: str = "10.0.0.1", name: str = "an"
) -> str:
    return accounts.sign_in(database, name, password, address=address, now=NOW)


def _fail(database: Database, times: int, address: str = "10.0.0.1") -> None:
    for _ in range(times):
        with pytest.raises(accounts.WrongPassword):
            _enter(database, "sai", address=address)


@pytest.fixture
def an(database: Database) -> int:
    """A clerk called ``an``."""
    return make_user(database, Role.CLERK, username="an")


@pytest.fixture
def administrator(database: Database) -> Actor:
    """The only administrator."""
    user_id = make_user(database, Role.ADMINISTRATOR, username="quan-tri")
    return Actor(user_id, "Quản trị", frozenset({Role.ADMINISTRATOR}))


class TestSigningIn:
    def test_the_token_names_its_holder(self, database: Database, an: int) -> None:
        person = accounts.signed_in(database, _enter(database), now=NOW)
        assert person is not None
        assert (person.actor.user_id, person.actor.roles) == (an, frozenset({Role.CLERK}))

    def test_an_agency_account_acts_for_its_agency(self, database: Database) -> None:
        agency_id = make_agency(database)
        make_user(database, Role.AGENCY, username="an", agency_id=agency_id)
        person = accounts.signed_in(database, _enter(database), now=NOW)
        assert person is not None
        assert person.actor.agency_ids == {agency_id}

    @pytest.mark.usefixtures("an")
    def test_the_name_may_be_typed_in_capitals_and_with_spaces(self, database: Database) -> None:
        assert _enter(database, name=" AN ")

    @pytest.mark.usefixtures("an")
    def test_a_password_is_the_same_however_its_letters_were_composed(
        self, database: Database
    ) -> None:
        decomposed = normalize("NFD", PASSWORD)
        assert decomposed != PASSWORD
        assert _enter(database, decomposed)

    def test_an_unknown_name_and_a_wrong_password_are_answered_alike(
        self, database: Database, an: int
    ) -> None:
        assert an
        for name in ("an", "ai-do"):
            with pytest.raises(accounts.WrongPassword):
                _enter(database, "sai", name=name)

    def test_each_sign_in_has_a_token_of_its_own(self, database: Database, an: int) -> None:
        assert an
        assert _enter(database) != _enter(database)


@pytest.mark.usefixtures("an")
class TestLockOut:
    def test_too_many_wrong_guesses_stop_the_right_one_too(self, database: Database) -> None:
        _fail(database, SIGN_IN_LIMITS.tries_from_one_address)
        with pytest.raises(accounts.TooManyAttemptsError) as refusal:
            _enter(database)
        assert refusal.value.details == {"minutes": 15}

    def test_the_owner_still_signs_in_from_another_place(self, database: Database) -> None:
        _fail(database, SIGN_IN_LIMITS.tries_from_one_address)
        assert _enter(database, address="10.0.0.2")

    def test_many_places_together_are_stopped(self, database: Database) -> None:
        with database.writing() as session:
            session.add_all(
                LoginAttempt(username="an", address=f"10.0.1.{place}", at=NOW)
                for place in range(SIGN_IN_LIMITS.tries_from_anywhere)
            )
        with pytest.raises(accounts.TooManyAttemptsError):
            _enter(database, address="10.0.9.9")

    def test_waiting_helps(self, database: Database) -> None:
        _fail(database, SIGN_IN_LIMITS.tries_from_one_address)
        later = NOW + SIGN_IN_LIMITS.window
        assert accounts.sign_in(database, "an", PASSWORD, address="10.0.0.1", now=later)

    def test_a_right_password_forgives_the_wrong_ones_before_it(self, database: Database) -> None:
        for _ in range(2):
            _fail(database, SIGN_IN_LIMITS.tries_from_one_address - 1)
            assert _enter(database)

    def test_another_name_is_not_locked(self, database: Database) -> None:
        make_user(database, Role.CLERK, username="binh")
        _fail(database, SIGN_IN_LIMITS.tries_from_one_address)
        assert _enter(database, name="binh")


@pytest.mark.usefixtures("an")
class TestSessions:
    def test_signing_out_kills_the_token(self, database: Database) -> None:
        token = _enter(database)
        accounts.sign_out(database, token, now=NOW)
        assert accounts.signed_in(database, token, now=NOW) is None

    def test_signing_out_twice_is_harmless(self, database: Database) -> None:
        token = _enter(database)
        accounts.sign_out(database, token, now=NOW)
        accounts.sign_out(database, token, now=NOW)

    def test_signing_out_everywhere_kills_every_token_of_that_person_only(
        self, database: Database
    ) -> None:
        make_user(database, Role.CLERK, username="binh")
        mine, also_mine, other = (_enter(database, name=name) for name in ("an", "an", "binh"))
        accounts.sign_out_everywhere(database, mine, now=NOW)
        alive = [accounts.signed_in(database, token, now=NOW) for token in (mine, also_mine, other)]
        assert [person is not None for person in alive] == [False, False, True]

    def test_an_idle_session_ends(self, database: Database) -> None:
        token = _enter(database)
        later = NOW + SIGN_IN_LIMITS.idle
        assert accounts.signed_in(database, token, now=later) is None

    def test_a_session_in_use_goes_on(self, database: Database) -> None:
        token = _enter(database)
        for hours in (3, 6, 9):
            assert accounts.signed_in(database, token, now=NOW + timedelta(hours=hours))

    def test_a_session_in_use_ends_with_the_day(self, database: Database) -> None:
        token = _enter(database)
        for hours in (3, 6, 9):
            accounts.signed_in(database, token, now=NOW + timedelta(hours=hours))
        assert accounts.signed_in(database, token, now=NOW + SIGN_IN_LIMITS.whole) is None

    def test_the_language_is_kept_on_the_account(self, database: Database) -> None:
        token = _enter(database)
        accounts.choose_language(database, token, "en", now=NOW)
        person = accounts.signed_in(database, token, now=NOW)
        assert person is not None
        assert person.locale == "en"

    def test_a_language_that_is_not_spoken_is_refused(self, database: Database) -> None:
        with pytest.raises(Invalid):
            accounts.choose_language(database, _enter(database), "fr", now=NOW)


@pytest.mark.usefixtures("an")
class TestOwnPassword:
    def test_a_new_password_ends_the_other_sessions(self, database: Database) -> None:
        here, elsewhere = _enter(database), _enter(database)
        change = PasswordChange(PASSWORD, NEW_PASSWORD, NEW_PASSWORD)
        accounts.change_password(database, here, change, now=NOW)
        assert accounts.signed_in(database, here, now=NOW)
        assert accounts.signed_in(database, elsewhere, now=NOW) is None
        assert _enter(database, NEW_PASSWORD)

    @pytest.mark.parametrize(
        ("new", "fault"),
        [
            ("ngắn", "password-too-short"),
            ("x" * 201, "too-long"),
            ("banana banana an", "password-has-name"),
            ("aaaa bbbb cccc", "password-too-simple"),
            (PASSWORD, "password-not-new"),
        ],
    )
    def test_a_weak_password_is_refused(self, database: Database, new: str, fault: str) -> None:
        token, change = _enter(database), PasswordChange(PASSWORD, new, new)
        with pytest.raises(Invalid) as refusal:
            accounts.change_password(database, token, change, now=NOW)
        assert refusal.value.fields == {"new": fault}

    def test_all_faults_come_at_once(self, database: Database) -> None:
        token, change = _enter(database), PasswordChange("sai", "ngắn", "khác")
        with pytest.raises(Invalid) as refusal:
            accounts.change_password(database, token, change, now=NOW)
        assert set(refusal.value.fields) == {"current", "new", "repeated"}

    def test_a_dead_session_changes_nothing(self, database: Database) -> None:
        token = _enter(database)
        accounts.sign_out(database, token, now=NOW)
        change = PasswordChange(PASSWORD, NEW_PASSWORD, NEW_PASSWORD)
        with pytest.raises(NotAllowed):
            accounts.change_password(database, token, change, now=NOW)
        assert _enter(database)

    @pytest.mark.parametrize("guess", ["", PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1]])
    def test_only_the_very_password_opens(self, database: Database, guess: str) -> None:
        with pytest.raises(accounts.WrongPassword):
            _enter(database, guess)

    def test_one_time_passwords_can_be_read_aloud_and_differ(self) -> None:
        made = {one_time_password() for _ in range(100)}
        assert len(made) == 100
        assert not set("".join(made)) & set("0O1lI")


class TestPeople:
    def test_a_new_person_signs_in_with_the_one_time_password(
        self, database: Database, administrator: Actor
    ) -> None:
        form = NewUser("le.van.binh", "  Lê Văn  Bình ", Role.INSPECTOR)
        issued = accounts.add_user(database, administrator, form, now=NOW)
        token = _enter(database, issued.password, name="le.van.binh")
        person = accounts.signed_in(database, token, now=NOW)
        assert person is not None
        assert person.actor.name == "Lê Văn Bình"
        assert person.password_is_temporary

    def test_a_chosen_password_is_no_longer_temporary(
        self, database: Database, administrator: Actor
    ) -> None:
        issued = accounts.add_user(
            database, administrator, NewUser("binh", "Bình", Role.CLERK), now=NOW
        )
        token = _enter(database, issued.password, name="binh")
        change = PasswordChange(issued.password, NEW_PASSWORD, NEW_PASSWORD)
        accounts.change_password(database, token, change, now=NOW)
        person = accounts.signed_in(database, token, now=NOW)
        assert person is not None
        assert not person.password_is_temporary

    @pytest.mark.parametrize(
        ("form", "faults"),
        [
            (NewUser(), {"username", "display_name", "role"}),
            (NewUser("Nguyễn An", "An", Role.CLERK), {"username"}),
            (NewUser("quan-tri", "An", Role.CLERK), {"username"}),
            (NewUser("an", "A" * 201, "vua"), {"display_name", "role"}),
            (NewUser("an", "An", Role.AGENCY), {"agency_id"}),
            (NewUser("an", "An", Role.AGENCY, "999"), {"agency_id"}),
            (NewUser("an", "An", Role.CLERK, "1"), {"agency_id"}),
        ],
    )
    def test_a_form_that_cannot_be_taken_names_every_fault(
        self, database: Database, administrator: Actor, form: NewUser, faults: set[str]
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            accounts.add_user(database, administrator, form, now=NOW)
        assert set(refusal.value.fields) == faults

    def test_the_list_shows_the_agency_by_its_name_in_force(
        self, database: Database, administrator: Actor
    ) -> None:
        agency_id = make_agency(database, "Sở Xây dựng")
        form = NewUser("an", "An", Role.AGENCY, str(agency_id))
        accounts.add_user(database, administrator, form, now=NOW)
        row = accounts.list_users(database, administrator, today=TODAY).rows[0]
        assert row.roles == (accounts.GrantedRole(Role.AGENCY, "Sở Xây dựng"),)

    def test_a_name_is_found_without_its_tone_marks(
        self, database: Database, administrator: Actor
    ) -> None:
        for name, words in (("an", "Nguyễn Văn Ân"), ("dao", "Trần Thị Đào")):
            accounts.add_user(database, administrator, NewUser(name, words, Role.CLERK), now=NOW)
        found = accounts.list_users(database, administrator, words="thi đao", today=TODAY)
        assert [row.username for row in found.rows] == ["dao"]

    def test_a_long_list_comes_in_pages(self, database: Database, administrator: Actor) -> None:
        for number in range(50):
            make_user(database, Role.CLERK, username=f"clerk-{number:02}")
        second = accounts.list_users(database, administrator, page=99, today=TODAY)
        assert (second.number, second.last, second.total, len(second.rows)) == (2, 2, 51, 1)

    def test_closing_an_account_ends_its_sessions_at_once(
        self, database: Database, administrator: Actor, an: int
    ) -> None:
        token = _enter(database)
        accounts.disable_user(database, administrator, an, now=NOW)
        assert accounts.signed_in(database, token, now=NOW) is None
        _fail(database, 1)
        accounts.enable_user(database, administrator, an)
        assert accounts.signed_in(database, token, now=NOW) is None
        assert _enter(database)

    def test_the_last_administrator_stays(self, database: Database, administrator: Actor) -> None:
        with pytest.raises(accounts.LastAdministratorError):
            accounts.disable_user(database, administrator, administrator.user_id, now=NOW)
        make_user(database, Role.ADMINISTRATOR)
        accounts.disable_user(database, administrator, administrator.user_id, now=NOW)

    def test_a_reset_replaces_the_password_and_ends_sessions(
        self, database: Database, administrator: Actor, an: int
    ) -> None:
        token = _enter(database)
        issued = accounts.reset_password(database, administrator, an, now=NOW)
        assert accounts.signed_in(database, token, now=NOW) is None
        assert _enter(database, issued.password)
        _fail(database, 1)

    def test_who_is_not_there_is_not_found(self, database: Database, administrator: Actor) -> None:
        with pytest.raises(NotFound):
            accounts.show_user(database, administrator, 999, today=TODAY)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
    def test_nobody_else_manages_people(self, database: Database, an: int, role: Role) -> None:
        other = Actor(an, "An", frozenset({role}))
        for act in (
            lambda: accounts.list_users(database, other, today=TODAY),
            lambda: accounts.show_user(database, other, an, today=TODAY),
            lambda: accounts.agency_choices(database, other, today=TODAY),
            lambda: accounts.add_user(database, other, NewUser(), now=NOW),
            lambda: accounts.disable_user(database, other, an, now=NOW),
            lambda: accounts.enable_user(database, other, an),
            lambda: accounts.reset_password(database, other, an, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                act()
