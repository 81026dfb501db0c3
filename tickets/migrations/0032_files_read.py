"""Which files were not read yet: all that there are, at first."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("files", "0002_blob_text"),
        ("tickets", "0031_found_by_near_subject"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="read_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        AddIndexConcurrently(
            model_name="attachment",
            index=models.Index(condition=models.Q(read_at=None), fields=["id"], name="attachment_unread"),
        ),
    ]
