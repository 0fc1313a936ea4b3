"""Webhooks against a real receiver that fails: signed, in order, and only where listed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import Settings

from credentials import audit, notices
from credentials.audit import SYSTEM
from credentials.core import NotAllowedError, NoticeKind, WebhookForm, pack, say
from credentials.models import Notice, Team, Webhook
from credentials.notices import WebhookTerms, webhook_hosts
from credentials.notices.payloads import payload
from credentials.outgoing import connecting, hosts, new_secret, signed_headers
from tests.credentials.notices.driver import queue, send_all, states
from tests.webhook_receiver import Receiver, webhook_receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(connecting, "TIMEOUT", 0.3)
    monkeypatch.setattr(connecting, "LONGEST", 0.6)
    with webhook_receiver() as running:
        settings.KEYDESK_WEBHOOK_PRIVATE_HOSTS = frozenset({running.host})
        yield running


def add(team: Team, url: str, form: WebhookForm = WebhookForm.STANDARD) -> tuple[Webhook, str]:
    terms = WebhookTerms(label="on call", form=form, url=url)
    webhook, secret = notices.add_webhook(team, terms, actor=SYSTEM)
    return webhook, secret.expose()


def texts(receiver: Receiver) -> list[str]:
    return [json.loads(taken.body)["data"]["text"] for taken in receiver.taken]


def test_a_notice_is_signed_as_standard_webhooks_asks(team: Team, receiver: Receiver) -> None:
    webhook, secret = add(team, receiver.url)
    queue(team, webhook, "first")
    send_all()
    (taken,) = receiver.taken
    assert taken.path == "/hooks/a0secret0path"
    told = json.loads(taken.body)
    assert told["type"] == "keydesk.critical"
    assert told["data"]["team"] == team.name
    signed = f"{taken.headers['webhook-id']}.{taken.headers['webhook-timestamp']}.".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, signed + taken.body, hashlib.sha256).digest()
    assert taken.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert 24 <= len(key) <= 64


def test_the_signature_is_that_of_the_documented_vector() -> None:
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert new_secret() != new_secret()


@pytest.mark.parametrize("fault", ["500", "429", "301", "cuts", "is-mute", "drips", "is-down"])
def test_what_was_not_taken_is_tried_again_in_order(
    team: Team, receiver: Receiver, settings: Settings, fault: str
) -> None:
    webhook, _ = add(team, receiver.url)
    queue(team, webhook, "first", "second")
    port, asked = receiver.port, 1
    if fault == "is-down":
        url = "http://127.0.0.1:1/"
        settings.KEYDESK_WEBHOOK_PRIVATE_HOSTS = frozenset({receiver.host, "127.0.0.1:1"})
        notices.remove_webhook(webhook, actor=SYSTEM)
        webhook, _ = add(team, url)
        queue(team, webhook, "first", "second")
        asked = 0
    receiver.fault = "" if fault == "is-down" else fault
    send_all()
    assert receiver.taken == []
    assert receiver.asked == asked
    assert states() == ["waiting", "waiting"]
    first = Notice.objects.order_by("pk")[0]
    assert str(first.outcome)
    assert "a0secret0path" not in str(first.outcome)
    if fault == "is-down":
        return
    receiver.fault, receiver.port = "", port
    send_all(minutes=2)
    send_all(days=2)
    assert texts(receiver) == ["first", "second"]
    assert states() == ["sent", "sent"]


def test_a_try_keeps_its_id_so_that_the_receiver_knows_it(team: Team, receiver: Receiver) -> None:
    webhook, _ = add(team, receiver.url)
    queue(team, webhook, "first")
    send_all()
    Notice.objects.update(state="waiting")
    send_all(minutes=5)
    ids = [taken.headers["webhook-id"] for taken in receiver.taken]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_only_listed_hosts_at_public_addresses_are_told(settings: Settings) -> None:
    settings.KEYDESK_WEBHOOK_HOSTS = frozenset({"hooks.example.com", "localhost", "127.0.0.1"})
    settings.KEYDESK_WEBHOOK_PRIVATE_HOSTS = frozenset({"10.0.0.7:8080"})
    for url in ("https://hooks.example.com/a?b=c", "http://10.0.0.7:8080/", "https://localhost/"):
        assert webhook_hosts.parse(url).host
    for url in (
        "http://hooks.example.com/a",
        "https://hooks.example.com:8443/",
        "https://hooks.example.com.evil.example/",
        "https://hooks.example.com@evil.example/",
        "https://user:word@hooks.example.com/",
        "https://10.0.0.7/",
        "https://hooks.example.com/a b",
        "https://hooks.example.com/\r\nX: y",
        "https://hooks.example.com:port/",
        "https://[::1/",
        "file:///etc/passwd",
        "ftp://hooks.example.com/",
        "hooks.example.com",
        "",
    ):
        with pytest.raises(NotAllowedError):
            webhook_hosts.parse(url)
    for url in ("https://localhost/", "https://127.0.0.1/"):
        with pytest.raises(NotAllowedError, match="private network"):
            webhook_hosts.resolve(webhook_hosts.parse(url))


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("8.8.8.8", True),
        ("2606:4700::1", True),
    ],
)
def test_private_addresses_are_known_in_every_spelling(address: str, is_public: bool) -> None:
    assert hosts._is_public(address) is is_public


def test_a_changed_or_removed_webhook_is_told_nothing(team: Team, receiver: Receiver) -> None:
    webhook, _ = add(team, receiver.url)
    other, _ = add(team, receiver.url)
    Webhook._base_manager.filter(pk=webhook.pk).update(sealed_url=other.sealed_url)
    queue(team, webhook, "first")
    send_all()
    assert states() == ["dropped"]
    kept = Webhook.objects.get(pk=other.pk)
    notices.remove_webhook(other, actor=SYSTEM)
    kept._state.adding = True
    kept.save_base(raw=True, force_insert=True)
    assert not audit.holds_or_logged(kept)
    assert receiver.taken == []


@pytest.mark.parametrize("form", WebhookForm)
def test_each_form_says_the_same_and_nothing_in_it_is_markup(team: Team, form: WebhookForm) -> None:
    lines = [pack(say("%(name)s", name=name)) for name in ("<b>*one*</b> & [a](b)", "two")]
    notice = Notice(
        team=team,
        kind=NoticeKind.CRITICAL,
        lines=lines,
        count=12,
        path="/findings/",
        made_at=timezone.now(),
    )
    body = json.loads(payload(notice, form))
    said = json.dumps(body)
    assert "12 critical findings opened." in said
    assert "And 10 more." in said
    assert "/findings/" in said
    if form is WebhookForm.SLACK:
        assert "<b>" not in body["text"]
    if form is WebhookForm.MATRIX:
        assert "<b>" not in body["html"]
    if form is WebhookForm.TEAMS:
        assert "\\\\*one\\\\*" in said
