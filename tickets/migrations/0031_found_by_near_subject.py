"""A word of a subject that looks like what somebody typed is found in an index."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("tickets", "0030_skipped"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=GinIndex(OpClass(Upper("subject"), name="gin_trgm_ops"), name="ticket_subject_near"),
        ),
    ]
