from django.db import migrations


class Migration(migrations.Migration):
    """Two columns get the words that the pages have."""

    dependencies = [
        ('credentials', '0026_usages'),
    ]

    operations = [
        migrations.RenameField(
            model_name='secretversion',
            old_name='forgotten_at',
            new_name='destroyed_at',
        ),
        migrations.RenameField(
            model_name='liveapplication',
            old_name='is_dead',
            new_name='is_deleted',
        ),
    ]
