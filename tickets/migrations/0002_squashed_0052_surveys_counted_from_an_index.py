"""All up to `0052_surveys_counted_from_an_index` in one step, for a desk that begins; one that has them already takes it as done."""

import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import tickets.models.access_link
import tickets.models.article_use
import tickets.models.ticket
from django.conf import settings
import lib.nonces
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce

# Events are written once, the chain of the history never changes; words are taken out by redaction alone.
FINAL = """
CREATE FUNCTION ticket_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER ticket_event_is_final BEFORE UPDATE ON tickets_ticketevent
    FOR EACH ROW EXECUTE FUNCTION ticket_event_is_final();
CREATE FUNCTION history_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the chain of the history is never changed (place %)', OLD.number;
END $$;
CREATE TRIGGER history_entry_is_final BEFORE UPDATE OR DELETE ON tickets_historyentry
    FOR EACH ROW EXECUTE FUNCTION history_entry_is_final();
"""
NOT_FINAL = """
DROP TRIGGER history_entry_is_final ON tickets_historyentry;
DROP FUNCTION history_entry_is_final();
DROP TRIGGER ticket_event_is_final ON tickets_ticketevent;
DROP FUNCTION ticket_event_is_final();
"""
# Always into one that is itself not merged: the last edge of a circle would lead to one that is.
STANDING = """
CREATE FUNCTION ticket_merges_into_a_standing_one() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    further bigint;
BEGIN
    SELECT merged_into_id INTO further FROM tickets_ticket WHERE number = NEW.merged_into_id FOR SHARE;
    IF further IS NOT NULL THEN
        RAISE EXCEPTION 'ticket % is itself merged into %', NEW.merged_into_id, further
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ticket_merges_into_a_standing_one BEFORE UPDATE OF merged_into_id ON tickets_ticket
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id)
    EXECUTE FUNCTION ticket_merges_into_a_standing_one();
"""
NOT_STANDING = """
DROP TRIGGER ticket_merges_into_a_standing_one ON tickets_ticket;
DROP FUNCTION ticket_merges_into_a_standing_one();
"""


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('tickets', '0002_initial'),
        ('tickets', '0003_append_only_events'),
        ('tickets', '0004_admitted_and_parted'),
        ('tickets', '0005_delivery_events'),
        ('tickets', '0006_more_metrics'),
        ('tickets', '0007_clock_warnings'),
        ('tickets', '0008_clock_warning_index'),
        ('tickets', '0009_promises_by_hand'),
        ('tickets', '0010_audiences'),
        ('tickets', '0011_clock_key'),
        ('tickets', '0012_merged_and_linked'),
        ('tickets', '0013_merged_and_linked_indexes'),
        ('tickets', '0014_escalations'),
        ('tickets', '0015_clock_unschedulable'),
        ('tickets', '0016_found_by_name'),
        ('tickets', '0017_history'),
        ('tickets', '0018_answers_that_wait'),
        ('tickets', '0019_snooze'),
        ('tickets', '0020_snooze_indexes'),
        ('tickets', '0021_types_and_fields'),
        ('tickets', '0022_types_and_fields_indexes'),
        ('tickets', '0023_redacted'),
        ('tickets', '0024_shared_views'),
        ('tickets', '0025_macros'),
        ('tickets', '0026_checklists'),
        ('tickets', '0027_tags'),
        ('tickets', '0028_bulk_jobs'),
        ('tickets', '0029_handled'),
        ('tickets', '0030_skipped'),
        ('tickets', '0031_found_by_near_subject'),
        ('tickets', '0032_files_read'),
        ('tickets', '0033_followers'),
        ('tickets', '0034_file_fields'),
        ('tickets', '0035_bulk_values'),
        ('tickets', '0036_supervised_answers'),
        ('tickets', '0037_draft_with_macro'),
        ('tickets', '0038_shared_drafts'),
        ('tickets', '0039_article_use'),
        ('tickets', '0040_gates'),
        ('tickets', '0041_backup'),
        ('tickets', '0042_routing'),
        ('tickets', '0043_routing_share'),
        ('tickets', '0044_hand_over_to_a_team'),
        ('tickets', '0045_notes_of_shifts'),
        ('tickets', '0046_surveys'),
        ('tickets', '0047_surveys_by_time'),
        ('tickets', '0048_banners'),
        ('tickets', '0049_products'),
        ('tickets', '0050_clocks_by_warning'),
        ('tickets', '0051_surveys_left_out'),
        ('tickets', '0052_surveys_counted_from_an_index'),
    ]

    dependencies = [
        ('tickets', '0001_text_search'),
        ('customers', '0007_organisations_found_by_name'),
        ('files', '0002_blob_text'),
        ('knowledge', '0004_category_is_a_row'),
        ('outbox', '0001_initial'),
        ('scheduling', '0012_remedies_taken'),
        ('sla', '0003_adoption'),
        ('staff', '0012_tone_hints'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='ChecklistTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('items', models.JSONField(default=list)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='checklist_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['word'],
            },
        ),
        migrations.CreateModel(
            name='BulkJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=80)),
                ('tag', models.CharField(blank=True, max_length=60)),
                ('values', models.JSONField(blank=True, default=dict)),
                ('title', models.CharField(max_length=120)),
                ('query', models.JSONField(default=dict)),
                ('total', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulk_jobs', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='tickets.bulkjob')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['id'], name='bulk_unfinished')],
                'constraints': [models.CheckConstraint(condition=models.Q(('started_at__isnull', True), ('tried_at__isnull', False), _connector='OR'), name='bulk_tried_before_started'), models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('started_at__isnull', False), _connector='OR'), name='bulk_started_before_finished')],
            },
        ),
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.checklisttemplate')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('template__isnull', False)), fields=('ticket', 'template'), name='checklist_template_once')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('required', models.BooleanField(default=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='tickets.checklist')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), ('done_at__isnull', False), _connector='OR'), name='checklist_item_done_at')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('public', 'Public'), ('note', 'Note'), ('automatic', 'Automatic'), ('third_party', 'From a third party'), ('taken_back', 'Taken back')], max_length=12)),
                ('text', models.TextField(blank=True)),
                ('to', models.TextField(blank=True)),
                ('cc', models.TextField(blank=True)),
                ('saved_at', models.DateTimeField(auto_now=True)),
                ('then', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('seen', models.BigIntegerField(blank=True, null=True)),
                ('send_at', models.DateTimeField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('shared_at', models.DateTimeField(blank=True, null=True)),
                ('edit', models.PositiveIntegerField(db_default=0, default=0)),
                ('taken_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('send_at__isnull', False)), fields=['send_at'], name='draft_planned'), models.Index(condition=models.Q(('asked_at__isnull', False)), fields=['asked_at'], name='draft_asked')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('asked_at', None), ('message', None), ('send_at', None)), fields=('user', 'ticket', 'kind'), name='draft_being_written_once'), models.CheckConstraint(condition=models.Q(models.Q(('message', None), ('send_at', None)), models.Q(('asked_at', None), ('message', None)), models.Q(('asked_at', None), ('send_at', None)), _connector='OR'), name='draft_waits_for_one_thing'), models.CheckConstraint(condition=models.Q(('kind', 'public'), models.Q(('asked_at', None), ('message', None), ('send_at', None)), _connector='OR'), name='draft_only_answers_leave')],
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(default='application/octet-stream', max_length=127)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.blob')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='tickets.draft')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('customer', 'Customers'), ('internal', 'Colleagues only')], max_length=8)),
                ('metric', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('time_to_own', 'Time to own'), ('periodic_update', 'Periodic update'), ('resolution', 'Resolution'), ('customer_wait', 'Customer wait'), ('work_time', 'Work time')], max_length=20)),
                ('cycle', models.PositiveSmallIntegerField()),
                ('threshold', models.CharField(blank=True, max_length=24)),
                ('happened_at', models.DateTimeField()),
                ('started_at', models.DateTimeField()),
                ('climbed', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('resumed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end', models.CharField(blank=True, choices=[('acknowledged', 'acknowledged'), ('settled', 'settled')], max_length=12)),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policyversion')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at', 'id'], name='escalation_due'), models.Index(condition=models.Q(('ended_at', None)), fields=['ticket'], name='escalation_open')],
                'constraints': [models.UniqueConstraint(fields=('ticket', 'audience', 'metric', 'cycle', 'threshold', 'happened_at'), name='escalation_once'), models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at', None)), models.Q(('ended_at__isnull', False), ('next_at', None), models.Q(('end', ''), _negated=True)), _connector='OR'), name='escalation_ended_climbs_no_more'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_by__isnull', False), ('end', 'acknowledged')), models.Q(models.Q(('end', 'acknowledged'), _negated=True), ('acknowledged_by', None)), _connector='OR'), name='escalation_acknowledged_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='EscalationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('due_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('escalation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='tickets.escalation')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('escalation', 'level', 'recipient'), name='escalation_step_once')],
            },
        ),
        migrations.CreateModel(
            name='Gate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', models.CharField(blank=True, max_length=40, verbose_name='tag')),
                ('level', models.PositiveSmallIntegerField(default=1, verbose_name='level')),
                ('skill_since', models.DateTimeField(blank=True, null=True)),
                ('grace_days', models.PositiveSmallIntegerField(default=7, verbose_name='days to catch up')),
                ('version', models.PositiveIntegerField(default=1)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.skill')),
            ],
            options={
                'ordering': ['type__position', 'tag', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('type', None), models.Q(('tag', ''), _negated=True)), models.Q(('tag', ''), ('type__isnull', False)), _connector='OR'), name='gate_before_one_kind'), models.CheckConstraint(condition=models.Q(models.Q(('skill', None), ('skill_since', None)), models.Q(('skill__isnull', False), ('skill_since__isnull', False)), _connector='OR'), name='gate_skill_has_a_time'), models.CheckConstraint(condition=models.Q(('level__range', (1, 3))), name='gate_level_is_one_to_three'), models.UniqueConstraint(condition=models.Q(('archived_at', None), ('type__isnull', False)), fields=('type',), name='gate_type_once'), models.UniqueConstraint(condition=models.Q(('archived_at', None), models.Q(('tag', ''), _negated=True)), fields=('tag',), name='gate_tag_once')],
            },
        ),
        migrations.CreateModel(
            name='GateGuideline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.article')),
                ('gate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='tickets.gate')),
            ],
            options={
                'ordering': ['article__title', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('gate', 'article'), name='gate_guideline_once')],
            },
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
        migrations.CreateModel(
            name='Macro',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('kind', models.CharField(choices=[('public', 'Public'), ('note', 'Note'), ('automatic', 'Automatic'), ('third_party', 'From a third party'), ('taken_back', 'Taken back')], default='public', max_length=12)),
                ('text', models.TextField(blank=True)),
                ('then', models.CharField(blank=True, max_length=8)),
                ('priority', models.CharField(blank=True, choices=[('low', 'Low'), ('normal', 'Normal'), ('high', 'High'), ('urgent', 'Urgent')], max_length=8)),
                ('handing', models.CharField(blank=True, choices=[('me', 'whoever uses it'), ('nobody', 'nobody')], max_length=8)),
                ('add_tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('remove_tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('active', models.BooleanField(default=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='macros', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='macros', to='staff.team')),
                ('to_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('owner', None), ('team', None), _connector='OR'), name='macro_has_one_place')],
            },
        ),
        migrations.AddField(
            model_name='draft',
            name='macro',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.macro'),
        ),
        migrations.CreateModel(
            name='MacroChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('made', 'made'), ('changed', 'changed'), ('switched', 'switched'), ('removed', 'removed')], max_length=10)),
                ('said', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('macro', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changes', to='tickets.macro')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('public', 'Public'), ('note', 'Note'), ('automatic', 'Automatic'), ('third_party', 'From a third party'), ('taken_back', 'Taken back')], max_length=12)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('web', 'Web form'), ('phone', 'Phone'), ('walk_in', 'Walk-in'), ('chat', 'Chat'), ('social', 'Social media'), ('api', 'API')], max_length=10)),
                ('at', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
                ('folded', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('recipients', models.JSONField(blank=True, default=dict)),
                ('message_id', models.CharField(blank=True, max_length=320)),
                ('sent_key', models.CharField(blank=True, max_length=40, null=True, unique=True)),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('apart', models.BooleanField(db_default=False, default=False)),
                ('redacted_at', models.DateTimeField(blank=True, null=True)),
                ('search_vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Left('text', 200000), config='desk'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='customers.contact')),
                ('letter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ticket_message', to='outbox.letter')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='message_search'), models.Index(fields=['ticket', 'at', 'id'], name='message_thread'), models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='message_by_message_id'), models.Index(condition=models.Q(('origin__isnull', False)), fields=['origin'], name='message_origin')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'note'), _negated=True), ('recipients', {}), _connector='OR'), name='note_has_no_recipients'), models.CheckConstraint(condition=models.Q(('author__isnull', True), ('contact__isnull', True), _connector='OR'), name='message_has_one_author')],
            },
        ),
        migrations.AddField(
            model_name='draft',
            name='message',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='kept_draft', to='tickets.message'),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(default='application/octet-stream', max_length=127)),
                ('content_id', models.CharField(blank=True, max_length=255)),
                ('inline', models.BooleanField(default=False)),
                ('redacted_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.blob')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='tickets.message')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), name='attachment_named'), models.Index(condition=models.Q(('read_at', None)), fields=['id'], name='attachment_unread')],
            },
        ),
        migrations.CreateModel(
            name='Retagging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(max_length=40)),
                ('to', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['id'], name='retagging_unfinished')],
            },
        ),
        migrations.CreateModel(
            name='RoutingShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.PositiveSmallIntegerField(default=100)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routing_shares', to='staff.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('team', 'user'), name='routing_share_once'), models.CheckConstraint(condition=models.Q(('percent__lte', 200)), name='routing_share_at_most_twice')],
            },
        ),
        migrations.CreateModel(
            name='RoutingTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('team', 'user'), name='routing_turn_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shared', models.BooleanField(db_default=False, default=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.JSONField(default=dict)),
                ('position', models.PositiveIntegerField(default=0)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='staff.team')),
            ],
            options={
                'ordering': ['position', 'name'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='saved_view_name_once'), models.CheckConstraint(condition=models.Q(('shared', False), ('team__isnull', True), _connector='OR'), name='saved_view_for_one_circle')],
            },
        ),
        migrations.CreateModel(
            name='SetupChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(choices=[('type', 'Type'), ('field', 'Field'), ('checklist', 'Checklist'), ('tag', 'Tag'), ('gate', 'Gate'), ('routing', 'Routing'), ('survey', 'Survey'), ('product', 'Product')], max_length=10)),
                ('about', models.BigIntegerField()),
                ('name', models.CharField(max_length=100)),
                ('was', models.JSONField(blank=True, default=dict)),
                ('to', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['noun', 'about', '-id'], name='setup_change_about')],
            },
        ),
        migrations.CreateModel(
            name='TagSynonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='synonyms', to='tickets.tag')),
            ],
            options={
                'ordering': ['word'],
            },
        ),
        migrations.CreateModel(
            name='TeamRouting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.CharField(choices=[('manual', 'By hand: everybody takes what is next'), ('round_robin', 'In turn: whoever has waited longest'), ('load', 'By load: whoever has the least work in hand'), ('skill', 'By skill and language, then by load')], default='manual', max_length=12, verbose_name='how tickets are handed out')),
                ('fallback_minutes', models.PositiveSmallIntegerField(default=30)),
                ('climb_minutes', models.PositiveSmallIntegerField(default=60)),
                ('untouched_minutes', models.PositiveSmallIntegerField(default=0)),
                ('capacity_minutes', models.PositiveSmallIntegerField(default=240)),
                ('on_call_for_all', models.BooleanField(default=True)),
                ('hand_over_minutes', models.PositiveSmallIntegerField(default=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='routing', to='staff.team')),
            ],
            options={
                'ordering': ['team__name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity_minutes__gte', 15)), name='team_routing_has_capacity')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('reference', models.CharField(default=tickets.models.ticket.new_reference, editable=False, max_length=12, unique=True)),
                ('subject', models.CharField(max_length=500, verbose_name='subject')),
                ('state', models.CharField(choices=[('new', 'New'), ('open', 'Open'), ('waiting', 'Waiting on customer'), ('hold', 'On hold'), ('solved', 'Solved'), ('closed', 'Closed')], default='new', max_length=10)),
                ('priority', models.CharField(choices=[('low', 'Low'), ('normal', 'Normal'), ('high', 'High'), ('urgent', 'Urgent')], default='normal', max_length=10, verbose_name='priority')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('web', 'Web form'), ('phone', 'Phone'), ('walk_in', 'Walk-in'), ('chat', 'Chat'), ('social', 'Social media'), ('api', 'API')], max_length=10)),
                ('language', models.CharField(choices=[('en', 'English'), ('et', 'Estonian'), ('pl', 'Polish'), ('es', 'Spanish'), ('ru', 'Russian')], default='en', max_length=8)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('custom', models.JSONField(blank=True, db_default={}, default=dict)),
                ('opened_at', models.DateTimeField()),
                ('active_at', models.DateTimeField()),
                ('solved_at', models.DateTimeField(blank=True, null=True)),
                ('unanswered_since', models.DateTimeField(blank=True, null=True)),
                ('queue_at', models.DateTimeField(default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                ('queue_metric', models.CharField(blank=True, choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('time_to_own', 'Time to own'), ('periodic_update', 'Periodic update'), ('resolution', 'Resolution'), ('customer_wait', 'Customer wait'), ('work_time', 'Work time')], max_length=20)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('waits_for_children', models.BooleanField(db_default=False, default=False)),
                ('snoozed_until', models.DateTimeField(blank=True, null=True)),
                ('snoozed_at', models.DateTimeField(blank=True, null=True)),
                ('snooze_keeps', models.BooleanField(db_default=False, default=False)),
                ('asks_backup', models.BooleanField(db_default=False, default=False)),
                ('search_vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('subject', config='desk'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_tickets', to=settings.AUTH_USER_MODEL)),
                ('calendar_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.calendarversion')),
                ('internal_version', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policyversion')),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_here', to='tickets.ticket')),
                ('policy_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policyversion')),
                ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='customers.contact')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='staff.team')),
            ],
            options={
                'ordering': ['-number'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='ticket_search'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('subject'), name='gin_trgm_ops'), name='ticket_subject_near'), models.Index(condition=models.Q(('state__in', ['hold', 'new', 'open', 'waiting'])), fields=['team', 'queue_at', 'number'], name='ticket_team_queue'), models.Index(fields=['team', '-active_at', '-number'], name='ticket_team_active'), models.Index(condition=models.Q(('state__in', ['hold', 'new', 'open', 'waiting'])), fields=['assignee', 'queue_at', 'number'], name='ticket_own_queue'), models.Index(condition=models.Q(('state__in', ['hold', 'new', 'open', 'waiting'])), fields=['queue_at', 'number'], name='ticket_queue'), models.Index(fields=['-active_at', '-number'], name='ticket_active'), models.Index(fields=['requester', '-active_at'], name='ticket_requester'), models.Index(condition=models.Q(('state', 'solved')), fields=['solved_at'], name='ticket_solved'), models.Index(condition=models.Q(('state__in', ['hold', 'new', 'open', 'waiting'])), fields=['team', 'assignee', 'state', 'queue_at', 'snoozed_until'], name='ticket_active_counts'), models.Index(condition=models.Q(('snoozed_until__isnull', False)), fields=['snoozed_until', 'number'], name='ticket_snoozed'), models.Index(fields=['opened_at'], name='ticket_opened'), django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='ticket_tags'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('custom', name='jsonb_path_ops'), condition=models.Q(('custom', {}), _negated=True), name='ticket_custom'), models.Index(condition=models.Q(('type__isnull', False)), fields=['type', '-active_at'], name='ticket_type'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='ticket_merged_into')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('solved_at__isnull', False), ('state__in', ['solved', 'closed'])), models.Q(models.Q(('state__in', ['solved', 'closed']), _negated=True), ('solved_at__isnull', True)), _connector='OR'), name='ticket_solved_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('snooze_keeps', False), ('snoozed_at__isnull', True), ('snoozed_until__isnull', True)), models.Q(('snoozed_at__isnull', False), ('snoozed_until__isnull', False), ('state__in', ['hold', 'new', 'open', 'waiting'])), _connector='OR'), name='ticket_snoozed_is_active'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('state', 'closed'), models.Q(('merged_into', models.F('number')), _negated=True)), _connector='OR'), name='ticket_merged_is_closed')],
            },
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_by', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'ticket'), name='seen_once')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='present', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'user'), name='presence_once')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='customers.contact')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'contact'), name='participant_once')],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='origin',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='message',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='tickets.ticket'),
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('let_in', models.BooleanField()),
                ('before', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='tickets.ticket')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absorbed', to='tickets.ticket')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('source',), name='merge_one_live'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='merge_not_into_itself'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_undone_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shift_ends_at', models.DateTimeField()),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('at', models.DateTimeField()),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='tickets.ticket')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('ticket', 'user', 'shift_ends_at'), name='hand_over_once_a_shift'), models.UniqueConstraint(fields=('team', 'user', 'shift_ends_at'), name='hand_over_to_team_once'), models.CheckConstraint(condition=models.Q(models.Q(('team__isnull', False), ('ticket', None)), models.Q(('team', None), ('ticket__isnull', False)), _connector='OR'), name='hand_over_of_a_ticket_or_to_a_team')],
                'indexes': [models.Index(fields=['shift_ends_at'], name='hand_over_lately')],
            },
        ),
        migrations.CreateModel(
            name='Handled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measured', models.BigIntegerField(db_default=0, default=0)),
                ('corrected', models.BigIntegerField(db_default=0, default=0)),
                ('beat_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handled', to='tickets.ticket')),
            ],
            options={
                'verbose_name_plural': 'handled',
                'constraints': [models.UniqueConstraint(fields=('ticket', 'user'), name='handled_once'), models.CheckConstraint(condition=models.Q(('measured__gte', 0), ('measured__gte', django.db.models.expressions.CombinedExpression(models.F('corrected'), '*', models.Value(-1)))), name='handled_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'user'), name='follow_once')],
            },
        ),
        migrations.AddField(
            model_name='escalation',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='draft',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='checklist',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checklists', to='tickets.ticket'),
        ),
        migrations.CreateModel(
            name='BulkStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('new', 'not tried yet'), ('would', 'would be changed'), ('cannot', 'would stay as it is'), ('todo', 'not done yet'), ('done', 'changed'), ('failed', 'stayed as it was')], default='new', max_length=8)),
                ('why', models.TextField(blank=True)),
                ('before', models.JSONField(blank=True, default=dict)),
                ('revision', models.PositiveIntegerField(blank=True, null=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='tickets.bulkjob')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['job', 'state', 'id'], name='bulk_step_state')],
                'constraints': [models.UniqueConstraint(fields=('job', 'ticket'), name='bulk_step_once')],
            },
        ),
        migrations.CreateModel(
            name='BackupWaved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'user'), name='backup_waved_once')],
            },
        ),
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('came_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end', models.CharField(blank=True, choices=[('answered', 'answered'), ('closed', 'no longer needed')], max_length=10)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('helper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='staff.skill')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='backups', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='backup_next'), models.Index(condition=models.Q(('ended_at', None)), fields=['helper'], name='backup_helper_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('ticket',), name='backup_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('came_at', None), ('helper', None)), models.Q(('came_at__isnull', False), ('helper__isnull', False)), _connector='OR'), name='backup_came_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at', None)), models.Q(('ended_at__isnull', False), models.Q(('end', ''), _negated=True)), _connector='OR'), name='backup_ended_somehow'), models.CheckConstraint(condition=models.Q(('next_at', None), models.Q(('ended_at', None), ('helper', None)), _connector='OR'), name='backup_next_while_waiting'), models.CheckConstraint(condition=models.Q(('helper', models.F('asker')), _negated=True), name='backup_by_another')],
            },
        ),
        migrations.CreateModel(
            name='ArticleUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('token', models.CharField(default=tickets.models.article_use.new_token, max_length=20, unique=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='knowledge.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_uses', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'article'), name='article_use_once_a_ticket')],
            },
        ),
        migrations.CreateModel(
            name='ArticleOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='origin', to='knowledge.article')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='AccessLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(default=tickets.models.access_link.new_nonce, max_length=32, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_links', to='customers.contact')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_links', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('ticket', 'contact'), name='access_link_one_live')],
            },
        ),
        migrations.CreateModel(
            name='TicketClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('customer', 'Customers'), ('internal', 'Colleagues only')], db_default='customer', default='customer', max_length=8)),
                ('metric', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('time_to_own', 'Time to own'), ('periodic_update', 'Periodic update'), ('resolution', 'Resolution'), ('customer_wait', 'Customer wait'), ('work_time', 'Work time')], max_length=20)),
                ('cycle', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('running', 'Running'), ('paused', 'Paused'), ('met', 'Met'), ('missed', 'Missed'), ('merged', 'Merged'), ('dismissed', 'Not needed'), ('unschedulable', 'No opening hours ahead'), ('withdrawn', 'Withdrawn')], max_length=14)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('warn_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('breached_at', models.DateTimeField(blank=True, null=True)),
                ('target_seconds', models.PositiveIntegerField()),
                ('elapsed_seconds', models.PositiveIntegerField(default=0)),
                ('warned_at', models.DateTimeField(blank=True, null=True)),
                ('warned', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, db_default=[], default=list, size=None)),
                ('next_warn_at', models.DateTimeField(blank=True, null=True)),
                ('breach_noticed_at', models.DateTimeField(blank=True, null=True)),
                ('by_hand', models.BooleanField(db_default=False, default=False)),
                ('adjusted_state', models.CharField(blank=True, choices=[('running', 'Running'), ('paused', 'Paused'), ('met', 'Met'), ('missed', 'Missed'), ('merged', 'Merged'), ('dismissed', 'Not needed'), ('unschedulable', 'No opening hours ahead'), ('withdrawn', 'Withdrawn')], db_default='', default='', max_length=14)),
                ('adjusted_seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='tickets.ticket')),
            ],
            options={
                'ordering': ['audience', 'metric', 'cycle'],
                'indexes': [models.Index(condition=models.Q(('breach_noticed_at', None), ('stopped_at', None)), fields=['due_at', 'id'], name='clock_breach_due'), models.Index(condition=models.Q(('next_warn_at__isnull', False), ('stopped_at', None)), fields=['next_warn_at', 'id'], name='clock_next_warning'), models.Index(condition=models.Q(('state', 'unschedulable'), ('stopped_at', None)), fields=['ticket'], name='clock_unschedulable'), models.Index(condition=models.Q(('warn_at__isnull', False)), fields=['warn_at'], name='clock_warn_at')],
                'constraints': [models.UniqueConstraint(fields=('ticket', 'audience', 'metric', 'cycle'), name='clock_once_each_audience')],
            },
        ),
        migrations.CreateModel(
            name='TicketEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'opened'), ('customer_wrote', 'customer wrote'), ('agent_answered', 'answered'), ('noted', 'added a note'), ('automatic_received', 'automatic message received'), ('third_party_wrote', 'third party wrote'), ('answer_failed', 'delivery failed'), ('answer_partly_failed', 'delivery failed for some'), ('answer_undecided', 'delivery undecided'), ('answer_resent', 'sent again'), ('answer_arrived', 'said to have arrived'), ('answer_taken_back', 'answer taken back'), ('answer_asked', 'approval asked for'), ('answer_approved', 'answer approved'), ('answer_returned', 'answer returned'), ('answer_planned', 'answer planned'), ('answer_unplanned', 'planned answer stopped'), ('moved', 'moved'), ('assigned', 'assigned'), ('team_changed', 'team changed'), ('prioritised', 'priority changed'), ('tagged', 'tags changed'), ('retitled', 'subject changed'), ('promised', 'promise set'), ('warned', 'promise at risk'), ('breached', 'promise missed'), ('breach_superseded', 'promise no longer missed'), ('no_reply_needed', 'said to need no reply'), ('due_set', 'due time set by hand'), ('due_freed', 'due time left to the promise again'), ('disputed', 'time disputed'), ('dispute_dropped', 'dispute taken back'), ('dispute_declined', 'dispute declined'), ('excluded', 'time taken out'), ('included', 'time counted again'), ('retimed', 'received time corrected'), ('escalated', 'escalated'), ('acknowledged', 'acknowledged'), ('admitted', 'let into the conversation'), ('parted', 'moved to a new ticket'), ('link_revoked', 'secret link revoked'), ('merged', 'merged into another ticket'), ('absorbed', 'another ticket merged in'), ('unmerged', 'merge taken back'), ('split', 'messages moved to a new ticket'), ('linked', 'linked to another ticket'), ('unlinked', 'link to another ticket removed'), ('time_corrected', 'handling time corrected'), ('redacted', 'words or files removed'), ('banner_set', 'banner shown to customers'), ('banner_ended', 'banner taken down'), ('children_awaited', 'whether it waits for its children'), ('macro_used', 'macro used'), ('snoozed', 'snoozed'), ('woken', 'back from a snooze'), ('skipped', 'left to others'), ('routed', 'routed'), ('backup_asked', 'backup asked for'), ('backup_called', 'somebody asked to back up'), ('backup_declined', 'backup declined'), ('backup_came', 'backup came'), ('backup_ended', 'backup ended'), ('type_set', 'type changed'), ('fields_set', 'fields changed'), ('checklist_added', 'checklist added'), ('checklist_removed', 'checklist removed'), ('item_added', 'item of a checklist added'), ('item_done', 'item of a checklist done'), ('item_undone', 'item of a checklist not done'), ('surveyed', 'customer asked how it was'), ('rated', 'customer said how it was'), ('score_settled', 'low score followed up')], max_length=24)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('via', models.CharField(blank=True, choices=[('email', 'Email'), ('web', 'Web form'), ('phone', 'Phone'), ('walk_in', 'Walk-in'), ('chat', 'Chat'), ('social', 'Social media'), ('api', 'API')], max_length=10)),
                ('through', models.CharField(blank=True, db_default='', default='', max_length=60)),
                ('data', models.JSONField(blank=True, default=dict)),
                ('seal', models.BinaryField(blank=True, max_length=16, null=True)),
                ('announced_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.contact')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tickets.message')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='tickets.ticket')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['ticket', 'at', 'id'], name='event_history'), models.Index(condition=models.Q(('announced_at', None)), fields=['id'], name='event_unannounced'), models.Index(fields=['kind', 'at'], name='event_kind_at')],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('time_to_own', 'Time to own'), ('periodic_update', 'Periodic update'), ('resolution', 'Resolution'), ('customer_wait', 'Customer wait'), ('work_time', 'Work time')], max_length=20)),
                ('cycle', models.PositiveSmallIntegerField(default=1)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('raised_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('', 'not answered yet'), ('excluded', 'taken out'), ('declined', 'declined'), ('dropped', 'taken back')], default='', max_length=10)),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='tickets.ticket')),
                ('answered', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.ticketevent')),
                ('raised', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticketevent')),
            ],
            options={
                'ordering': ['raised_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('answer', '')), fields=['raised_at', 'id'], name='dispute_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('ticket', 'metric', 'cycle'), name='dispute_once_a_cycle'), models.CheckConstraint(condition=models.Q(('since__lt', models.F('until'))), name='dispute_has_a_stretch')],
            },
        ),
        migrations.CreateModel(
            name='TicketLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('related', 'related'), ('duplicate', 'duplicate'), ('child', 'child'), ('incident', 'incident'), ('split', 'split off')], max_length=10)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_out', to='tickets.ticket')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_in', to='tickets.ticket')),
            ],
            options={
                'ordering': ['kind', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('one', 'other', 'kind'), name='link_once'), models.UniqueConstraint(condition=models.Q(('kind__in', ['child', 'incident', 'duplicate'])), fields=('one', 'kind'), name='link_one_parent'), models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='link_not_to_itself'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'related'), _negated=True), ('one__lt', models.F('other')), _connector='OR'), name='link_related_in_order')],
            },
        ),
        migrations.CreateModel(
            name='TicketType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('help', models.CharField(blank=True, max_length=200, verbose_name='help')),
                ('priority', models.CharField(blank=True, choices=[('low', 'Low'), ('normal', 'Normal'), ('high', 'High'), ('urgent', 'Urgent')], max_length=10, verbose_name='priority')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('offered', models.BooleanField(default=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='ticket_type_name_once')],
            },
        ),
        migrations.CreateModel(
            name='TicketField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=40, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('help', models.CharField(blank=True, max_length=200, verbose_name='help')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('number', 'Number'), ('date', 'Date'), ('choice', 'One of a list'), ('multi', 'Several of a list'), ('checkbox', 'Checkbox'), ('contact', 'Customer'), ('file', 'File')], max_length=10, verbose_name='kind')),
                ('options', models.JSONField(blank=True, default=list)),
                ('required', models.CharField(blank=True, choices=[('', 'No'), ('opening', 'On every form, and to solve'), ('solving', 'To solve')], max_length=10, verbose_name='required')),
                ('shown', models.CharField(blank=True, choices=[('', 'Never sees it'), ('read', 'Sees it'), ('write', 'Fills it in on the form, and sees it')], max_length=10, verbose_name='for the customer')),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('types', models.ManyToManyField(blank=True, related_name='fields', to='tickets.tickettype')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='ticket_field_name_once')],
            },
        ),
        migrations.AddField(
            model_name='ticket',
            name='type',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='tickets.tickettype'),
        ),
        migrations.CreateModel(
            name='RoutingNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', models.CharField(blank=True, max_length=40, verbose_name='tag')),
                ('level', models.PositiveSmallIntegerField(default=1, verbose_name='level')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.skill')),
                ('routing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='tickets.teamrouting')),
                ('type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.tickettype')),
            ],
            options={
                'ordering': ['type__position', 'tag', 'skill__name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('type', None), models.Q(('tag', ''), _negated=True)), models.Q(('tag', ''), ('type__isnull', False)), _connector='OR'), name='routing_need_of_one_kind'), models.CheckConstraint(condition=models.Q(('level__range', (1, 3))), name='routing_need_level'), models.UniqueConstraint(fields=('routing', 'type', 'tag', 'skill'), name='routing_need_once', nulls_distinct=False)],
            },
        ),
        migrations.AddField(
            model_name='gate',
            name='type',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gates', to='tickets.tickettype'),
        ),
        migrations.AddField(
            model_name='checklisttemplate',
            name='types',
            field=models.ManyToManyField(blank=True, related_name='checklists', to='tickets.tickettype'),
        ),
        migrations.CreateModel(
            name='BackupCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(blank=True, max_length=10)),
                ('load', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('', 'not answered yet'), ('accepted', 'came'), ('declined', 'declined'), ('late', 'did not answer in time'), ('dropped', 'not needed any more')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('backup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='tickets.backup')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='backup_calls', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('answer', '')), fields=['user'], name='backup_call_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('backup', 'user'), name='backup_call_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'not asked yet'), ('asked', 'asked'), ('answered', 'answered'), ('left_out', 'not asked')], default='waiting', max_length=10)),
                ('why', models.CharField(blank=True, choices=[('reopened', 'it was opened again'), ('merged', 'it was merged into another'), ('answer_since', 'an answer left after it was solved, or is about to'), ('no_answer', 'nobody had answered'), ('lately', 'they were asked lately'), ('away', 'they are away'), ('stopped', 'they want no letters, or their address does not work'), ('nobody', 'nobody reads at their address'), ('automatic', 'it came from a machine'), ('off', 'asking was switched off')], default='', max_length=14)),
                ('nonce', models.CharField(default=lib.nonces.new_nonce, max_length=32, unique=True)),
                ('solved_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('low', models.PositiveSmallIntegerField(default=2)),
                ('language', models.CharField(blank=True, default='', max_length=8)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('score', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Very bad'), (2, 'Bad'), (3, 'So-so'), (4, 'Good'), (5, 'Very good')], null=True, verbose_name='score')),
                ('comment', models.TextField(blank=True, default='', verbose_name='comment')),
                ('contact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='surveys', to='customers.contact')),
                ('solved', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticketevent')),
                ('solver', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='surveys', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='survey_due'), models.Index(fields=['contact', '-asked_at'], name='survey_of_contact'), models.Index(fields=['team', '-asked_at'], name='survey_of_team'), models.Index(fields=['solver', '-asked_at'], name='survey_of_solver'), models.Index(condition=models.Q(('state', 'left_out')), fields=['solved_at'], name='survey_left_out'), models.Index(condition=models.Q(('asked_at__isnull', False)), fields=['-asked_at', '-id'], include=('state', 'score', 'team', 'solver', 'language'), name='survey_asked_told')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asked_at__isnull', False), ('ends_at__isnull', False), ('state__in', ['asked', 'answered'])), models.Q(('asked_at', None), ('ends_at', None), ('state__in', ['waiting', 'left_out'])), _connector='OR'), name='survey_asked_has_times'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('score__range', (1, 5)), ('state', 'answered')), models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at', None), ('comment', ''), ('score', None)), _connector='OR'), name='survey_answered_has_score'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'left_out'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('state', 'left_out'), _negated=True), ('why', '')), _connector='OR'), name='survey_left_out_says_why')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, default='', verbose_name='what was done')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='follow_up', to='tickets.survey')),
            ],
            options={
                'ordering': ['opened_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['opened_at'], name='follow_up_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('taken_by', None)), models.Q(('taken_at__gte', models.F('opened_at')), ('taken_by__isnull', False)), _connector='OR'), name='follow_up_taken_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('note', '')), models.Q(('done_at__isnull', False), ('taken_by__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='follow_up_done_says_what')],
            },
        ),
        migrations.CreateModel(
            name='TeamSurvey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('active', models.BooleanField(default=False)),
                ('delay_minutes', models.PositiveIntegerField(default=240)),
                ('rest_days', models.PositiveSmallIntegerField(default=30)),
                ('open_days', models.PositiveSmallIntegerField(default=14)),
                ('low', models.PositiveSmallIntegerField(default=2)),
                ('version', models.PositiveIntegerField(default=1)),
                ('follow_up', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey', to='staff.team')),
                ('types', models.ManyToManyField(blank=True, related_name='+', to='tickets.tickettype')),
            ],
            options={
                'ordering': ['team__name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('low__range', (0, 4))), name='team_survey_low'), models.CheckConstraint(condition=models.Q(('open_days__gte', 1)), name='team_survey_open_days')],
            },
        ),
        migrations.CreateModel(
            name='Banner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.JSONField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='banners', to='tickets.ticket')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.tickettype')),
            ],
            options={
                'ordering': ['-since', '-pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['since'], name='banner_not_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='banner_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='banner_ended_by_somebody'), models.CheckConstraint(condition=models.Q(('words', {}), _negated=True), name='banner_says_something')],
            },
        ),
        migrations.CreateModel(
            name='ProductSign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', models.CharField(blank=True, max_length=40, verbose_name='tag')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signs', to='staff.skill')),
                ('type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.tickettype')),
            ],
            options={
                'ordering': ['product__name', 'type__position', 'tag', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('type', None), models.Q(('tag', ''), _negated=True)), models.Q(('tag', ''), ('type__isnull', False)), _connector='OR'), name='product_sign_of_one_kind'), models.UniqueConstraint(fields=('product', 'type', 'tag'), name='product_sign_once', nulls_distinct=False)],
            },
        ),
        ]),
        migrations.RunSQL(FINAL, NOT_FINAL),
        migrations.RunSQL(STANDING, NOT_STANDING),
    ]
