"""The figures of every day are made anew, a few days at a time, since now they add up seconds."""

from django.db import migrations

EVERY_DAY = """
INSERT INTO reports_staleday (day)
SELECT (at AT TIME ZONE 'UTC')::date FROM reports_ticketfact
UNION SELECT (until AT TIME ZONE 'UTC')::date FROM reports_ticketfact WHERE until IS NOT NULL
ON CONFLICT DO NOTHING"""


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0006_products_and_time_spent'),
    ]

    operations = [
        migrations.RunSQL(EVERY_DAY, migrations.RunSQL.noop),
    ]
