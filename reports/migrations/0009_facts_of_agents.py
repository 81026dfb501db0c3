"""The figures of one person read the facts of that person, built while the desk works."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('reports', '0008_figures_of_months'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ticketfact',
            index=models.Index(condition=models.Q(('agent__isnull', False)), fields=['agent', 'kind', 'at'], name='fact_of_agent'),
        ),
    ]
