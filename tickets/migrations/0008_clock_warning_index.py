from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("tickets", "0007_clock_warnings"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="ticketclock",
            index=models.Index(
                condition=models.Q(("next_warn_at__isnull", False), ("stopped_at", None)),
                fields=["next_warn_at", "id"],
                name="clock_next_warning",
            ),
        ),
        RemoveIndexConcurrently(model_name="ticketclock", name="clock_warn_due"),
    ]
