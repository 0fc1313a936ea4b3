"""Taking in keys that exist: three pasted values, proved at OVHcloud before they are kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from credentials import audit, conf, validation, vault
from credentials.audit import Actor
from credentials.client import Credential, OvhClient
from credentials.enums import AuditAction, KeyState, Outcome
from credentials.errors import KeydeskError, NotAllowedError
from credentials.models import Account, Application, ConsumerKey
from credentials.rights import to_api
from credentials.sentences import gettext_noop, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Triple:
    """Application key, application secret and consumer key, already cleaned."""

    application_key: str
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)


def adopt(account: Account, triple: Triple, *, card: vault.Card, actor: Actor) -> ConsumerKey:
    """Prove the triple at the account's endpoint, then keep what is not kept yet.

    Raises ``ApiError`` with the cause (which of the three values is wrong), and
    ``NotAllowedError`` when the key is another account's or is stored already.
    """
    try:
        credential, nic = _prove(account, triple)
        with transaction.atomic():
            guard_account(account, nic)
            _guard_twice(account, triple)
            application = _application(account, triple, card=card, actor=actor)
            return _keep(application, triple, credential, card=card, actor=actor)
    except KeydeskError as error:
        audit.record(
            AuditAction.ENTRY_STORED,
            actor=actor,
            subject=audit.subject_of(account),
            outcome=Outcome.FAILED,
            details={"cause": type(error).__name__},
        )
        raise


def guard_account(account: Account, nic: str) -> None:
    """Bind the account to the customer account a key told of, or refuse a key of another one."""
    if nic and account.nic and nic != account.nic:
        raise NotAllowedError(
            say(
                gettext_noop("This key belongs to the OVHcloud account %(nic)s, not to %(own)s."),
                nic=nic,
                own=account.nic,
            ),
            next_step=say(gettext_noop("Choose the account it belongs to, or add that account.")),
        )
    if nic and not account.nic:
        account.nic = nic
        account.save(update_fields=["nic"])


@transaction.atomic
def manage_with(account: Account, key: ConsumerKey | None, *, actor: Actor) -> None:
    """Choose the stored key that reads the account's live keys."""
    if key is not None and (key.account_id != account.pk or key.state != KeyState.VALIDATED):
        raise NotAllowedError(
            say(gettext_noop("Only a validated key of this account can be its management key."))
        )
    account.management_key = key
    account.save(update_fields=["management_key"])
    audit.record(
        AuditAction.MANAGEMENT_KEY_CHANGED,
        actor=actor,
        subject=audit.subject_of(account),
        details={"key": key.label if key else None},
    )


def _prove(account: Account, triple: Triple) -> tuple[Credential, str]:
    """What OVHcloud says of the three values together, and the customer account behind them."""
    ovh = OvhClient(
        conf.endpoint(account.endpoint),
        application_key=triple.application_key,
        application_secret=triple.application_secret,
        consumer_key=triple.consumer_key,
        limits=conf.limits(),
    )
    return ovh.current_credential(), ovh.details().account


def _guard_twice(account: Account, triple: Triple) -> None:
    stored = vault.holding(triple.consumer_key, team=account.team).first()
    if stored is not None:
        raise NotAllowedError(
            say(gettext_noop("This consumer key is stored already, as %(label)s."), label=stored),
            next_step=say(gettext_noop("Open that entry, or paste another key.")),
        )


def _application(
    account: Account, triple: Triple, *, card: vault.Card, actor: Actor
) -> Application:
    """The stored application with this key, or a new one; a changed secret is a new version."""
    known = Application.objects.filter(
        account=account, application_key=triple.application_key
    ).first()
    if known is None:
        return vault.store_application(
            account,
            card=card,
            application_key=triple.application_key,
            secret=triple.application_secret,
            actor=actor,
        )
    if not vault.holding(triple.application_secret, team=account.team).filter(pk=known.pk).exists():
        vault.replace(known, triple.application_secret, actor=actor)
    return known


def _keep(
    application: Application,
    triple: Triple,
    credential: Credential,
    *,
    card: vault.Card,
    actor: Actor,
) -> ConsumerKey:
    key = vault.store_consumer_key(
        application,
        card=card,
        secret=triple.consumer_key,
        state=KeyState.VALIDATED,
        rules=to_api(credential.rules),
        allowed_ips=list(credential.allowed_ips or ()),
        actor=actor,
    )
    validation.bind(key, credential)
    key.save()
    return key
