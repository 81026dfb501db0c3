"""How many of a topic came in a week: made from the counts by hour by the task that looks for problems."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0014_facts_waited_long'),
    ]

    operations = [
        migrations.CreateModel(
            name='TopicWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=64)),
                ('topic', models.CharField(max_length=120)),
                ('week', models.DateField()),
                ('n', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['week'], name='topic_week')],
                'constraints': [models.UniqueConstraint(fields=('zone', 'topic', 'week'), name='topic_week_once')],
            },
        ),
    ]
