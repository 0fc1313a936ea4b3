"""What a key's rules reach: by operation, class and product, however the rules are spelled."""

from __future__ import annotations

from typing import Final

from credentials.core import Severity, gettext_noop
from credentials.findings.controls import LEAKAGE, LOGGING, OVERPRIVILEGE
from credentials.findings.facts import Context, KeyFacts, PlannedRights
from credentials.findings.registry import Hit, finding
from credentials.findings.rights_judgement import judge

_Rights = KeyFacts | PlannedRights
_NARROW: Final = gettext_noop(
    "Request a key with the rights it needs and no more, put it in its place, and revoke this one."
)


def _hit(rights: _Rights, context: Context, code: str) -> Hit | None:
    """What the risks of the code say of rights that work, or that are asked for."""
    if isinstance(rights, KeyFacts) and not rights.opens:
        return None
    judgement = judge(rights.catalogue, rights.rules, context.now.date())
    sentence = judgement.sentence(code)
    return Hit(sentence, judgement.risks[code][0].severity) if sentence else None


@finding(
    "full-access",
    Severity.CRITICAL,
    title=gettext_noop("Full access"),
    why=gettext_noop("Whoever has the key has the account: every product, bill and person in it."),
    to_do=_NARROW,
    controls=OVERPRIVILEGE,
)
def full_access(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "full-access")


@finding(
    "full-read",
    Severity.HIGH,
    title=gettext_noop("Reads everything"),
    why=gettext_noop("Bills, contacts and the list of keys are enough to prepare an attack."),
    to_do=_NARROW,
    controls=OVERPRIVILEGE,
)
def full_read(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "full-read")


@finding(
    "account-control",
    Severity.CRITICAL,
    title=gettext_noop("Can change who has access"),
    why=gettext_noop("With it somebody can give themselves any right, and take others' away."),
    to_do=_NARROW,
    controls=OVERPRIVILEGE,
)
def account_control(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "account-control")


@finding(
    "mints-keys",
    Severity.CRITICAL,
    title=gettext_noop("Can make other keys"),
    why=gettext_noop("Revoking it does not end what was made with it."),
    to_do=_NARROW,
    controls=OVERPRIVILEGE,
)
def mints_keys(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "mints-keys")


@finding(
    "outlives-key",
    Severity.CRITICAL,
    title=gettext_noop("Can make access that outlives it"),
    why=gettext_noop("SSH keys, users and passwords made with it work on once it is revoked."),
    to_do=_NARROW,
    controls=OVERPRIVILEGE,
)
def outlives_key(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "outlives-key")


@finding(
    "log-tampering",
    Severity.HIGH,
    title=gettext_noop("Can stop or divert logs"),
    why=gettext_noop("What is done afterwards leaves no trace where you look for it."),
    to_do=_NARROW,
    controls=(*OVERPRIVILEGE, *LOGGING),
)
def log_tampering(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "log-tampering")


@finding(
    "reads-secrets",
    Severity.HIGH,
    title=gettext_noop("Can read secrets"),
    why=gettext_noop("Reading is enough: a secret that was read is used elsewhere."),
    to_do=_NARROW,
    controls=(*OVERPRIVILEGE, *LEAKAGE),
)
def reads_secrets(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "reads-secrets")


@finding(
    "gives-away",
    Severity.HIGH,
    title=gettext_noop("Can give things away"),
    why=gettext_noop("What was handed over to somebody else is hard to get back."),
    to_do=_NARROW,
    controls=OVERPRIVILEGE,
)
def gives_away(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "gives-away")


@finding(
    "destroys-services",
    Severity.HIGH,
    title=gettext_noop("Can end whole services"),
    why=gettext_noop("A service that ended is gone with all it holds."),
    to_do=gettext_noop(
        "Leave out the calls that end services, or name each service the key is for."
    ),
    controls=OVERPRIVILEGE,
)
def destroys_services(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "destroys-services")


@finding(
    "destroys-data",
    Severity.MEDIUM,
    title=gettext_noop("Can destroy data"),
    why=gettext_noop("One call is enough, and most of it has no undo."),
    to_do=gettext_noop("Leave out DELETE and what erases, or name each service the key is for."),
    controls=OVERPRIVILEGE,
)
def destroys_data(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "destroys-data")


@finding(
    "billing-write",
    Severity.HIGH,
    title=gettext_noop("Can spend money"),
    why=gettext_noop("Orders placed with it are orders of the account."),
    to_do=_NARROW,
    controls=OVERPRIVILEGE,
)
def billing_write(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "billing-write")


@finding(
    "billing-read",
    Severity.MEDIUM,
    title=gettext_noop("Can read bills and payments"),
    why=gettext_noop("Bills show what there is, and means of payment whose it is."),
    to_do=_NARROW,
    controls=OVERPRIVILEGE,
)
def billing_read(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _hit(rights, context, "billing-read")
