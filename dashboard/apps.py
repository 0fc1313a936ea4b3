from __future__ import annotations

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "dashboard"
    verbose_name = "Keydesk console"

    def ready(self) -> None:
        from dashboard import checks, signals  # noqa: F401 -- they register on import
