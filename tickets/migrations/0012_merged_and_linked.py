import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

# Always into one that is itself not merged: the last edge of a circle would lead to one that is.
FORWARD = """
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
BACK = """
DROP TRIGGER ticket_merges_into_a_standing_one ON tickets_ticket;
DROP FUNCTION ticket_merges_into_a_standing_one();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0011_clock_key'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('let_in', models.BooleanField()),
                ('before', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TicketLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('related', 'related'), ('duplicate', 'duplicate'), ('child', 'child'), ('incident', 'incident'), ('split', 'split off')], max_length=10)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['kind', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='apart',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='message',
            name='origin',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_here', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='waits_for_children',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='ticketevent',
            name='kind',
            field=models.CharField(choices=[('opened', 'opened'), ('customer_wrote', 'customer wrote'), ('agent_answered', 'answered'), ('noted', 'added a note'), ('automatic_received', 'automatic message received'), ('third_party_wrote', 'third party wrote'), ('answer_failed', 'delivery failed'), ('answer_partly_failed', 'delivery failed for some'), ('answer_undecided', 'delivery undecided'), ('answer_resent', 'sent again'), ('answer_arrived', 'said to have arrived'), ('moved', 'moved'), ('assigned', 'assigned'), ('team_changed', 'team changed'), ('prioritised', 'priority changed'), ('tagged', 'tags changed'), ('retitled', 'subject changed'), ('promised', 'promise set'), ('warned', 'promise at risk'), ('breached', 'promise missed'), ('breach_superseded', 'promise no longer missed'), ('no_reply_needed', 'said to need no reply'), ('due_set', 'due time set by hand'), ('due_freed', 'due time left to the promise again'), ('disputed', 'time disputed'), ('dispute_dropped', 'dispute taken back'), ('dispute_declined', 'dispute declined'), ('excluded', 'time taken out'), ('included', 'time counted again'), ('retimed', 'received time corrected'), ('admitted', 'let into the conversation'), ('parted', 'moved to a new ticket'), ('link_revoked', 'secret link revoked'), ('merged', 'merged into another ticket'), ('absorbed', 'another ticket merged in'), ('unmerged', 'merge taken back'), ('split', 'messages moved to a new ticket'), ('linked', 'linked to another ticket'), ('unlinked', 'link to another ticket removed'), ('children_awaited', 'whether it waits for its children')], max_length=24),
        ),
        AddConstraintNotValid(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('state', 'closed'), models.Q(('merged_into', models.F('number')), _negated=True)), _connector='OR'), name='ticket_merged_is_closed'),
        ),
        migrations.AddField(
            model_name='merge',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='merge',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absorbed', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ticketlink',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ticketlink',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_out', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='ticketlink',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_in', to='tickets.ticket'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('source',), name='merge_one_live'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='merge_not_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_undone_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='ticketlink',
            constraint=models.UniqueConstraint(fields=('one', 'other', 'kind'), name='link_once'),
        ),
        migrations.AddConstraint(
            model_name='ticketlink',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['child', 'incident', 'duplicate'])), fields=('one', 'kind'), name='link_one_parent'),
        ),
        migrations.AddConstraint(
            model_name='ticketlink',
            constraint=models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='link_not_to_itself'),
        ),
        migrations.AddConstraint(
            model_name='ticketlink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'related'), _negated=True), ('one__lt', models.F('other')), _connector='OR'), name='link_related_in_order'),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
