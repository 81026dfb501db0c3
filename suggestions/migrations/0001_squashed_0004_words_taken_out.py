"""All up to `0004_words_taken_out` in one step, for a desk that begins; one that has them already takes it as done."""

import django.db.models.deletion
import suggestions.models.suggestions
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce

FORWARD = """
CREATE FUNCTION suggestion_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'steps of a suggestion are never changed (step %)', OLD.id;
END $$;
CREATE TRIGGER suggestion_step_is_final BEFORE UPDATE OR DELETE ON suggestions_step
    FOR EACH ROW EXECUTE FUNCTION suggestion_step_is_final();
"""
BACK = """
DROP TRIGGER suggestion_step_is_final ON suggestions_step;
DROP FUNCTION suggestion_step_is_final();
"""

# Words are taken out by redaction alone.
TAKEN_OUT = """
CREATE OR REPLACE FUNCTION suggestion_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('desk.redacting', true) = 'on'
       AND to_jsonb(NEW) - 'text' = to_jsonb(OLD) - 'text' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'steps of a suggestion are never changed (step %)', OLD.id;
END $$;
"""
NOT_TAKEN_OUT = """
CREATE OR REPLACE FUNCTION suggestion_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'steps of a suggestion are never changed (step %)', OLD.id;
END $$;
"""


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('suggestions', '0001_initial'),
        ('suggestions', '0002_steps_stay'),
        ('suggestions', '0003_praise_names_no_customer'),
        ('suggestions', '0004_words_taken_out'),
    ]

    dependencies = [
        ('knowledge', '0001_initial'),
        ('staff', '0005_signatures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigIntegerField(default=suggestions.models.suggestions.drawn_key, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=160)),
                ('body', models.TextField()),
                ('source', models.CharField(choices=[('box', 'The box'), ('ticket', 'A ticket'), ('evaluation', 'An evaluation'), ('review', 'A review')], default='box', max_length=12)),
                ('source_ref', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('new', 'New'), ('considered', 'Considered'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('done', 'Done')], default='new', max_length=12)),
                ('receipt_hash', models.CharField(blank=True, max_length=64)),
                ('shared', models.BooleanField(default=True)),
                ('posted_on', models.DateField()),
                ('answer_by', models.DateField()),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('told', models.BooleanField(default=False)),
                ('changed', models.CharField(blank=True, max_length=200)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_in', to='suggestions.suggestion')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='staff.team')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.version')),
            ],
            options={
                'ordering': ['-posted_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigIntegerField(default=suggestions.models.suggestions.drawn_key, primary_key=True, serialize=False)),
                ('place', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('posted', 'suggested it'), ('said', 'said'), ('consider', 'is considering it'), ('accept', 'accepted it'), ('decline', 'declined it'), ('finish', 'says that it is done'), ('reopen', 'took it up again'), ('handed_over', 'gave it to somebody else to answer'), ('linked', 'said what it changed'), ('merged', 'put it together with another'), ('took_in', 'put another together with this'), ('unmerged', 'took two apart again'), ('redacted', 'removed words for good'), ('reminded', 'reminded whoever answers: the day has come'), ('escalated', 'asked the next manager: still no answer')], max_length=12)),
                ('on', models.DateField()),
                ('text', models.TextField(blank=True)),
                ('due', models.DateField(blank=True, null=True)),
                ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='suggestions.suggestion')),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='suggestions.suggestion')),
            ],
        ),
        migrations.CreateModel(
            name='TeamGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('until', models.DateField()),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('set_at', models.DateTimeField()),
                ('edit', models.PositiveIntegerField(default=1)),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='staff.team')),
            ],
            options={
                'ordering': ['until', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=500)),
                ('ticket', models.BigIntegerField(blank=True, null=True)),
                ('shared', models.BooleanField(default=False)),
                ('said_at', models.DateTimeField()),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'thanks',
                'ordering': ['-said_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Thanked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shared', models.BooleanField(default=False)),
                ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thanks', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanked', to='suggestions.thanks')),
            ],
        ),
        migrations.CreateModel(
            name='Praise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.BigIntegerField(unique=True)),
                ('ticket', models.BigIntegerField()),
                ('words', models.TextField()),
                ('noted_at', models.DateTimeField()),
                ('colleague', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['-noted_at', '-pk'],
                'indexes': [models.Index(fields=['-noted_at', '-id'], name='praise_newest'), models.Index(fields=['ticket'], name='praise_by_ticket')],
            },
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['-posted_on', '-id'], name='suggestion_newest'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(condition=models.Q(('merged_into', None), ('state__in', ('new', 'considered'))), fields=['answer_by'], name='suggestion_to_answer'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', False), ('receipt_hash', '')), models.Q(('author', None), models.Q(('receipt_hash', ''), _negated=True)), _connector='OR'), name='suggestion_has_author_or_receipt'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('author__isnull', False), models.Q(('source', 'box'), ('source_ref', '')), _connector='OR'), name='suggestion_anonymous_from_nowhere'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='suggestion_not_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt_hash', ''), _negated=True), fields=('receipt_hash',), name='suggestion_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('suggestion', 'place'), name='step_place_once'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('reminded', 'escalated'))), fields=('suggestion', 'kind', 'due'), name='step_reminded_once'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.UniqueConstraint(fields=('suggestion', 'colleague'), name='support_once'),
        ),
        migrations.AddConstraint(
            model_name='teamgoal',
            constraint=models.CheckConstraint(condition=models.Q(('progress__range', (0, 100))), name='goal_progress_in_percent'),
        ),
        migrations.AddConstraint(
            model_name='teamgoal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('progress__lt', 100), ('reached_at', None)), models.Q(('progress', 100), ('reached_at__isnull', False)), _connector='OR'), name='goal_reached_at_a_hundred'),
        ),
        migrations.AddConstraint(
            model_name='teamgoal',
            constraint=models.CheckConstraint(condition=models.Q(('reached_at', None), ('dropped_at', None), _connector='OR'), name='goal_reached_or_dropped'),
        ),
        migrations.AddIndex(
            model_name='thanks',
            index=models.Index(fields=['-said_at', '-id'], name='thanks_newest'),
        ),
        migrations.AddIndex(
            model_name='thanks',
            index=models.Index(fields=['giver', '-said_at'], name='thanks_by_giver'),
        ),
        migrations.AddConstraint(
            model_name='thanked',
            constraint=models.UniqueConstraint(fields=('thanks', 'colleague'), name='thanked_once'),
        ),
        ]),
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(TAKEN_OUT, NOT_TAKEN_OUT),
    ]
