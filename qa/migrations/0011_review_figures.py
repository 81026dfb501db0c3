"""A year of figures is counted from an index alone."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('qa', '0010_findings_of_either'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='review',
            index=models.Index(condition=models.Q(('state__in', ('given', 'read', 'disputed'))), fields=['given_at'], include=('id', 'state', 'reviewer', 'person', 'team', 'type', 'channel', 'language', 'scorecard', 'message', 'chance', 'score', 'failed', 'seconds'), name='review_figures'),
        ),
    ]
