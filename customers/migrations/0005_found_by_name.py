from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("customers", "0004_unknown_zone"),
        # Makes the extension pg_trgm.
        ("tickets", "0001_text_search"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="contact",
            index=GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="contact_named"),
        ),
        AddIndexConcurrently(
            model_name="contact",
            index=GinIndex(OpClass(Upper("email"), name="gin_trgm_ops"), name="contact_addressed"),
        ),
    ]
