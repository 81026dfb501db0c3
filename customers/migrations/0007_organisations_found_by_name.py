from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("customers", "0006_found_by_domain"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="organisation",
            index=GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="organisation_named"),
        ),
    ]
