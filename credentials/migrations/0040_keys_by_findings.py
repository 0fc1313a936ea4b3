from django.db import migrations, models


def work_out_anew(apps, _schema_editor):
    """What rows show and count is worked out once this migration is done."""
    apps.get_model("credentials", "LiveCredential").objects.update(state_rank=None)
    apps.get_model("credentials", "LiveKeyCount").objects.all().delete()
    apps.get_model("credentials", "LiveKeyDay").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0039_bulk_jobs'),
    ]

    operations = [
        migrations.AddField(
            model_name='livecredential',
            name='judged_basis',
            field=models.CharField(blank=True, db_default='', default='', max_length=32),
        ),
        migrations.RunPython(work_out_anew, migrations.RunPython.noop),
    ]
