from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("tickets", "0012_merged_and_linked"),
    ]

    operations = [
        ValidateConstraint(model_name="ticket", name="ticket_merged_is_closed"),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('origin__isnull', False)), fields=['origin'], name='message_origin'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='ticket_merged_into'),
        ),
    ]
