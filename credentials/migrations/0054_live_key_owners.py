"""People answer for keys that nobody stores."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credentials", "0053_live_keys_by_age")]

    operations = [
        migrations.AddField(
            "livecredential",
            "owner",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="owned_live_keys",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
