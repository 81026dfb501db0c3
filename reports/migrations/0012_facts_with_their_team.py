"""Lists of a lead are counted from the index alone, built while the desk works."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('reports', '0011_annotations'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ticketfact',
            index=models.Index(fields=['kind', 'at'], include=['team'], name='fact_kind_at_team'),
        ),
        RemoveIndexConcurrently(
            model_name='ticketfact',
            name='fact_kind_at',
        ),
    ]
