"""Accounts, entries, what opens them, and the vault as a whole."""

from __future__ import annotations

from typing import Final

from credentials import audit, onboarding, vault
from credentials.core import AuditAction, HostFamily, Permission
from credentials.onboarding import FORMATS
from tests.credentials.verbs import link_calls, verb_calls
from tests.credentials.verbs.scene import METADATA
from tests.credentials.verbs.verb import CALLED, Verb
from tests.credentials.verbs.verb_calls import SECRET, Act

ACCOUNT_VERBS: Final = {
    "vault.add_account": Verb(
        action=AuditAction.ACCOUNT_CREATED,
        permission=Permission.MANAGE_ACCOUNTS,
        act=lambda s, a: vault.add_account(s.team, label="Web", endpoint="sandbox", actor=a),
        refuse=lambda s, a: vault.add_account(
            s.team, label=s.account.label, endpoint="sandbox", actor=a
        ),
    ),
    "vault.change_account": Verb(
        action=AuditAction.ACCOUNT_CHANGED,
        permission=Permission.MANAGE_ACCOUNTS,
        act=lambda s, a: vault.change_account(
            s.account, label="Web", hosts=HostFamily.NEWER, actor=a
        ),
        refuse=lambda s, a: vault.change_account(s.other_account, label=s.account.label, actor=a),
    ),
    "vault.delete_account": Verb(
        action=AuditAction.ACCOUNT_DELETED,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: vault.delete_account(s.account, actor=a),
        refuse=lambda s, a: vault.delete_account(s.application.account, actor=a),
    ),
    "vault.bind_account": Verb(
        action=AuditAction.ACCOUNT_BOUND,
        permission=Permission.MANAGE_ACCOUNTS,
        act=lambda s, a: vault.bind_account(s.account, "aa11111-ovh", seen="", actor=a),
        refuse=lambda s, a: vault.bind_account(s.account, "aa11111-ovh", seen="xx", actor=a),
    ),
    "vault.confirm_binding": Verb(
        action=AuditAction.ACCOUNT_BOUND,
        permission=Permission.MANAGE_ACCOUNTS,
        act=verb_calls.confirm_binding,
        refuse=verb_calls.confirm_binding_with_a_key_that_waits,
    ),
    "vault.refuse_binding": Verb(
        action=AuditAction.BINDING_REFUSED,
        permission=Permission.MANAGE_ACCOUNTS,
        act=verb_calls.refuse_binding,
        refuse=lambda s, a: vault.refuse_binding(s.world.account, "aa11111-ovh", actor=a),
    ),
    "vault.choose_management_key": Verb(
        action=AuditAction.MANAGEMENT_KEY_CHANGED,
        permission=Permission.MANAGE_ACCOUNTS,
        act=lambda s, a: vault.choose_management_key(s.account, s.consumer_key, actor=a),
        refuse=lambda s, a: vault.choose_management_key(
            s.account, verb_calls.pending_key(s), actor=a
        ),
    ),
}

ENTRY_VERBS: Final = {
    "vault.store_application": Verb(
        action=AuditAction.ENTRY_STORED,
        permission=Permission.STORE_SECRETS,
        act=verb_calls.store_application,
        refuse=lambda s, a: verb_calls.store_application(s, a, key=s.application.application_key),
    ),
    "vault.store_entry": Verb(
        action=AuditAction.ENTRY_STORED,
        permission=Permission.STORE_SECRETS,
        act=verb_calls.store_entry,
        refuse=lambda s, a: verb_calls.store_entry(s, a, key=s.application.application_key),
    ),
    "vault.store_consumer_key": Verb(
        action=AuditAction.ENTRY_STORED,
        permission=Permission.STORE_SECRETS,
        act=verb_calls.store_key,
        refuse=verb_calls.store_key_twice,
    ),
    "vault.store_service_account": Verb(
        action=AuditAction.ENTRY_STORED,
        permission=Permission.STORE_SECRETS,
        act=verb_calls.store_client,
        refuse=lambda s, a: verb_calls.store_client(s, a, client_id=s.service_account.client_id),
    ),
    "vault.replace_secret": Verb(
        action=AuditAction.SECRET_REPLACED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: vault.replace_secret(s.application.entry, SECRET, actor=a),
        refuse=verb_calls.replace_by_the_same,
    ),
    "vault.relabel": Verb(
        action=AuditAction.ENTRY_CHANGED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: vault.relabel(s.application.entry, METADATA, actor=a),
    ),
    "vault.archive": Verb(
        action=AuditAction.ENTRY_CHANGED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: vault.archive(s.application.entry, actor=a),
    ),
    "vault.unarchive": Verb(
        action=AuditAction.ENTRY_CHANGED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: vault.unarchive(s.application.entry, actor=a),
    ),
    "vault.destroy": Verb(
        action=AuditAction.SECRET_DESTROYED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: vault.destroy(s.application.entry, 1, actor=a),
        refuse=lambda s, a: vault.destroy(s.application.entry, 7, actor=a),
    ),
    "vault.destroy_ended": Verb(
        action=AuditAction.SECRET_DESTROYED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: vault.destroy_ended(verb_calls.gone_key(s), actor=a),
        refuse=lambda s, a: vault.destroy_ended(s.application.entry, actor=a),
    ),
}


