"""Inspection: open every key and every secret, show none, and say what does not open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from allauth.mfa.models import Authenticator

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction, KeyringError, Outcome
from credentials.models import Account, SecretVersion
from credentials.sealing import Key, blind_index, format_of, instance_key, key_id
from credentials.vault import seal_locations
from credentials.vault.versions import all_destroyed

MOST_NAMED: Final = 20
_CHUNK = 500


@dataclass(slots=True)
class Inspection:
    """Wrapped keys by the id of their master key, secrets by their token's format, and trouble.

    ``seeds`` counts what authenticator apps and recovery codes of people are made from.
    ``faults`` counts every one; ``named`` says the first of them, for people.
    """

    keys: Counter[str] = field(default_factory=Counter)
    secrets: Counter[str] = field(default_factory=Counter)
    seeds: int = 0
    destroyed: int = 0
    faults: int = 0
    named: list[str] = field(default_factory=list)

    def add_fault(self, subject: str, *, times: int = 1) -> None:
        """Count ``times`` faults, and name what they are about unless enough is named already."""
        self.faults += times
        if len(self.named) < MOST_NAMED:
            self.named.append(subject)


def inspect(*, actor: Actor) -> Inspection:
    """Open everything. Raises ``KeyringError`` when the instance key itself does not open."""
    findings = Inspection()
    with audit.attempt_call(AuditAction.VAULT_CHECKED, actor=actor) as attempt:
        with attempt.started():
            index_key = instance_key.index_key()
        _inspect_all(findings, index_key=index_key)
        with attempt.ended():
            attempt.outcome = Outcome.FAILED if findings.faults else Outcome.DONE
            attempt.details["secrets"] = findings.secrets.total()
            attempt.details["faults"] = findings.faults
    return findings


def _inspect_all(findings: Inspection, *, index_key: bytes) -> None:
    findings.keys[key_id(instance_key.token() or "")] += 1
    for account in Account.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        _inspect_account(account, findings, index_key=index_key)
    _inspect_seeds(findings)
    _inspect_destroyed(findings)
    findings.destroyed = SecretVersion.objects.filter(token="").count()


def _inspect_seeds(findings: Inspection) -> None:
    key = instance_key.factor_key()
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        token = row.data.get("secret") or row.data.get("seed") or ""
        try:
            key.open(token, seal_locations.factor_binding(row.user_id))
        except KeyringError as error:
            findings.add_fault(f"second factor {row.pk} of person {row.user_id}: {error}")
        else:
            findings.seeds += 1


def _inspect_destroyed(findings: Inspection) -> None:
    """What was destroyed for good, as the log has it, is in no row."""
    destroyed = all_destroyed()
    versions = SecretVersion.objects.exclude(token="").order_by("pk")
    for version in versions.iterator(chunk_size=_CHUNK) if destroyed else ():
        if (str(version.entry_id), version.number) in destroyed:
            name = f"version {version.number} of entry {version.entry_id}"
            findings.add_fault(f"{name}: it was destroyed, and its row was put back")


def _inspect_account(account: Account, findings: Inspection, *, index_key: bytes) -> None:
    versions = SecretVersion.objects.filter(entry__account=account).exclude(token="")
    try:
        key = seal_locations.data_key(account)
    except KeyringError as error:
        findings.add_fault(f"data key of account {account.pk}: {error}", times=1 + versions.count())
        return
    findings.keys[key_id(account.data_key)] += 1
    for version in versions.select_related("entry").order_by().iterator(chunk_size=_CHUNK):
        _inspect_version(version, key, findings, index_key=index_key)


def _inspect_version(
    version: SecretVersion, key: Key, findings: Inspection, *, index_key: bytes
) -> None:
    name = f"version {version.number} of entry {version.entry_id}"
    try:
        secret = key.open(version.token, seal_locations.binding(version.entry, version.number))
    except KeyringError as error:
        findings.add_fault(f"{name}: {error}")
        return
    findings.secrets[format_of(version.token)] += 1
    if blind_index(index_key, secret.expose()) != version.blind_index:
        findings.add_fault(f"{name}: the blind index is another value's")
