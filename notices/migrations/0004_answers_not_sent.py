"""Notices of answers that were not sent."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_snooze'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('escalation', 'promises at risk, promises missed'), ('waking', 'tickets back from a snooze'), ('answer', 'answers of yours that were not sent'), ('alarm', 'alarms about the desk itself')], max_length=20),
        ),
        migrations.AlterField(
            model_name='wish',
            name='kind',
            field=models.CharField(choices=[('escalation', 'promises at risk, promises missed'), ('waking', 'tickets back from a snooze'), ('answer', 'answers of yours that were not sent'), ('alarm', 'alarms about the desk itself')], max_length=20),
        ),
    ]
