"""What presses on people now is found without reading every clock, built while the desk works."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('tickets', '0049_products'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ticketclock',
            index=models.Index(condition=models.Q(('warn_at__isnull', False)), fields=['warn_at'], name='clock_warn_at'),
        ),
    ]
