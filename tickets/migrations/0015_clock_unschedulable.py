"""The few tickets whose promise nobody can schedule are found without looking at the rest."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("tickets", "0014_escalations"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="ticketclock",
            index=models.Index(
                condition=models.Q(("state", "unschedulable"), ("stopped_at", None)),
                fields=["ticket"],
                name="clock_unschedulable",
            ),
        ),
    ]
