"""An index from which the chart of an account is counted, in place of its beginning."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credentials", "0052_addresses_known")]

    operations = [
        migrations.AddIndex(
            "livecredential",
            models.Index(
                fields=("account", "gone_at", "status", "creation", "last_use"), name="live_by_age"
            ),
        ),
        migrations.RemoveIndex("livecredential", "live_credential_here"),
    ]
