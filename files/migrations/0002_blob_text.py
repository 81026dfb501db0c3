"""What files say, for search."""

import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models.functions import Left


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        # Makes the configuration that words are searched by.
        ("tickets", "0001_text_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlobText",
            fields=[
                (
                    "blob",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="files.blob",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "read"),
                            ("empty", "without text"),
                            ("unreadable", "not readable"),
                            ("too_large", "too large"),
                            ("stopped", "took too long"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("read_at", models.DateTimeField(auto_now_add=True)),
                (
                    "search_vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=SearchVector(Left("text", 200000), config="desk"),
                        output_field=SearchVectorField(),
                    ),
                ),
            ],
            options={"indexes": [GinIndex(fields=["search_vector"], name="blob_text_search")]},
        ),
    ]
