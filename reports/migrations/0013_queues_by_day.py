"""What waited, by days: those there are become stale, which means that they are read from the facts until the
task that counts has made them, the latest first.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

EVERY_DAY = """
INSERT INTO reports_stalequeue (day)
SELECT day::date FROM generate_series(
    (SELECT (min(at) AT TIME ZONE 'UTC')::date - 1 FROM reports_ticketfact), current_date, interval '1 day'
) AS day"""


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0012_tone_hints'),
        ('reports', '0012_facts_with_their_team'),
    ]

    operations = [
        migrations.CreateModel(
            name='QueueDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=8)),
                ('seconds', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=288)),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={'ordering': ['day', 'pk']},
        ),
        migrations.CreateModel(
            name='StaleQueue',
            fields=[('day', models.DateField(primary_key=True, serialize=False))],
        ),
        migrations.AddConstraint(
            model_name='queueday',
            constraint=models.UniqueConstraint(fields=('team', 'day', 'language'), name='queue_day_once'),
        ),
        migrations.AddIndex(
            model_name='queueday',
            index=models.Index(fields=['day'], name='queue_day'),
        ),
        migrations.RunSQL(EVERY_DAY, migrations.RunSQL.noop),
    ]
