"""What was asked, the newest first, of all teams."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0046_surveys'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='survey',
            index=models.Index(condition=models.Q(('asked_at__isnull', False)), fields=['-asked_at', '-id'], name='survey_asked'),
        ),
    ]
