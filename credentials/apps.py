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
        from credentials import audit, checks, core, live, models, onboarding, sealing, vault  # noqa: F401

        core.send_events_by(transaction.on_commit)
        core.subscribe(core.AccountSynced, onboarding.update_requests_after_sync)
        core.subscribe(core.KeyValidated, live.list_validated_key)
        models.prove_by(audit.RowProver())
        post_migrate.connect(audit.on_migrated, sender=self, dispatch_uid="credentials.guards")
        post_migrate.connect(audit.on_migrated_rows, sender=self, dispatch_uid="credentials.rows")
        for model in (Authenticator, SocialAccount):
            post_save.connect(audit.on_sign_in_row_saved, sender=model, dispatch_uid="proven")
        pre_save.connect(audit.on_factor_used, sender=Authenticator, dispatch_uid="proven")
