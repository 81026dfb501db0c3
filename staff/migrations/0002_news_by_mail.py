"""Whether a colleague hears of replies by mail."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='news_by_mail',
            field=models.BooleanField(db_default=False, default=False, verbose_name='news by mail'),
        ),
    ]
