"""Answers that are held for some seconds or planned for later, files of drafts, and who looks at a ticket."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
        ('tickets', '0017_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(default='application/octet-stream', max_length=127)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='draft',
            name='draft_once',
        ),
        migrations.AddField(
            model_name='draft',
            name='message',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='kept_draft', to='tickets.message'),
        ),
        migrations.AddField(
            model_name='draft',
            name='seen',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='send_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='then',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='message',
            name='held_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='draft',
            name='kind',
            field=models.CharField(choices=[('public', 'Public'), ('note', 'Note'), ('automatic', 'Automatic'), ('third_party', 'From a third party'), ('taken_back', 'Taken back')], max_length=12),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('public', 'Public'), ('note', 'Note'), ('automatic', 'Automatic'), ('third_party', 'From a third party'), ('taken_back', 'Taken back')], max_length=12),
        ),
        migrations.AlterField(
            model_name='ticketevent',
            name='kind',
            field=models.CharField(choices=[('opened', 'opened'), ('customer_wrote', 'customer wrote'), ('agent_answered', 'answered'), ('noted', 'added a note'), ('automatic_received', 'automatic message received'), ('third_party_wrote', 'third party wrote'), ('answer_failed', 'delivery failed'), ('answer_partly_failed', 'delivery failed for some'), ('answer_undecided', 'delivery undecided'), ('answer_resent', 'sent again'), ('answer_arrived', 'said to have arrived'), ('answer_taken_back', 'answer taken back'), ('answer_planned', 'answer planned'), ('answer_unplanned', 'planned answer stopped'), ('moved', 'moved'), ('assigned', 'assigned'), ('team_changed', 'team changed'), ('prioritised', 'priority changed'), ('tagged', 'tags changed'), ('retitled', 'subject changed'), ('promised', 'promise set'), ('warned', 'promise at risk'), ('breached', 'promise missed'), ('breach_superseded', 'promise no longer missed'), ('no_reply_needed', 'said to need no reply'), ('due_set', 'due time set by hand'), ('due_freed', 'due time left to the promise again'), ('disputed', 'time disputed'), ('dispute_dropped', 'dispute taken back'), ('dispute_declined', 'dispute declined'), ('excluded', 'time taken out'), ('included', 'time counted again'), ('retimed', 'received time corrected'), ('escalated', 'escalated'), ('acknowledged', 'acknowledged'), ('admitted', 'let into the conversation'), ('parted', 'moved to a new ticket'), ('link_revoked', 'secret link revoked'), ('merged', 'merged into another ticket'), ('absorbed', 'another ticket merged in'), ('unmerged', 'merge taken back'), ('split', 'messages moved to a new ticket'), ('linked', 'linked to another ticket'), ('unlinked', 'link to another ticket removed'), ('children_awaited', 'whether it waits for its children')], max_length=24),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(condition=models.Q(('send_at__isnull', False)), fields=['send_at'], name='draft_planned'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(condition=models.Q(('message', None), ('send_at', None)), fields=('user', 'ticket', 'kind'), name='draft_being_written_once'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('message', None), ('send_at', None), _connector='OR'), name='draft_planned_or_sent'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'public'), models.Q(('message', None), ('send_at', None)), _connector='OR'), name='draft_only_answers_leave'),
        ),
        migrations.AddField(
            model_name='draftfile',
            name='blob',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.blob'),
        ),
        migrations.AddField(
            model_name='draftfile',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='tickets.draft'),
        ),
        migrations.AddField(
            model_name='presence',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='present', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='presence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('ticket', 'user'), name='presence_once'),
        ),
    ]
