"""People answer for keys that nobody stores; and an index from which the chart of an account is
counted, in place of its beginning."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credentials", "0054_traps")]

    operations = [
        migrations.AddIndex(
            "livecredential",
            models.Index(
                fields=("account", "gone_at", "status", "creation", "last_use"), name="live_by_age"
            ),
        ),
        migrations.RemoveIndex("livecredential", "live_credential_here"),
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
