"""What is sealed opens with its key and in its place, and in no other way."""

from __future__ import annotations

import base64
import json
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import KeydeskError, KeyringError
from credentials.sealing import (
    Binding,
    Key,
    Secret,
    blind_index,
    format_of,
    key_id,
    tokens,
)
from credentials.sealing.derivation import derive
from credentials.sealing.keyring import Keyring
from tests.project_files import ROOT

PLACE = Binding("secret_version", "row-1", "consumer_key", "account-1", 1)
KEY = Key.generate()


@given(st.text())
def test_what_is_sealed_opens(value: str) -> None:
    assert KEY.open(KEY.seal(value, PLACE), PLACE).expose() == value


def test_a_token_does_not_contain_the_plaintext() -> None:
    token = KEY.seal("a-planted-secret", PLACE)
    assert "planted" not in token
    assert token.startswith(f"kd2.s.{KEY.id}.")


def test_two_tokens_of_one_value_differ() -> None:
    assert KEY.seal("same", PLACE) != KEY.seal("same", PLACE)


def test_integrity_any_one_bit_flipped_fails() -> None:
    token = KEY.seal("a", PLACE)
    for position, sign in enumerate(token):
        for bit in range(7):
            flipped = token[:position] + chr(ord(sign) ^ 1 << bit) + token[position + 1 :]
            with pytest.raises(KeyringError):
                KEY.open(flipped, PLACE)


@pytest.mark.parametrize("length", [0, 5, 20, 30, 45])
def test_a_truncated_token_fails(length: int) -> None:
    with pytest.raises(KeyringError):
        KEY.open(KEY.seal("a value", PLACE)[:length], PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, table="other"),
        replace(PLACE, row="row-2"),
        replace(PLACE, column="application_secret"),
        replace(PLACE, account="account-2"),
        replace(PLACE, version=2),
    ],
)
def test_move_to_another_table_row_column_account_or_version_fails(elsewhere: Binding) -> None:
    with pytest.raises(KeyringError):
        KEY.open(KEY.seal("a value", PLACE), elsewhere)


@given(st.lists(st.text(), min_size=8, max_size=8))
def test_no_two_places_read_the_same(words: list[str]) -> None:
    token, other = (
        Binding(table=table, row=row, column=column, account=account)
        for table, row, column, account in (words[:4], words[4:])
    )
    assert (token == other) == (token.associated_data() == other.associated_data())


@pytest.fixture
def kd1(monkeypatch: pytest.MonkeyPatch) -> str:
    """A token of the format before the current one."""
    with monkeypatch.context() as earlier:
        earlier.setattr(tokens, "CURRENT", "kd1")
        return KEY.seal("a value", PLACE)


def test_downgrade_an_older_format_is_read_and_never_written(kd1: str) -> None:
    assert format_of(kd1) == "kd1"
    assert KEY.open(kd1, PLACE).expose() == "a value"
    assert format_of(KEY.seal("a value", PLACE)) == "kd2"
    assert format_of(Keyring([KEY]).wrap(Key.generate(), PLACE)) == "kd2"


def test_downgrade_the_first_format_stays_as_it_was_written() -> None:
    """AES-256-GCM under the key as it is, bound to a JSON array: made here without the keyring."""
    nonce, head = bytes(12), ["kd1", "s", KEY.id]
    place = ["secret_version", "row-1", "consumer_key", "account-1", 1]
    aad = json.dumps([*head, *place], separators=(",", ":")).encode()
    body = AESGCM(KEY.material).encrypt(nonce, b"a value", aad)
    token = ".".join([*head, base64.urlsafe_b64encode(nonce + body).decode().rstrip("=")])
    assert KEY.open(token, PLACE).expose() == "a value"


@pytest.mark.parametrize(("form", "other"), [("kd1", "kd2"), ("kd2", "kd1")])
def test_downgrade_a_token_is_no_token_of_another_format(
    form: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "CURRENT", form)
    with pytest.raises(KeyringError):
        KEY.open(KEY.seal("a value", PLACE).replace(form, other, 1), PLACE)


def test_downgrade_a_format_is_bound_even_where_the_cipher_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(tokens.FORMATS, "kd0", tokens.FORMATS["kd2"])
    with pytest.raises(KeyringError):
        KEY.open(KEY.seal("a value", PLACE).replace("kd2", "kd0", 1), PLACE)


