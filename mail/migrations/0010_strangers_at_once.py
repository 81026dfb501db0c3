"""Confirmations to people never met before, and those that were withheld because too many came at once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0009_courtesies'),
    ]

    operations = [
        migrations.AddField(
            model_name='courtesy',
            name='given',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name='courtesy',
            name='newcomer',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='courtesy',
            index=models.Index(condition=models.Q(('newcomer', True)), fields=['mailbox', 'at'], name='courtesy_to_newcomers'),
        ),
    ]
