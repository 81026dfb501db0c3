"""What is to do is listed without reading all that ever was, built while the desk works."""

import datetime

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('reports', '0009_facts_of_agents'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ticketfact',
            index=models.Index(Coalesce('until', models.Value(datetime.datetime(9999, 1, 1, tzinfo=datetime.timezone.utc))), condition=models.Q(('kind', 'backlog')), name='fact_backlog_open'),
        ),
    ]
