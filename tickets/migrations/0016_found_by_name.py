from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("customers", "0005_found_by_name"),
        ("tickets", "0015_clock_unschedulable"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="attachment",
            index=GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="attachment_named"),
        ),
        AddIndexConcurrently(model_name="ticket", index=GinIndex(fields=["tags"], name="ticket_tags")),
    ]
