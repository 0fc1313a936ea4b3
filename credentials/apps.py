from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save, pre_save


class CredentialsConfig(AppConfig):
    name = "credentials"
    verbose_name = "Keydesk credentials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator
        from allauth.socialaccount.models import SocialAccount
        from django.db import transaction

        # Checks and the codes of stored sentences register on import.
        from credentials import (  # noqa: F401
            audit,
            bulk,
            checks,
            core,
            findings,
            live,
            log_streams,
            models,
            notices,
            onboarding,
            ovhcloud,
            rotations,
            seen_calls,
            traps,
            vault,
        )

        core.send_events_by(transaction.on_commit)
        _subscribe()
        models.prove_by(audit.RowProver())
        ovhcloud.share_paces_by(live.shared_pace)
        _derive_rows()
        post_migrate.connect(audit.on_migrated, sender=self, dispatch_uid="credentials.guards")
        post_migrate.connect(audit.on_migrated_rows, sender=self, dispatch_uid="credentials.rows")
        post_migrate.connect(
            vault.on_vault_migrated, sender=self, dispatch_uid="credentials.entries"
        )
        post_migrate.connect(live.on_migrated, sender=self, dispatch_uid="credentials.live")
        for model in (Authenticator, SocialAccount):
            post_save.connect(audit.on_sign_in_row_saved, sender=model, dispatch_uid="proven")
        pre_save.connect(audit.on_factor_used, sender=Authenticator, dispatch_uid="proven")


def _subscribe() -> None:
    """Who listens to what happens below, and what is written down with it."""
    from credentials import core, findings, live, notices, onboarding, rotations

    core.subscribe(core.AccountSynced, onboarding.update_requests_after_sync)
    core.subscribe(core.KeyValidated, live.list_validated_key)
    for event, handler in findings.HANDLERS.items():
        core.remember(event, findings.note_change)
        core.subscribe(event, handler)
    for event, handler in rotations.HANDLERS.items():
        core.subscribe(event, handler)
    for event, recorder in notices.RECORDERS.items():
        core.remember(event, recorder)


def _derive_rows() -> None:
    """What lists go by follows what is saved."""
    from credentials import live, models, vault

    models.derive_by(models.LiveCredential, live.KeyDeriver())
    models.derive_by(models.LiveApplication, live.ApplicationDeriver())
    post_save.connect(live.on_application_saved, sender=models.LiveApplication, dispatch_uid="rows")
    post_save.connect(live.on_account_saved, sender=models.Account, dispatch_uid="rows")
    post_save.connect(vault.on_listed_account_saved, sender=models.Account, dispatch_uid="entries")
    post_save.connect(vault.on_owner_saved, sender=models.Person, dispatch_uid="entries")
    kinds: list[type[models.Entry]] = [models.Entry, *models.ENTRY_MODELS]
    for kind in kinds:
        post_save.connect(vault.on_listed_entry_saved, sender=kind, dispatch_uid="entries")
        post_save.connect(live.on_entry_saved, sender=kind, dispatch_uid="rows")
