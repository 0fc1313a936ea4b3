"""What OVHcloud knows an entry by, beside its account: an account has each once.

Entries that are there twice stay: the first keeps the id, and the log says of which others it was
not kept, so that somebody puts them away.
"""

import logging

from django.db import migrations, models

logger = logging.getLogger("keydesk.migrations")

_COLUMNS = {
    "Application": "application_key",
    "ConsumerKey": "credential_id",
    "ServiceAccount": "client_id",
}


def fill(apps, schema_editor):
    taken = {}
    for name, column in _COLUMNS.items():
        entries = apps.get_model("credentials", name).objects.select_related("account")
        for entry in entries.exclude(**{column: None}).order_by("created_at", "pk").iterator():
            value = str(getattr(entry, column))
            place = (entry.account_id, name, value)
            if entry.archived_at is None and place in taken:
                _say(entry, taken[place])
                continue
            if entry.archived_at is None:
                taken[place] = entry.label
            apps.get_model("credentials", "Entry").objects.filter(pk=entry.pk).update(
                ovhcloud_id=value
            )


def _say(entry, first):
    logger.warning(
        "Account %s holds the same thing twice: the entry %s is what the entry %s is. Both stay. "
        "Open the vault, see which of them is in use, and archive the other.",
        entry.account.label,
        entry.label,
        first,
    )


class Migration(migrations.Migration):
    dependencies = [("credentials", "0013_attempt_counter")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="ovhcloud_id",
            field=models.CharField(blank=True, default="", max_length=128),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived_at", None), models.Q(("ovhcloud_id", ""), _negated=True)),
                fields=("account", "kind", "ovhcloud_id"),
                name="one_entry_an_ovhcloud_id",
            ),
        ),
    ]
