"""What customers said is counted from the index alone, built while the desk works."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('tickets', '0051_surveys_left_out'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='survey',
            index=models.Index(
                condition=models.Q(('asked_at__isnull', False)),
                fields=['-asked_at', '-id'],
                include=['state', 'score', 'team', 'solver', 'language'],
                name='survey_asked_told',
            ),
        ),
        RemoveIndexConcurrently(
            model_name='survey',
            name='survey_asked',
        ),
    ]
