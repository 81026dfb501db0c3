"""What waited for more than a week is found by itself, built while the desk works."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('reports', '0013_queues_by_day'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ticketfact',
            index=models.Index(
                condition=models.Q(('kind__in', ('first_response', 'next_response')), ('seconds__gt', 604800)),
                fields=['at'],
                name='fact_waited_long',
            ),
        ),
    ]
