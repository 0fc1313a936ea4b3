"""A count of repeated denials names the entry that came again, and no longer says it itself."""

import hashlib
import json

from django.db import migrations, models


def name_entries(apps, schema_editor):
    """Counts whose entry cannot be told are dropped: their denial is in the log."""
    alias = schema_editor.connection.alias
    entries = apps.get_model("credentials", "AuditEntry").objects.using(alias)
    for fold in apps.get_model("credentials", "AuditFold").objects.using(alias):
        entry = _entry(entries, fold)
        if entry is None:
            fold.delete()
        else:
            fold.seq, fold.digest = entry.seq, _digest(entry)
            fold.save(update_fields=["seq", "digest"])


def _entry(entries, fold):
    event = fold.event
    alike = entries.filter(
        action=event["action"],
        outcome=event["outcome"],
        actor=event["actor"]["name"],
        actor_id=event["actor"]["person_id"],
        address=event["actor"]["address"],
        subject_kind=event["subject"]["kind"],
        subject_id=event["subject"]["id"],
        time__gte=fold.opened_at,
    )
    return next((entry for entry in alike.order_by("seq") if entry.details == event["details"]), None)


def _digest(entry):
    actor = {"name": entry.actor, "person_id": entry.actor_id, "address": entry.address}
    subject = {
        "kind": entry.subject_kind,
        "id": entry.subject_id,
        "label": entry.subject,
        "team_id": entry.team_id,
    }
    contents = [entry.action, entry.outcome, actor, subject, entry.details]
    return hashlib.sha256(json.dumps(contents, sort_keys=True, default=str).encode()).hexdigest()


class Migration(migrations.Migration):

    dependencies = [
        ("credentials", "0008_cached_values_and_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditfold",
            name="seq",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(name_entries, migrations.RunPython.noop),
        migrations.RemoveField(model_name="auditfold", name="event"),
    ]
