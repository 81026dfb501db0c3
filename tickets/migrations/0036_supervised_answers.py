"""Answers that wait until somebody approves them."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0035_bulk_values'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='draft',
            name='draft_being_written_once',
        ),
        migrations.RemoveConstraint(
            model_name='draft',
            name='draft_planned_or_sent',
        ),
        migrations.RemoveConstraint(
            model_name='draft',
            name='draft_only_answers_leave',
        ),
        migrations.AddField(
            model_name='draft',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(condition=models.Q(('asked_at__isnull', False)), fields=['asked_at'], name='draft_asked'),
        ),
        migrations.AlterField(
            model_name='ticketevent',
            name='kind',
            field=models.CharField(choices=[('opened', 'opened'), ('customer_wrote', 'customer wrote'), ('agent_answered', 'answered'), ('noted', 'added a note'), ('automatic_received', 'automatic message received'), ('third_party_wrote', 'third party wrote'), ('answer_failed', 'delivery failed'), ('answer_partly_failed', 'delivery failed for some'), ('answer_undecided', 'delivery undecided'), ('answer_resent', 'sent again'), ('answer_arrived', 'said to have arrived'), ('answer_taken_back', 'answer taken back'), ('answer_asked', 'approval asked for'), ('answer_approved', 'answer approved'), ('answer_returned', 'answer returned'), ('answer_planned', 'answer planned'), ('answer_unplanned', 'planned answer stopped'), ('moved', 'moved'), ('assigned', 'assigned'), ('team_changed', 'team changed'), ('prioritised', 'priority changed'), ('tagged', 'tags changed'), ('retitled', 'subject changed'), ('promised', 'promise set'), ('warned', 'promise at risk'), ('breached', 'promise missed'), ('breach_superseded', 'promise no longer missed'), ('no_reply_needed', 'said to need no reply'), ('due_set', 'due time set by hand'), ('due_freed', 'due time left to the promise again'), ('disputed', 'time disputed'), ('dispute_dropped', 'dispute taken back'), ('dispute_declined', 'dispute declined'), ('excluded', 'time taken out'), ('included', 'time counted again'), ('retimed', 'received time corrected'), ('escalated', 'escalated'), ('acknowledged', 'acknowledged'), ('admitted', 'let into the conversation'), ('parted', 'moved to a new ticket'), ('link_revoked', 'secret link revoked'), ('merged', 'merged into another ticket'), ('absorbed', 'another ticket merged in'), ('unmerged', 'merge taken back'), ('split', 'messages moved to a new ticket'), ('linked', 'linked to another ticket'), ('unlinked', 'link to another ticket removed'), ('time_corrected', 'handling time corrected'), ('redacted', 'words or files removed'), ('children_awaited', 'whether it waits for its children'), ('macro_used', 'macro used'), ('snoozed', 'snoozed'), ('woken', 'back from a snooze'), ('skipped', 'left to others'), ('type_set', 'type changed'), ('fields_set', 'fields changed'), ('checklist_added', 'checklist added'), ('checklist_removed', 'checklist removed'), ('item_added', 'item of a checklist added'), ('item_done', 'item of a checklist done'), ('item_undone', 'item of a checklist not done')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(condition=models.Q(('asked_at', None), ('message', None), ('send_at', None)), fields=('user', 'ticket', 'kind'), name='draft_being_written_once'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('message', None), ('send_at', None)), models.Q(('asked_at', None), ('message', None)), models.Q(('asked_at', None), ('send_at', None)), _connector='OR'), name='draft_waits_for_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'public'), models.Q(('asked_at', None), ('message', None), ('send_at', None)), _connector='OR'), name='draft_only_answers_leave'),
        ),
    ]
