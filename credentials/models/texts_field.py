"""A column that holds a list of texts, as JSON."""

from __future__ import annotations

from typing import Any

from django.db import models


class TextsField(models.JSONField):
    """Whatever somebody else wrote there is read as texts too: what is no list, as one text."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[str]:
        stored = super().from_db_value(value, expression, connection)
        if not stored and stored != 0:
            return []
        return [str(item) for item in (stored if isinstance(stored, list) else [stored])]

    def deconstruct(self) -> Any:
        """To migrations it is the column that it is."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
