"""Tickets found by their type and by the values of their fields."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("tickets", "0021_types_and_fields"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("custom", name="jsonb_path_ops"),
                condition=models.Q(("custom", {}), _negated=True),
                name="ticket_custom",
            ),
        ),
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("type__isnull", False)), fields=["type", "-active_at"], name="ticket_type"
            ),
        ),
    ]
