"""Letters that nobody got are found without reading all of them, built while the desk works."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('outbox', '0003_letter_indexes'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='letter',
            index=models.Index(condition=models.Q(('state__in', ['failed', 'suppressed', 'undecided'])), fields=['state', 'queued_at'], name='letter_unsent'),
        ),
    ]
