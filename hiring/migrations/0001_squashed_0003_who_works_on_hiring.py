"""All up to `0003_who_works_on_hiring` in one step, for a desk that begins; one that has them already takes it as done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce

FORWARD = """
CREATE FUNCTION hiring_look_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of hiring is never changed (line %)', OLD.id;
END $$;
CREATE TRIGGER hiring_look_is_final BEFORE UPDATE OR DELETE ON hiring_look
    FOR EACH ROW EXECUTE FUNCTION hiring_look_is_final();
CREATE FUNCTION hiring_wording_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.proposed_at IS NOT NULL THEN
        RAISE EXCEPTION 'what was proposed is never changed (version %)', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hiring_wording_is_final BEFORE UPDATE ON hiring_wording
    FOR EACH ROW EXECUTE FUNCTION hiring_wording_is_final();
"""
BACK = """
DROP TRIGGER hiring_wording_is_final ON hiring_wording;
DROP FUNCTION hiring_wording_is_final();
DROP TRIGGER hiring_look_is_final ON hiring_look;
DROP FUNCTION hiring_look_is_final();
"""


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('hiring', '0001_initial'),
        ('hiring', '0002_looks_stay'),
        ('hiring', '0003_who_works_on_hiring'),
    ]

    dependencies = [
        ('files', '0002_blob_text'),
        ('outbox', '0003_letter_indexes'),
        ('staff', '0011_works_on_hiring'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('position', 'Position'), ('recommendation', 'Recommendation')], max_length=16)),
                ('opened_at', models.DateTimeField()),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('keep_until', models.DateField(blank=True, null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(choices=[('en', 'English'), ('et', 'Estonian'), ('pl', 'Polish'), ('es', 'Spanish'), ('ru', 'Russian')], default='en', max_length=8)),
                ('source', models.CharField(choices=[('applied', 'wrote to us'), ('advert', 'advertisement'), ('colleague', 'named by a colleague'), ('agency', 'agency'), ('inside', 'works here already'), ('other', 'otherwise')], default='applied', max_length=10)),
                ('source_note', models.CharField(blank=True, max_length=160)),
                ('stage_since', models.DateTimeField()),
                ('came_at', models.DateTimeField()),
                ('consent_on', models.DateField()),
                ('consent_until', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('keep_until', models.DateField(blank=True, null=True)),
                ('edit', models.PositiveIntegerField(default=1)),
                ('hired_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-stage_since', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CandidateFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('released', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.blob')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='hiring.candidate')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CandidateLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'We have your application'), ('invitation', 'Invitation to a talk'), ('declined', 'We decided for somebody else'), ('offer', 'Our offer')], max_length=12)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='hiring.candidate')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outbox.letter')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='recommendation', serialize=False, to='hiring.dossier')),
                ('kind', models.CharField(choices=[('promotion', 'Promotion'), ('transfer', 'Transfer'), ('termination', 'Termination'), ('hire', 'Hire')], max_length=12)),
                ('state', models.CharField(choices=[('drafted', 'Being written'), ('proposed', 'Waits for approval'), ('approved', 'Approved'), ('declined', 'Declined'), ('carried_out', 'Carried out')], default='drafted', max_length=12)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.BigIntegerField()),
                ('candidate', models.BigIntegerField(blank=True, null=True)),
                ('act', models.CharField(choices=[('seen', 'opened'), ('written', 'changed'), ('file', 'downloaded a file'), ('exported', 'exported'), ('log', 'opened the log'), ('let_in', 'let themselves in'), ('named', 'named somebody'), ('removed', 'took somebody off'), ('erased', 'erased'), ('forgotten', 'deleted: its time was over')], max_length=10)),
                ('page', models.CharField(blank=True, max_length=40)),
                ('by_program', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('owner', 'owner'), ('works', 'takes part'), ('decides', 'approves'), ('let_in', 'let in for a reason')], max_length=10)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='hiring.dossier')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['since', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='hiring.candidate')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('terms', models.TextField()),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('answer_by', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('drafted', 'Waits for approval'), ('approved', 'Approved'), ('made', 'Made'), ('accepted', 'Accepted'), ('declined', 'Declined by the candidate'), ('withdrawn', 'Withdrawn')], default='drafted', max_length=10)),
                ('written_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='hiring.candidate')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(blank=True, null=True)),
                ('marks', models.JSONField(blank=True, default=list)),
                ('advice', models.CharField(blank=True, choices=[('yes', 'hire'), ('rather', 'rather hire'), ('rather_not', 'rather not'), ('no', 'do not hire')], max_length=10)),
                ('summary', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('handed_in_at', models.DateTimeField(blank=True, null=True)),
                ('edit', models.PositiveIntegerField(default=1)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scorecards', to='hiring.candidate')),
                ('interviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('place', models.PositiveSmallIntegerField()),
                ('meaning', models.CharField(choices=[('open', 'on the way'), ('offer', 'an offer is made'), ('hired', 'hired'), ('declined', 'declined')], default='open', max_length=10)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['place', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('name',), name='stage_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Moved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='hiring.candidate')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hiring.stage')),
                ('was', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hiring.stage')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='candidate',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='hiring.stage'),
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='position', serialize=False, to='hiring.dossier')),
                ('title', models.CharField(max_length=160)),
                ('skills', models.TextField(blank=True)),
                ('criteria', models.TextField()),
                ('reason', models.TextField()),
                ('heads', models.PositiveSmallIntegerField(default=1)),
                ('budget_line', models.CharField(blank=True, max_length=80)),
                ('state', models.CharField(choices=[('open', 'Open'), ('held', 'On hold'), ('filled', 'Filled'), ('closed', 'Closed')], default='open', max_length=8)),
                ('edit', models.PositiveIntegerField(default=1)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='candidate',
            name='position',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='hiring.position'),
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('reason', models.TextField()),
                ('findings', models.JSONField(default=list)),
                ('alternatives', models.JSONField(default=dict)),
                ('evidence_from', models.DateField()),
                ('evidence_to', models.DateField()),
                ('evidence', models.TextField(blank=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('written_at', models.DateTimeField()),
                ('edit', models.PositiveIntegerField(default=1)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='hiring.recommendation')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('drafted', 'Being written'), ('proposed', 'Waits for approval'), ('approved', 'Approved'), ('declined', 'Declined'), ('carried_out', 'Carried out')], max_length=12)),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('who', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='hiring.recommendation')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='recommendation',
            name='candidate',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='hiring.candidate'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='second',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='subject',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('keep_until__isnull', False)), fields=['keep_until'], name='dossier_to_forget'),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['dossier', '-id'], name='look_at_dossier'),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(condition=models.Q(('about__isnull', False)), fields=['about', '-id'], name='look_about'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(fields=('dossier', 'user'), name='member_once'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(condition=models.Q(('part', 'owner')), fields=('dossier',), name='member_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('part', 'let_in'), ('until__isnull', False)), models.Q(('until', None), models.Q(('part', 'let_in'), _negated=True)), _connector='OR'), name='member_let_in_for_a_while'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('author', models.F('second')), _negated=True), name='offer_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('approved_at__isnull', False), ('state__in', ('drafted', 'withdrawn')), _connector='OR'), name='offer_approved_before_it_is_made'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('drafted', 'approved', 'made', 'accepted'))), fields=('candidate',), name='offer_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='scorecard',
            constraint=models.UniqueConstraint(fields=('candidate', 'interviewer'), name='scorecard_once_each'),
        ),
        migrations.AddConstraint(
            model_name='scorecard',
            constraint=models.CheckConstraint(condition=models.Q(('handed_in_at', None), models.Q(('advice', ''), _negated=True), _connector='OR'), name='scorecard_handed_in_with_advice'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('heads__gte', 1)), name='position_has_heads'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(fields=['position', 'stage', '-stage_since'], name='candidate_board'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(condition=models.Q(('keep_until__isnull', False)), fields=['keep_until'], name='candidate_to_forget'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('consent_until', None), ('consent_until__gte', models.F('consent_on')), _connector='OR'), name='candidate_consent_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('recommendation', 'number'), name='wording_number_once'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(condition=models.Q(('proposed_at', None)), fields=('recommendation',), name='wording_one_draft_each'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidence', ''), ('proposed_at', None), ('sha256', '')), models.Q(('proposed_at__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='wording_proposed_is_sealed'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(('evidence_from__lte', models.F('evidence_to'))), name='wording_evidence_of_a_span'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('candidate', None), ('subject__isnull', False)), models.Q(('candidate__isnull', False), ('kind', 'hire'), ('subject', None)), _connector='OR'), name='recommendation_about_one_person'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('author', models.F('second')), _negated=True), name='recommendation_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('subject', models.F('second')), _negated=True), name='recommendation_not_approved_by_its_subject'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('subject', models.F('author')), _negated=True), name='recommendation_not_written_by_its_subject'),
        ),
        ]),
        migrations.RunSQL(FORWARD, BACK),
    ]
