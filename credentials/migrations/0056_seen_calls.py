"""Calls seen in the logs of accounts, and how far those are read."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0055_live_key_owners'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('busy_until', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('left', models.PositiveIntegerField(default=0)),
                ('calls', models.PositiveIntegerField(default=0)),
                ('trouble', models.JSONField(default=list)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='call_reading', to='credentials.account')),
            ],
        ),
        migrations.CreateModel(
            name='OldCallNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('own', 'own'), ('by-others', 'by-others'), ('forwarded', 'forwarded')], max_length=16)),
                ('number', models.CharField(max_length=64)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='credentials.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'source', 'number'), name='one_old_call_number')],
            },
        ),
        migrations.CreateModel(
            name='SeenCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('own', 'own'), ('by-others', 'by-others'), ('forwarded', 'forwarded')], max_length=16)),
                ('number', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('method', models.CharField(max_length=8)),
                ('path', models.TextField()),
                ('address', models.CharField(blank=True, max_length=45)),
                ('caller', models.CharField(blank=True, max_length=255)),
                ('credential_id', models.BigIntegerField(null=True)),
                ('identities', models.JSONField(default=list)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_calls', to='credentials.account')),
            ],
            options={
                'ordering': ('-at', '-pk'),
                'indexes': [models.Index(fields=['account', '-at', '-id'], name='seen_calls_of_account'), models.Index(fields=['at'], name='seen_calls_by_time')],
                'constraints': [models.UniqueConstraint(fields=('account', 'source', 'number'), name='one_seen_call_a_number')],
            },
        ),
    ]