def test_downgrade_a_wrapped_key_of_an_older_format_asks_to_be_rewrapped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ring, data = Keyring([KEY]), Key.generate()
    with monkeypatch.context() as earlier:
        earlier.setattr(tokens, "CURRENT", "kd1")
        token = ring.wrap(data, PLACE)
    assert ring.needs_rewrap(token)
    assert ring.unwrap(token, PLACE) == data
    assert not ring.needs_rewrap(ring.wrap(data, PLACE))


def test_no_key_serves_two_purposes() -> None:
    """What wraps, seals and names are three keys, none of them the one they come from."""
    labels = ("keydesk wrapping", "keydesk sealing", "keydesk key id")
    derived = {derive(KEY.material, label=label) for label in labels}
    assert len(derived | {KEY.material}) == 4
    blob = base64.urlsafe_b64decode(KEY.seal("a value", PLACE).rsplit(".", 1)[1] + "==")
    aad = PLACE.associated_data("kd2", "s", KEY.id)
    cipher = AESGCM(derive(KEY.material, label="keydesk sealing"))
    assert cipher.decrypt(blob[:12], blob[12:], aad) == b"a value"


def test_a_format_that_is_not_known_opens_nothing() -> None:
    with pytest.raises(KeyringError):
        KEY.open(KEY.seal("a value", PLACE).replace("kd2", "kd7", 1), PLACE)


def test_foreign_key_id_opens_nothing() -> None:
    token = KEY.seal("a value", PLACE)
    with pytest.raises(KeyringError, match="0123456789abcdef"):
        KEY.open(token.replace(KEY.id, "0123456789abcdef"), PLACE)


def test_a_foreign_key_opens_nothing() -> None:
    with pytest.raises(KeyringError, match=KEY.id):
        Key.generate().open(KEY.seal("a value", PLACE), PLACE)


def test_a_wrapped_key_is_no_sealed_value_nor_the_other_way_round() -> None:
    ring = Keyring([KEY])
    with pytest.raises(KeyringError):
        KEY.open(ring.wrap(Key.generate(), PLACE), PLACE)
    with pytest.raises(KeyringError):
        ring.unwrap(KEY.seal("a" * 32, PLACE), PLACE)


def test_the_first_master_key_wraps_and_all_unwrap() -> None:
    old, new, data = Key.generate(), Key.generate(), Key.generate()
    token = Keyring([old]).wrap(data, PLACE)
    both = Keyring([new, old])
    assert both.unwrap(token, PLACE) == data
    assert both.needs_rewrap(token)
    assert key_id(both.wrap(data, PLACE)) == new.id


def test_a_missing_master_key_names_the_id_it_looked_for() -> None:
    token = Keyring([KEY]).wrap(Key.generate(), PLACE)
    with pytest.raises(KeyringError, match=KEY.id):
        Keyring([Key.generate()]).unwrap(token, PLACE)


def test_keys_and_secrets_do_not_show_themselves() -> None:
    shown = f"{KEY!r} {Keyring([KEY])!r} {Secret('planted')!r} {Secret('planted')}"
    assert "planted" not in shown
    assert KEY.to_text() not in shown
    assert str(KEY.material) not in shown


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret("planted"))


@pytest.mark.parametrize("text", ["", "short", "g" * 64, "é" * 64, "a" * 63])
def test_a_key_that_is_none_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(KeydeskError) as caught:
        Key.from_text(text)
    assert not text or text not in str(caught.value)


def test_a_key_reads_from_hex_and_base64url() -> None:
    assert Key.from_text(KEY.to_text()) == KEY
    assert Key.from_text("A" * 43).material == bytes(32)


def test_blind_index_is_equal_for_equal_values_only() -> None:
    key = derive(b"k" * 32, label="index")
    assert blind_index(key, " value ") == blind_index(key, "value")
    assert blind_index(key, "value") != blind_index(derive(b"k" * 32, label="other"), "value")
    assert len(blind_index(key, "value")) == 32


def test_a_master_key_is_made_before_there_are_settings(tmp_path: Path) -> None:
    printed = make()
    key = Key.from_text(printed.stdout.strip())
    assert f"The id of this key is {key.id}." in printed.stderr
    file = tmp_path / "key"
    assert make("--to", str(file)).stdout == ""
    assert file.stat().st_mode & 0o777 == 0o600
    again = make("--to", str(file))
    assert (again.returncode, again.stderr) == (1, f"{file}: File exists.\n")


def make(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "credentials.keyring", *words],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
