from django.db import migrations


class Migration(migrations.Migration):
    """No table changes: what is written on entries and consent links is proven from here on."""

    dependencies = [
        ('credentials', '0027_destroyed_and_deleted'),
    ]

    operations: list[object] = []
