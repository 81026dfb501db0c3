import django.contrib.postgres.fields
from django.db import migrations, models

# What was told so far was the first warning of the target, a share of it.
FILL = """
UPDATE tickets_ticketclock SET next_warn_at = warn_at
 WHERE warned_at IS NULL AND stopped_at IS NULL AND state = 'running' AND warn_at IS NOT NULL;
UPDATE tickets_ticketclock clock SET warned = ARRAY[trim_scale(told.share::numeric * 100)::text || '%']
  FROM (SELECT c.id, v.terms #>> ARRAY['priorities', t.priority, c.metric, 'warn', '0'] AS share
          FROM tickets_ticketclock c
          JOIN tickets_ticket t ON t.number = c.ticket_id
          JOIN sla_policyversion v ON v.id = t.policy_version_id
         WHERE c.warned_at IS NOT NULL AND c.stopped_at IS NULL) told
 WHERE told.id = clock.id AND told.share ~ '^[0-9.]+$';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0001_initial"),
        ("tickets", "0006_more_metrics"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticketclock",
            name="next_warn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ticketclock",
            name="warned",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
