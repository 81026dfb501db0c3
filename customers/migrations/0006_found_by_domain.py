from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("customers", "0005_found_by_name"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="contactaddress",
            index=GinIndex(OpClass(Upper("address"), name="gin_trgm_ops"), name="contact_address_ends"),
        ),
    ]
