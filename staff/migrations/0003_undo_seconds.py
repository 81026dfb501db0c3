"""For how long somebody can take an answer back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0002_news_by_mail'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='undo_seconds',
            field=models.PositiveSmallIntegerField(choices=[(0, 'Not at all'), (5, '5 seconds'), (10, '10 seconds'), (20, '20 seconds'), (30, '30 seconds')], db_default=10, default=10, verbose_name='time to take an answer back'),
        ),
    ]
