"""The log of all mail by id, outcome, mailbox and day; built while mail goes on coming in."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('mail', '0005_belonging_and_rules'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='rawemail',
            index=models.Index(fields=['mail_key', 'mailbox'], name='mail_by_id'),
        ),
        AddIndexConcurrently(
            model_name='rawemail',
            index=models.Index(fields=['outcome', '-id'], name='mail_by_outcome'),
        ),
        AddIndexConcurrently(
            model_name='rawemail',
            index=models.Index(fields=['mailbox', '-id'], name='mail_of_mailbox'),
        ),
        AddIndexConcurrently(
            model_name='rawemail',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['stored_at'], name='mail_by_day'),
        ),
        RemoveIndexConcurrently(
            model_name='rawemail',
            name='mail_by_key',
        ),
    ]
