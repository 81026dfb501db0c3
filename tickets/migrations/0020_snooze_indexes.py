from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("tickets", "0019_snooze"),
    ]

    operations = [
        ValidateConstraint(model_name="ticket", name="ticket_snoozed_is_active"),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['hold', 'new', 'open', 'waiting'])), fields=['team', 'assignee', 'state', 'queue_at', 'snoozed_until'], name='ticket_active_counts'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(condition=models.Q(('snoozed_until__isnull', False)), fields=['snoozed_until', 'number'], name='ticket_snoozed'),
        ),
        RemoveIndexConcurrently(
            model_name='ticket',
            name='ticket_counts',
        ),
    ]
