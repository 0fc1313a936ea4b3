"""What calls OVHcloud: onboarding, live keys, service accounts."""

from __future__ import annotations

from typing import Final

from credentials import live, onboarding, rotations, seen_calls, service_accounts
from credentials.core import AuditAction, Outcome, Permission
from tests.credentials.verbs import leak_calls, link_calls, log_calls, trap_calls, verb_calls
from tests.credentials.verbs.scene import METADATA
from tests.credentials.verbs.verb import CALLED, Verb

CALLING_VERBS: Final = {
    "onboarding.adopt": Verb(
        action=AuditAction.ENTRY_STORED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: onboarding.adopt(
            s.world.account, s.triple("terraform laptop"), metadata=METADATA, actor=a
        ),
        refuse=lambda s, a: onboarding.adopt(
            s.world.account, s.triple("keydesk"), metadata=METADATA, actor=a
        ),
        done=(*CALLED, Outcome.DONE),  # the application, then its key
        began=True,
    ),
    "onboarding.store_new_value": Verb(
        action=AuditAction.SECRET_REPLACED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: verb_calls.store_new_value(s.application, a),
        refuse=lambda s, a: verb_calls.store_new_value(s.world.store("terraform laptop"), a),
        done=CALLED,
        began=True,
    ),
    "onboarding.check_keys": Verb(
        action=AuditAction.KEYS_CHECKED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: list(
            onboarding.check_keys([], team=s.world.account.team, endpoint="", actor=a)
        ),
    ),
    "onboarding.take_in": Verb(
        action=AuditAction.ENTRY_STORED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: verb_calls.take_in(s, "terraform laptop", a),
        refuse=lambda s, a: verb_calls.take_in(s, "keydesk", a),
        done=(*CALLED, Outcome.DONE),  # the application, then its key
        began=True,
    ),
    "onboarding.identify_values": Verb(
        action=AuditAction.VALUES_LOOKED_UP,
        permission=None,
        act=lambda s, a: onboarding.identify_values(["0a1b2c3d4e5f"], teams=[s.team], actor=a),
    ),
    "onboarding.request_key": Verb(
        action=AuditAction.KEY_REQUESTED,
        permission=Permission.REQUEST_KEYS,
        act=verb_calls.request_key,
        refuse=verb_calls.request_key_against_policy,
        done=CALLED,
    ),
    "onboarding.check_credential": Verb(
        action=AuditAction.ENTRY_TESTED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: onboarding.check_credential(s.world.store("terraform laptop"), actor=a),
        refuse=lambda s, a: onboarding.check_credential(s.application, actor=a),
        done=CALLED,
    ),
    "leak_checks.check_entry": Verb(
        action=AuditAction.LEAK_CHECKED,
        permission=Permission.STORE_SECRETS,
        act=leak_calls.check_entry,
        done=CALLED,
    ),
    "onboarding.verify_keys": Verb(
        action=AuditAction.KEYS_CHECKED,
        permission=None,
        act=lambda s, a: list(onboarding.verify_keys([], endpoint="", actor=a)),
    ),
    "onboarding.make_consent_link": Verb(
        action=AuditAction.CONSENT_LINK_MADE,
        permission=Permission.REQUEST_KEYS,
        act=link_calls.make_consent_link,
        refuse=link_calls.make_consent_link_against_policy,
    ),
    "onboarding.withdraw_consent_link": Verb(
        action=AuditAction.CONSENT_LINK_WITHDRAWN,
        permission=Permission.REQUEST_KEYS,
        act=link_calls.withdraw_consent_link,
    ),
    "onboarding.end_request": Verb(
        action=AuditAction.KEY_ENDED,
        permission=Permission.REQUEST_KEYS,
        act=lambda s, a: onboarding.end_request(s.key_request, actor=a),
        refuse=verb_calls.end_request_in_trouble,
        done=CALLED,
        began=True,
    ),
    "onboarding.check_request": Verb(
        action=AuditAction.KEY_VALIDATED,
        permission=Permission.REQUEST_KEYS,
        act=lambda s, a: onboarding.check_request(s.key_request, actor=a),
        refuse=verb_calls.check_in_trouble,
    ),
    "onboarding.redeem_callback": Verb(
        action=AuditAction.CALLBACK_REJECTED,
        permission=Permission.REQUEST_KEYS,
        act=verb_calls.redeem,
        refuse=verb_calls.redeem_twice,
        done=(),  # an action of its own: CALLBACK_ACCEPTED
    ),
    "live.start_sync": Verb(
        action=AuditAction.ACCOUNT_SYNCED,
        permission=Permission.SYNC,
        act=lambda s, a: live.start_sync(s.world.account, actor=a),
        refuse=lambda s, a: live.start_sync(s.account, actor=a),
        done=CALLED,
    ),
    "seen_calls.start_reading_calls": Verb(
        action=AuditAction.CALLS_READ,
        permission=Permission.SYNC,
        act=lambda s, a: seen_calls.start_reading_calls(s.world.account, actor=a),
        refuse=lambda s, a: seen_calls.start_reading_calls(s.account, actor=a),
        done=CALLED,
    ),
    "seen_calls.take_in_forwarded_log": Verb(
        action=AuditAction.CALLS_TAKEN_IN,
        permission=Permission.MANAGE_ACCOUNTS,
        act=log_calls.take_in_forwarded_log,
        refuse=lambda s, a: seen_calls.take_in_forwarded_log(s.account, "no log", actor=a),
    ),
    "live.revoke": Verb(
        action=AuditAction.CREDENTIAL_REVOKED,
        permission=Permission.REVOKE,
        act=lambda s, a: live.revoke(s.world.live("audit trial"), actor=a),
        refuse=verb_calls.revoke_own_key,
        done=CALLED,
    ),
    "live.freeze": Verb(
        action=AuditAction.CREDENTIAL_FROZEN,
        permission=Permission.REVOKE,
        act=lambda s, a: live.freeze(s.world.live("audit trial"), actor=a),
        refuse=lambda s, a: live.freeze(s.own_live_key, actor=a),
        done=CALLED,
    ),
    "live.thaw": Verb(
        action=AuditAction.CREDENTIAL_THAWED,
        permission=Permission.REVOKE,
        act=lambda s, a: live.thaw(s.frozen_key, actor=a),
        refuse=lambda s, a: live.thaw(s.world.live("audit trial"), actor=a),
        done=CALLED,
    ),
    "traps.lay": Verb(
        action=AuditAction.TRAP_LAID,
        permission=Permission.SET_POLICY,
        act=trap_calls.lay,
        refuse=trap_calls.lay_own_key,
    ),
    "traps.take_up": Verb(
        action=AuditAction.TRAP_TAKEN_UP,
        permission=Permission.SET_POLICY,
        act=trap_calls.take_up,
    ),
    "live.change_addresses": Verb(
        action=AuditAction.ADDRESSES_CHANGED,
        permission=Permission.REVOKE,
        act=lambda s, a: verb_calls.change_addresses(s.world.live("audit trial"), a),
        refuse=lambda s, a: verb_calls.change_addresses(s.frozen_key, a),
        done=CALLED,
    ),
    "rotations.start": Verb(
        action=AuditAction.ROTATION_STARTED,
        permission=Permission.REVOKE,
        act=verb_calls.start_rotation,
        refuse=lambda s, a: verb_calls.start_rotation(s, a, rules=()),
        done=CALLED,
    ),
    "rotations.mark_handed_over": Verb(
        action=AuditAction.ROTATION_ADVANCED,
        permission=Permission.REVOKE,
        act=lambda s, a: rotations.mark_handed_over(s.validated_rotation, actor=a),
        refuse=lambda s, a: rotations.mark_handed_over(s.cancelled_rotation, actor=a),
    ),
    "rotations.cancel": Verb(
        action=AuditAction.ROTATION_CANCELLED,
        permission=Permission.REVOKE,
        act=lambda s, a: rotations.cancel(s.validated_rotation, actor=a),
        refuse=lambda s, a: rotations.cancel(s.cancelled_rotation, actor=a),
    ),
    "live.revoke_application": Verb(
        action=AuditAction.APPLICATION_REVOKED,
        permission=Permission.REVOKE,
        act=lambda s, a: live.revoke_application(
            s.live_application, seen=s.keys_of_application, actor=a
        ),
        refuse=lambda s, a: live.revoke_application(
            s.live_application, seen=frozenset({1}), actor=a
        ),
        done=CALLED,
        began=True,
    ),
    "live.read_names": Verb(
        action=AuditAction.NAMES_READ,
        permission=Permission.REQUEST_KEYS,
        act=verb_calls.read_names,
        refuse=verb_calls.read_names_without_the_right,
        done=CALLED,
    ),
    "live.start_catalogue_refresh": Verb(
        action=AuditAction.CATALOGUE_REFRESHED,
        permission=Permission.REFRESH_CATALOGUE,
        act=verb_calls.refresh_operations,
        refuse=verb_calls.refresh_operations_of_an_unknown_region,
        done=CALLED,
    ),
    "live.call": Verb(
        action=AuditAction.API_CALLED,
        permission=Permission.CALL_API,
        act=verb_calls.call_api,
        refuse=verb_calls.call_api_to_write,
        done=CALLED,
    ),
    "service_accounts.create": Verb(
        action=AuditAction.CLIENT_CREATED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: verb_calls.create_client(s.world.account, a),
        refuse=verb_calls.create_client_without_the_right,
        done=CALLED,
    ),
    "service_accounts.store": Verb(
        action=AuditAction.ENTRY_STORED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: service_accounts.store(
            s.world.account, s.client, metadata=METADATA, actor=a
        ),
        refuse=lambda s, a: service_accounts.store(
            s.world.account, s.wrong_client, metadata=METADATA, actor=a
        ),
        done=CALLED,
        began=True,
    ),
    "service_accounts.delete": Verb(
        action=AuditAction.CLIENT_DELETED,
        permission=Permission.REVOKE,
        act=lambda s, a: service_accounts.delete(s.live_client, actor=a),
        refuse=verb_calls.delete_gone_client,
        done=CALLED,
    ),
}
