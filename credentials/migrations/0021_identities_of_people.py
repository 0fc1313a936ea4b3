import uuid

from django.db import migrations, models


def identify(apps, schema_editor):
    people = apps.get_model("credentials", "Person").objects
    for person_id in people.values_list("pk", flat=True):
        people.filter(pk=person_id).update(identity=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0020_log_verification'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='identity',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.RunPython(identify, migrations.RunPython.noop),
    ]
