"""Who was not asked lately is found without reading every survey, built while the desk works."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('tickets', '0050_clocks_by_warning'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='survey',
            index=models.Index(condition=models.Q(('state', 'left_out')), fields=['solved_at'], name='survey_left_out'),
        ),
    ]
