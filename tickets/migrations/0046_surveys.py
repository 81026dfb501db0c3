"""What customers say of solved tickets."""

import django.db.models.deletion
import lib.nonces
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0007_organisations_found_by_name'),
        ('staff', '0012_tone_hints'),
        ('tickets', '0045_notes_of_shifts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='setupchange',
            name='noun',
            field=models.CharField(choices=[('type', 'Type'), ('field', 'Field'), ('checklist', 'Checklist'), ('tag', 'Tag'), ('gate', 'Gate'), ('routing', 'Routing'), ('survey', 'Survey')], max_length=10),
        ),
        migrations.AlterField(
            model_name='ticketevent',
            name='kind',
            field=models.CharField(choices=[('opened', 'opened'), ('customer_wrote', 'customer wrote'), ('agent_answered', 'answered'), ('noted', 'added a note'), ('automatic_received', 'automatic message received'), ('third_party_wrote', 'third party wrote'), ('answer_failed', 'delivery failed'), ('answer_partly_failed', 'delivery failed for some'), ('answer_undecided', 'delivery undecided'), ('answer_resent', 'sent again'), ('answer_arrived', 'said to have arrived'), ('answer_taken_back', 'answer taken back'), ('answer_asked', 'approval asked for'), ('answer_approved', 'answer approved'), ('answer_returned', 'answer returned'), ('answer_planned', 'answer planned'), ('answer_unplanned', 'planned answer stopped'), ('moved', 'moved'), ('assigned', 'assigned'), ('team_changed', 'team changed'), ('prioritised', 'priority changed'), ('tagged', 'tags changed'), ('retitled', 'subject changed'), ('promised', 'promise set'), ('warned', 'promise at risk'), ('breached', 'promise missed'), ('breach_superseded', 'promise no longer missed'), ('no_reply_needed', 'said to need no reply'), ('due_set', 'due time set by hand'), ('due_freed', 'due time left to the promise again'), ('disputed', 'time disputed'), ('dispute_dropped', 'dispute taken back'), ('dispute_declined', 'dispute declined'), ('excluded', 'time taken out'), ('included', 'time counted again'), ('retimed', 'received time corrected'), ('escalated', 'escalated'), ('acknowledged', 'acknowledged'), ('admitted', 'let into the conversation'), ('parted', 'moved to a new ticket'), ('link_revoked', 'secret link revoked'), ('merged', 'merged into another ticket'), ('absorbed', 'another ticket merged in'), ('unmerged', 'merge taken back'), ('split', 'messages moved to a new ticket'), ('linked', 'linked to another ticket'), ('unlinked', 'link to another ticket removed'), ('time_corrected', 'handling time corrected'), ('redacted', 'words or files removed'), ('children_awaited', 'whether it waits for its children'), ('macro_used', 'macro used'), ('snoozed', 'snoozed'), ('woken', 'back from a snooze'), ('skipped', 'left to others'), ('routed', 'routed'), ('backup_asked', 'backup asked for'), ('backup_called', 'somebody asked to back up'), ('backup_declined', 'backup declined'), ('backup_came', 'backup came'), ('backup_ended', 'backup ended'), ('type_set', 'type changed'), ('fields_set', 'fields changed'), ('checklist_added', 'checklist added'), ('checklist_removed', 'checklist removed'), ('item_added', 'item of a checklist added'), ('item_done', 'item of a checklist done'), ('item_undone', 'item of a checklist not done'), ('surveyed', 'customer asked how it was'), ('rated', 'customer said how it was'), ('score_settled', 'low score followed up')], max_length=24),
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
            },
        ),
        migrations.AddIndex(
            model_name='survey',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='survey_due'),
        ),
        migrations.AddIndex(
            model_name='survey',
            index=models.Index(fields=['contact', '-asked_at'], name='survey_of_contact'),
        ),
        migrations.AddIndex(
            model_name='survey',
            index=models.Index(fields=['team', '-asked_at'], name='survey_of_team'),
        ),
        migrations.AddIndex(
            model_name='survey',
            index=models.Index(fields=['solver', '-asked_at'], name='survey_of_solver'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_at__isnull', False), ('ends_at__isnull', False), ('state__in', ['asked', 'answered'])), models.Q(('asked_at', None), ('ends_at', None), ('state__in', ['waiting', 'left_out'])), _connector='OR'), name='survey_asked_has_times'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('score__range', (1, 5)), ('state', 'answered')), models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at', None), ('comment', ''), ('score', None)), _connector='OR'), name='survey_answered_has_score'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'left_out'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('state', 'left_out'), _negated=True), ('why', '')), _connector='OR'), name='survey_left_out_says_why'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['opened_at'], name='follow_up_open'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('taken_by', None)), models.Q(('taken_at__gte', models.F('opened_at')), ('taken_by__isnull', False)), _connector='OR'), name='follow_up_taken_has_time'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('note', '')), models.Q(('done_at__isnull', False), ('taken_by__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='follow_up_done_says_what'),
        ),
        migrations.AddConstraint(
            model_name='teamsurvey',
            constraint=models.CheckConstraint(condition=models.Q(('low__range', (0, 4))), name='team_survey_low'),
        ),
        migrations.AddConstraint(
            model_name='teamsurvey',
            constraint=models.CheckConstraint(condition=models.Q(('open_days__gte', 1)), name='team_survey_open_days'),
        ),
    ]
