"""What SECURITY.md promises of sealed values, tried on the rows of the database itself."""

from __future__ import annotations

import base64

import pytest
from django.db import connection
from pytest_django import Settings

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeyringError, NewerFormatError
from credentials.models import Account, Application, ConsumerKey, InstanceKey, SecretVersion, Team
from credentials.sealing import Key, format_of, instance_key, tokens
from credentials.vault import seal_locations
from tests import scratch
from tests.conftest import SECRETS
from tests.scratch import Scratch

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
_START = "from dashboard import wsgi; print('serving')"


def stored(entry: Application | ConsumerKey) -> str:
    """The token, read past the models."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM credentials_secretversion ORDER BY id")
        return str(cursor.fetchall()[-1][0])


def store(token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE credentials_secretversion SET token = %s", [token])


def opens(application: Application) -> bool:
    try:
        secret = vault.reveal(Application.objects.get(pk=application.pk), actor=SYSTEM)
    except KeyringError:
        return False
    return secret.expose() == SECRETS["application"]


def test_confidential_the_stored_bytes_are_not_the_secret(application: Application) -> None:
    token = stored(application)
    body = token.rsplit(".", 1)[1]
    raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    assert SECRETS["application"].encode() not in raw + token.encode()


def test_integrity_any_one_bit_of_the_stored_value_flipped_fails(application: Application) -> None:
    head, body = stored(application).rsplit(".", 1)
    raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    for bit in range(0, len(raw) * 8, 5):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        store(f"{head}.{base64.urlsafe_b64encode(flipped).decode().rstrip('=')}")
        assert not opens(application), bit
    store(f"{head}.{body}")
    assert opens(application)


def test_move_to_another_version_fails(application: Application) -> None:
    vault.replace_secret(application, "a0newer0secret", actor=SYSTEM)
    older = SecretVersion.objects.get(number=1)
    SecretVersion.objects.filter(number=2).update(token=older.token)
    assert not opens(application)


def test_move_of_a_data_key_to_another_account_fails(
    application: Application, account: Account, team: Team
) -> None:
    other = vault.add_account(team, label="Second", endpoint="sandbox", actor=SYSTEM)
    Account.objects.filter(pk=account.pk).update(data_key=other.data_key)
    assert not opens(application)


def test_downgrade_an_older_token_is_read_and_never_written(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, key = (
        seal_locations.binding(application, 1),
        seal_locations.data_key(application.account),
    )
    with monkeypatch.context() as earlier:
        earlier.setattr(tokens, "CURRENT", "kd1")
        store(key.seal(SECRETS["application"], place))
    assert format_of(stored(application)) == "kd1"
    assert opens(application)
    vault.replace_secret(application, "a0newer0secret", actor=SYSTEM)
    assert format_of(stored(application)) == "kd2"


def test_unique_the_same_value_twice_is_stored_differently(
    application: Application, account: Account
) -> None:
    seal_locations.seal_version(application, SECRETS["application"], number=2, actor=SYSTEM)
    first, second = SecretVersion.objects.values_list("token", flat=True)
    assert first != second


def test_truncated_values_do_not_open(application: Application) -> None:
    token = stored(application)
    for length in (*range(0, len(token), 7), len(token) - 1):
        store(token[:length])
        assert not opens(application), length


def test_foreign_key_id_does_not_open(application: Application) -> None:
    token = stored(application)
    store(token.replace(token.split(".")[2], Key.generate().id))
    assert not opens(application)


def test_an_error_of_opening_names_the_key_and_no_reason(application: Application) -> None:
    messages = set()
    for wrong in ("", "kd2.s.00.AAAA", stored(application)[:-4]):
        store(wrong)
        with pytest.raises(KeyringError) as caught:
            vault.reveal(application, actor=SYSTEM)
        assert caught.value.__cause__ is None
        messages.add(caught.value.sentence.template)
    assert messages == {"Cannot open (key id %(key_id)s)."}


def test_a_value_of_a_newer_format_names_the_format_that_is_needed(
    application: Application,
) -> None:
    store("kd3.s.0011223344556677.AAAA")
    with pytest.raises(NewerFormatError) as caught:
        vault.reveal(application, actor=SYSTEM)
    assert "sealed in format kd3" in str(caught.value)
    assert "Start the version that ran last" in str(caught.value.next_step)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A Keydesk that was started once with its own master key."""
    place = scratch.empty(tmp_path_factory.mktemp("used"), keys=Key.generate().to_text())
    assert place.run("-c", _START).stdout == "serving\n"
    return place


def test_wrong_master_key_refuses_to_start(used: Scratch) -> None:
    started = used.run("-c", _START, KEYDESK_MASTER_KEYS=Key.generate().to_text())
    assert started.returncode != 0
    assert "serving" not in started.stdout
    assert f"Cannot open (key id {Key.from_text(used.keys).id})." in started.stderr


def test_wrong_master_key_starts_no_worker(used: Scratch) -> None:
    words = ("db_worker", "--batch", "--no-startup-delay")
    refused = used.manage(*words, KEYDESK_MASTER_KEYS=Key.generate().to_text())
    assert refused.returncode == 1
    assert f"Cannot open (key id {Key.from_text(used.keys).id})." in refused.stderr
    assert used.manage(*words).returncode == 0


@pytest.mark.parametrize("words", [["migrate"], ["check", "--database", "default"]])
def test_wrong_master_key_refuses_to_migrate_and_is_found_by_a_check(
    words: list[str], used: Scratch
) -> None:
    refused = used.manage(*words, KEYDESK_MASTER_KEYS=Key.generate().to_text())
    assert refused.returncode == 1
    assert "credentials.E003" in refused.stderr
    assert used.manage(*words).returncode == 0


def test_a_lost_instance_key_is_not_made_anew_over_a_log(application: Application) -> None:
    InstanceKey.objects.all().delete()
    with pytest.raises(KeyringError):
        instance_key.key()
    assert not InstanceKey.objects.exists()


def test_several_master_keys_open_and_the_first_one_wraps(
    application: Application, settings: Settings, team: Team
) -> None:
    new, old = Key.generate(), settings.KEYDESK_MASTER_KEYS
    settings.KEYDESK_MASTER_KEYS = f"{new.to_text()},{old}"
    assert opens(application)
    fresh = vault.add_account(team, label="Fresh", endpoint="sandbox", actor=SYSTEM)
    assert fresh.data_key.split(".")[2] == new.id
