from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CredentialsConfig(AppConfig):
    name = "credentials"
    verbose_name = "Keydesk credentials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from credentials import checks  # noqa: F401 -- checks register on import
        from credentials.audit import guards

        post_migrate.connect(guards.on_migrated, sender=self, dispatch_uid="credentials.guards")
