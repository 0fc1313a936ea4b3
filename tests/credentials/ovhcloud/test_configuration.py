"""Settings that cannot be used are refused with a sentence, and hold no key in it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from credentials import ovhcloud
from credentials.core import EndpointError, KeyringError
from credentials.models import InstanceKey
from credentials.sealing import Key, instance_key, master_keys


def test_an_unknown_endpoint_is_named_with_those_that_are_known() -> None:
    with pytest.raises(EndpointError, match=r"“ovh-mars”.*ovh-eu"):
        ovhcloud.endpoint("ovh-mars")


def test_extra_endpoints_come_from_the_setting(settings: Settings) -> None:
    settings.OVH_EXTRA_ENDPOINTS = "lab=https://api.example.com:8443/1.0"
    lab = ovhcloud.endpoint("lab")
    assert lab.api_root == "https://api.example.com:8443/1.0"
    assert lab.token_url == "https://api.example.com:8443/auth/oauth2/token"
    assert lab.create_token_url([]) == "https://api.example.com:8443/createToken/"


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "lab=ftp://api.example.com/1.0",
        "lab=http://api.example.com/1.0",
        "lab=https://user:pw@api.example.com/1.0",
        "lab=https://api.example.com/1.0?x=1",
        "lab=https://api.example.com",
        "ovh-eu=https://api.example.com/1.0",
        "=https://api.example.com/1.0",
        "our lab=https://api.example.com/1.0",
        "lab=https://api.example.com:99999/1.0",
        "lab=https://api.example.com:x/1.0",
        "lab=https://[::1/1.0",
        "lab=https://api.example.com/1.0,lab=https://api.example.net/1.0",
    ],
)
def test_an_endpoint_that_is_none_stops_the_start(text: str, settings: Settings) -> None:
    settings.OVH_EXTRA_ENDPOINTS = text
    with pytest.raises(SystemCheckError, match="E002"):
        call_command("check")


@pytest.mark.parametrize("text", ["lab=https://user:planted@h/1.0", "https://u:planted@h/1.0"])
def test_an_endpoint_that_is_none_is_named_without_its_address(
    text: str, settings: Settings
) -> None:
    settings.OVH_EXTRA_ENDPOINTS = f"fine=https://api.example.com/1.0,{text}"
    with pytest.raises(EndpointError, match=r"^Entry 2") as caught:
        ovhcloud.endpoints()
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "planted-not-a-key", "ab" * 31, ","])
def test_a_master_key_that_is_none_stops_the_start(text: str, settings: Settings) -> None:
    settings.KEYDESK_MASTER_KEYS = text
    with pytest.raises(SystemCheckError, match="E001") as caught:
        call_command("check")
    assert not text or "planted" not in str(caught.value)


def test_several_master_keys_and_the_first_wraps(settings: Settings) -> None:
    old, new = Key.generate(), Key.generate()
    settings.KEYDESK_MASTER_KEYS = f"{new.to_text()},\n{old.to_text()}\n"
    assert master_keys.keyring().ids == (new.id, old.id)


def test_a_wrong_master_key_opens_nothing_and_makes_nothing_new(
    db: None, settings: Settings
) -> None:
    instance_key.key()
    token = InstanceKey.objects.get().token
    settings.KEYDESK_MASTER_KEYS = Key.generate().to_text()
    with pytest.raises(KeyringError):
        instance_key.key()
    assert InstanceKey.objects.get().token == token


def test_a_master_key_is_shown_by_no_repr(settings: Settings) -> None:
    assert settings.KEYDESK_MASTER_KEYS not in repr(master_keys.keyring())
