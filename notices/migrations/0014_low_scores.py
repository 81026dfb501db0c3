"""Notices of low scores."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0013_of_reviews'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('escalation', 'promises at risk, promises missed'), ('waking', 'tickets back from a snooze'), ('mentioned', 'notes that mention you'), ('customer', 'what customers write on your tickets'), ('assigned', 'tickets that somebody gives to you'), ('followed', 'what is said on tickets you follow'), ('approval', 'answers that wait for your approval'), ('answer', 'answers of yours that were not sent'), ('guideline', 'guidelines to read'), ('training', 'training, certificates that end'), ('backup', 'colleagues who need backup'), ('evaluation', 'evaluations and goals'), ('review', 'reviews of answers'), ('score', 'low scores of customers'), ('suggestion', 'suggestions'), ('thanks', 'thanks and praise'), ('hiring', 'hiring and recommendations'), ('budget', 'the budget'), ('roster', 'shifts, rosters and gaps in them'), ('alarm', 'alarms about the desk itself')], max_length=20),
        ),
        migrations.AlterField(
            model_name='wish',
            name='kind',
            field=models.CharField(choices=[('escalation', 'promises at risk, promises missed'), ('waking', 'tickets back from a snooze'), ('mentioned', 'notes that mention you'), ('customer', 'what customers write on your tickets'), ('assigned', 'tickets that somebody gives to you'), ('followed', 'what is said on tickets you follow'), ('approval', 'answers that wait for your approval'), ('answer', 'answers of yours that were not sent'), ('guideline', 'guidelines to read'), ('training', 'training, certificates that end'), ('backup', 'colleagues who need backup'), ('evaluation', 'evaluations and goals'), ('review', 'reviews of answers'), ('score', 'low scores of customers'), ('suggestion', 'suggestions'), ('thanks', 'thanks and praise'), ('hiring', 'hiring and recommendations'), ('budget', 'the budget'), ('roster', 'shifts, rosters and gaps in them'), ('alarm', 'alarms about the desk itself')], max_length=20),
        ),
    ]