def _opening(
    action: AuditAction, act: Act, *, permission: Permission | None = Permission.REVEAL
) -> Verb:
    """A verb that opens a secret; one of which nothing is kept any more does not open."""
    return Verb(
        action=action, permission=permission, act=act, refuse=verb_calls.after_destroying(act)
    )


USAGE_VERBS: Final = {
    "vault.add_usage": Verb(
        action=AuditAction.ENTRY_CHANGED,
        permission=Permission.STORE_SECRETS,
        act=link_calls.add_usage,
        refuse=link_calls.add_usage_to_a_full_list,
    ),
    "vault.remove_usage": Verb(
        action=AuditAction.ENTRY_CHANGED,
        permission=Permission.STORE_SECRETS,
        act=link_calls.remove_usage,
    ),
}

OPENING_VERBS: Final = {
    "vault.reveal": _opening(
        AuditAction.SECRET_REVEALED, lambda s, a: vault.reveal(s.application.entry, actor=a)
    ),
    "vault.copy": _opening(
        AuditAction.SECRET_COPIED, lambda s, a: vault.copy(s.application.entry, actor=a)
    ),
    "vault.export": _opening(
        AuditAction.SECRET_EXPORTED,
        lambda s, a: vault.export(
            [s.application.entry], actor=a, form="shell", destination="download"
        ),
    ),
    "vault.send": _opening(AuditAction.SECRET_SENT, link_calls.send),
    "vault.use": _opening(
        AuditAction.SECRET_USED,
        lambda s, a: vault.use(s.application.entry, actor=a, purpose="test"),
        permission=None,
    ),
    "onboarding.make_handover": Verb(
        action=AuditAction.HANDOVER_MADE,
        permission=Permission.REVEAL,
        act=lambda s, a: onboarding.make_handover(
            s.application.entry, link_calls.HANDING, person=s.alice, actor=a
        ),
        refuse=link_calls.hand_over_refused_key,
    ),
    "onboarding.withdraw_handover": Verb(
        action=AuditAction.HANDOVER_BURNED,
        permission=Permission.REVEAL,
        act=link_calls.withdraw_handover,
    ),
    "onboarding.export_entry": Verb(
        action=AuditAction.SECRET_EXPORTED,
        permission=Permission.REVEAL,
        act=lambda s, a: onboarding.export_entry(
            s.application.entry, form=FORMATS["ovh.conf"], actor=a, destination="download"
        ),
        refuse=verb_calls.export_refused_key,
    ),
}

WHOLE_VAULT_VERBS: Final = {
    "audit.accept_row": Verb(
        action=AuditAction.ROWS_PROVEN,
        permission=None,
        act=lambda s, a: audit.accept_row(s.account, actor=a, reason="repaired by hand"),
    ),
    "vault.back_up": Verb(
        action=AuditAction.BACKED_UP,
        permission=None,
        act=lambda s, a: verb_calls.back_up("backup", a),
        refuse=lambda s, a: verb_calls.back_up(".", a),
        done=CALLED,
        began=True,
    ),
    "vault.inspect": Verb(
        action=AuditAction.VAULT_CHECKED,
        permission=None,
        act=lambda s, a: vault.inspect(actor=a),
        done=CALLED,
    ),
    "vault.reseal": Verb(
        action=AuditAction.KEYS_RESEALED,
        permission=None,
        act=lambda s, a: list(vault.reseal(actor=a)),
        done=CALLED,
    ),
}
