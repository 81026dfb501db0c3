from django.db import migrations, models

# Built beside the traffic; only then it takes the old one's place.
BUILD = (
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS clock_once_each_audience"
    " ON tickets_ticketclock (ticket_id, audience, metric, cycle)"
)
TAKE = (
    "ALTER TABLE tickets_ticketclock ADD CONSTRAINT clock_once_each_audience"
    " UNIQUE USING INDEX clock_once_each_audience"
)
LET_GO = "ALTER TABLE tickets_ticketclock DROP CONSTRAINT clock_once_each_audience"
ONCE = models.UniqueConstraint(
    fields=("ticket", "audience", "metric", "cycle"), name="clock_once_each_audience"
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("tickets", "0010_audiences"),
    ]

    operations = [
        migrations.RunSQL(BUILD, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TAKE, LET_GO)],
            state_operations=[migrations.AddConstraint(model_name="ticketclock", constraint=ONCE)],
        ),
        migrations.RemoveConstraint(model_name="ticketclock", name="clock_once"),
    ]
