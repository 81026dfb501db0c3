"""What is said on tickets that somebody follows is a kind of notice."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0004_answers_not_sent'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('escalation', 'promises at risk, promises missed'), ('waking', 'tickets back from a snooze'), ('followed', 'what is said on tickets you follow'), ('answer', 'answers of yours that were not sent'), ('alarm', 'alarms about the desk itself')], max_length=20),
        ),
        migrations.AlterField(
            model_name='wish',
            name='kind',
            field=models.CharField(choices=[('escalation', 'promises at risk, promises missed'), ('waking', 'tickets back from a snooze'), ('followed', 'what is said on tickets you follow'), ('answer', 'answers of yours that were not sent'), ('alarm', 'alarms about the desk itself')], max_length=20),
        ),
    ]
