from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill_nic(apps, schema_editor):
    """Accepted keys so far told their account, or were set apart for telling of another."""
    keys = apps.get_model("credentials", "ConsumerKey").objects.filter(nic="")
    account = apps.get_model("credentials", "Account").objects.filter(entries=OuterRef("pk"))
    foreign = apps.get_model("credentials", "KeyRequest").objects.exclude(foreign_nic="")
    request = foreign.filter(consumer_key=OuterRef("pk"))
    own = keys.filter(state__in=("validated", "expired", "revoked")).exclude(account__nic="")
    own.update(nic=Subquery(account.values("nic")[:1]))
    others = keys.filter(state="foreign", pk__in=foreign.values("consumer_key"))
    others.update(nic=Subquery(request.values("foreign_nic")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0009_folds_name_their_entry'),
    ]

    operations = [
        migrations.AddField(
            model_name='consumerkey',
            name='nic',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='consumerkey',
            name='state',
            field=models.CharField(choices=[('pending', 'pending'), ('validated', 'validated'), ('unconfirmed', 'unconfirmed'), ('refused', 'refused'), ('abandoned', 'abandoned'), ('expired', 'expired'), ('revoked', 'revoked'), ('foreign', 'foreign')], max_length=32),
        ),
        migrations.RunPython(fill_nic, migrations.RunPython.noop),
    ]
