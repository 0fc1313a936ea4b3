"""The cache holds data alone, and sessions are kept so that a copy of them is of no use.

Whoever is signed in stays so: the rows are put under the digest of their key. Pickles of the
previous version go with their table, and sessions that are over with them.
"""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone

from credentials.sealing import sessions


def close_sessions(apps, schema_editor):
    rows = apps.get_model("sessions", "Session").objects.using(schema_editor.connection.alias)
    stored = list(rows.values_list("session_key", "session_data", "expire_date"))
    rows.all().delete()
    for key, data, expire_date in stored:
        content = SessionStore().decode(data)
        if content and expire_date > timezone.now():
            if BACKEND_SESSION_KEY in content:
                content[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            rows.create(
                session_key=sessions.stored_key(key),
                session_data=sessions.encrypt(
                    SessionStore().serializer().dumps(content),
                    session_key=key,
                    secret=settings.SECRET_KEY,
                ),
                expire_date=expire_date,
            )


class Migration(migrations.Migration):

    dependencies = [
        ("credentials", "0007_invitations_and_mailed_links"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CachedValue",
            fields=[
                ("key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunSQL("DROP TABLE IF EXISTS keydesk_cache", migrations.RunSQL.noop),
        migrations.RunPython(close_sessions, migrations.RunPython.noop),
    ]
