"""A ticket can be put aside until a time, or until the customer writes."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0018_answers_that_wait'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='snooze_keeps',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='ticket',
            name='snoozed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='ticket',
            name='snoozed_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='ticketevent',
            name='kind',
            field=models.CharField(choices=[('opened', 'opened'), ('customer_wrote', 'customer wrote'), ('agent_answered', 'answered'), ('noted', 'added a note'), ('automatic_received', 'automatic message received'), ('third_party_wrote', 'third party wrote'), ('answer_failed', 'delivery failed'), ('answer_partly_failed', 'delivery failed for some'), ('answer_undecided', 'delivery undecided'), ('answer_resent', 'sent again'), ('answer_arrived', 'said to have arrived'), ('answer_taken_back', 'answer taken back'), ('answer_planned', 'answer planned'), ('answer_unplanned', 'planned answer stopped'), ('moved', 'moved'), ('assigned', 'assigned'), ('team_changed', 'team changed'), ('prioritised', 'priority changed'), ('tagged', 'tags changed'), ('retitled', 'subject changed'), ('promised', 'promise set'), ('warned', 'promise at risk'), ('breached', 'promise missed'), ('breach_superseded', 'promise no longer missed'), ('no_reply_needed', 'said to need no reply'), ('due_set', 'due time set by hand'), ('due_freed', 'due time left to the promise again'), ('disputed', 'time disputed'), ('dispute_dropped', 'dispute taken back'), ('dispute_declined', 'dispute declined'), ('excluded', 'time taken out'), ('included', 'time counted again'), ('retimed', 'received time corrected'), ('escalated', 'escalated'), ('acknowledged', 'acknowledged'), ('admitted', 'let into the conversation'), ('parted', 'moved to a new ticket'), ('link_revoked', 'secret link revoked'), ('merged', 'merged into another ticket'), ('absorbed', 'another ticket merged in'), ('unmerged', 'merge taken back'), ('split', 'messages moved to a new ticket'), ('linked', 'linked to another ticket'), ('unlinked', 'link to another ticket removed'), ('children_awaited', 'whether it waits for its children'), ('snoozed', 'snoozed'), ('woken', 'back from a snooze')], max_length=24),
        ),
        AddConstraintNotValid(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('snooze_keeps', False), ('snoozed_at__isnull', True), ('snoozed_until__isnull', True)), models.Q(('snoozed_at__isnull', False), ('snoozed_until__isnull', False), ('state__in', ['hold', 'new', 'open', 'waiting'])), _connector='OR'), name='ticket_snoozed_is_active'),
        ),
    ]
