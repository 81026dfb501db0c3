"""Indexes of the letters, built while the desk works."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('outbox', '0002_deliveries'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='letter',
            index=models.Index(condition=models.Q(('state', 'sending')), fields=['handed_at'], name='letter_in_hand'),
        ),
        AddIndexConcurrently(
            model_name='letter',
            index=models.Index(condition=models.Q(('announced_at', None), ('state__in', ['failed', 'sent', 'suppressed', 'undecided'])), fields=['id'], name='letter_to_tell'),
        ),
        AddIndexConcurrently(
            model_name='letter',
            index=models.Index(condition=models.Q(('automatic', True)), fields=['sent_at'], name='letter_automatic_sent'),
        ),
        AddIndexConcurrently(
            model_name='letter',
            index=models.Index(condition=models.Q(('automatic', True), models.Q(('thread', ''), _negated=True)), fields=['thread', 'sent_at'], name='letter_automatic_thread'),
        ),
        RemoveIndexConcurrently(
            model_name='letter',
            name='letter_untold',
        ),
    ]
