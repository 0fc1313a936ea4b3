"""The row that keeps the last verification of the log gets its name; its table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0019_api_console'),
    ]

    operations = [
        migrations.AlterModelTable(
            name='auditseal',
            table='credentials_auditseal',
        ),
        migrations.RenameModel(
            old_name='AuditSeal',
            new_name='LogVerification',
        ),
    ]
