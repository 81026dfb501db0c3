"""Every event is sealed by the desk, and a chain holds them all; words may be taken out, by redaction alone."""

import django.utils.timezone
from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION ticket_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was tickets_ticketevent := OLD;
BEGIN
    was.announced_at := NEW.announced_at;
    IF current_setting('desk.redacting', true) = 'on' THEN
        was.data := NEW.data;
        was.seal := NEW.seal;
    END IF;
    IF was IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'events of a ticket are never changed (event %)', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION history_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the chain of the history is never changed (place %)', OLD.number;
END $$;
CREATE TRIGGER history_entry_is_final BEFORE UPDATE OR DELETE ON tickets_historyentry
    FOR EACH ROW EXECUTE FUNCTION history_entry_is_final();
"""
BACK = """
DROP TRIGGER history_entry_is_final ON tickets_historyentry;
DROP FUNCTION history_entry_is_final();
CREATE OR REPLACE FUNCTION ticket_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was tickets_ticketevent := OLD;
BEGIN
    was.announced_at := NEW.announced_at;
    IF was IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'events of a ticket are never changed (event %)', OLD.id;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0016_found_by_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticketevent',
            name='seal',
            field=models.BinaryField(blank=True, max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='ticketevent',
            name='through',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.AlterField(
            model_name='ticketevent',
            name='recorded_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('event', models.BigIntegerField()),
                ('ticket', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content', models.BinaryField(max_length=16)),
                ('seal', models.BinaryField(max_length=16)),
                ('amends', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name_plural': 'history entries',
                'ordering': ['number'],
                'indexes': [models.Index(fields=['ticket', 'number'], name='history_of_ticket')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('amends', False)), fields=('event',), name='history_event_once'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='history_counts_from_one')],
            },
        ),
        migrations.CreateModel(
            name='HistoryState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField()),
                ('up_to', models.BigIntegerField(default=0)),
                ('unsealed_up_to', models.BigIntegerField(blank=True, null=True)),
                ('beginning', models.BinaryField(blank=True, max_length=16, null=True)),
                ('looked_up_to', models.BigIntegerField(default=0)),
                ('looked_at', models.DateTimeField(blank=True, null=True)),
                ('round_at', models.DateTimeField(blank=True, null=True)),
                ('problems', models.JSONField(blank=True, default=list)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='history_state_is_one')],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
