"""The first team of an installation; the password comes from a terminal or a file, never argv."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from credentials.core import Role
from credentials.models import AuditEntry, Membership, Person, Team

GOOD = "a quiet harbour in november"
pytestmark = pytest.mark.django_db


@pytest.fixture
def password_file(tmp_path: Path, settings: Settings) -> Path:
    file = tmp_path / "password"
    file.write_text(f"{GOOD}\n")
    settings.KEYDESK_ADMIN_PASSWORD_FILE = str(file)
    return file


def test_a_team_is_made_with_its_admin(password_file: Path) -> None:
    call_command("create_team", "Harbour", admin="Alice@example.com")
    membership = Membership.objects.get(team__name="Harbour")
    assert membership.role == Role.ADMIN
    assert membership.person.email == "alice@example.com"
    assert membership.person.check_password(GOOD)


def test_it_is_in_the_log_without_the_password(password_file: Path) -> None:
    call_command("create_team", "Harbour", admin="alice@example.com")
    entries = list(AuditEntry.objects.values_list("action", "actor", "details"))
    assert [action for action, _, _ in entries] == ["team:member:added", "team:team:created"]
    assert GOOD not in str(entries)


def test_a_person_who_exists_keeps_the_password() -> None:
    alice = Person.objects.create_user("alice@example.com", "another harbour, in may")
    call_command("create_team", "Harbour", admin="alice@example.com")
    assert Person.objects.get().password == alice.password
    assert Team.objects.get().members.get() == alice


def test_the_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter([GOOD, GOOD])
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    call_command("create_team", "Harbour", admin="alice@example.com")
    assert Person.objects.get().check_password(GOOD)


def test_two_different_answers_make_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter([GOOD, "something else"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    with pytest.raises(CommandError, match="differ"):
        call_command("create_team", "Harbour", admin="alice@example.com")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("name", "email", "password", "sentence"),
    [
        ("Harbour", "alice@example.com", "short", "too short"),
        ("Harbour", "alice", GOOD, "valid email"),
        ("  ", "alice@example.com", GOOD, "a name of its own"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    name: str, email: str, password: str, sentence: str, password_file: Path
) -> None:
    password_file.write_text(password)
    with pytest.raises(CommandError, match=sentence):
        call_command("create_team", name, admin=email)
    assert not Team.objects.exists()
    assert not Person.objects.exists()


def test_a_name_that_is_taken_is_refused(password_file: Path) -> None:
    call_command("create_team", "Harbour", admin="alice@example.com")
    with pytest.raises(CommandError, match="“Harbour” is taken"):
        call_command("create_team", "Harbour", admin="bob@example.com")


def test_without_a_terminal_it_says_how_to_give_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(CommandError, match="KEYDESK_ADMIN_PASSWORD_FILE"):
        call_command("create_team", "Harbour", admin="alice@example.com")


def test_a_file_that_is_not_there_is_named(settings: Settings) -> None:
    settings.KEYDESK_ADMIN_PASSWORD_FILE = "/nowhere/password"
    with pytest.raises(CommandError, match="/nowhere/password: No such file"):
        call_command("create_team", "Harbour", admin="alice@example.com")
