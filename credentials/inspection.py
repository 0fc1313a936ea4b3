"""Inspection: open every key and every secret, show none, and say what does not open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from credentials import audit, instance, vault
from credentials.audit import Actor
from credentials.enums import AuditAction, Outcome
from credentials.errors import KeyringError
from credentials.keyring import Key, blind_index, format_of, key_id
from credentials.models import Account, SecretVersion

MOST_NAMED: Final = 20
_CHUNK = 500


@dataclass(slots=True)
class Findings:
    """Wrapped keys by the id of their master key, secrets by their token's format, and trouble.

    ``faults`` counts every one; ``named`` says the first of them, for people.
    """

    keys: Counter[str] = field(default_factory=Counter)
    secrets: Counter[str] = field(default_factory=Counter)
    forgotten: int = 0
    faults: int = 0
    named: list[str] = field(default_factory=list)

    def blame(self, what: str, *, times: int = 1) -> None:
        self.faults += times
        if len(self.named) < MOST_NAMED:
            self.named.append(what)


def inspect(*, actor: Actor) -> Findings:
    """Open everything. Raises ``KeyringError`` when the instance key itself does not open."""
    findings, index_key = Findings(), instance.index_key()
    findings.keys[key_id(instance.token() or "")] += 1
    audit.record(AuditAction.VAULT_CHECKED, actor=actor, outcome=Outcome.STARTED)
    for account in Account.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        _inspect_account(account, findings, index_key=index_key)
    findings.forgotten = SecretVersion.objects.filter(token="").count()
    audit.record(
        AuditAction.VAULT_CHECKED,
        actor=actor,
        outcome=Outcome.FAILED if findings.faults else Outcome.DONE,
        details={"secrets": findings.secrets.total(), "faults": findings.faults},
    )
    return findings


def _inspect_account(account: Account, findings: Findings, *, index_key: bytes) -> None:
    kept = SecretVersion.objects.filter(entry__account=account).exclude(token="")
    try:
        key = vault.data_key(account)
    except KeyringError as error:
        findings.blame(f"data key of account {account.pk}: {error}", times=1 + kept.count())
        return
    findings.keys[key_id(account.data_key)] += 1
    for version in kept.select_related("entry").order_by().iterator(chunk_size=_CHUNK):
        _inspect_version(version, key, findings, index_key=index_key)


def _inspect_version(
    version: SecretVersion, key: Key, findings: Findings, *, index_key: bytes
) -> None:
    name = f"version {version.number} of entry {version.entry_id}"
    try:
        secret = key.open(version.token, vault.binding(version.entry, version.number))
    except KeyringError as error:
        findings.blame(f"{name}: {error}")
        return
    findings.secrets[format_of(version.token)] += 1
    if blind_index(index_key, secret.expose()) != version.blind_index:
        findings.blame(f"{name}: the blind index is another value's")
