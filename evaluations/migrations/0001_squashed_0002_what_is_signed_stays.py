"""All up to `0002_what_is_signed_stays` in one step, for a desk that begins; one that has them already takes it as done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce

FORWARD = """
CREATE FUNCTION evaluation_frozen_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sha256 <> '' AND (NEW.snapshot, NEW.sha256, NEW.frozen_at)
        IS DISTINCT FROM (OLD.snapshot, OLD.sha256, OLD.frozen_at) THEN
        RAISE EXCEPTION 'what was signed of evaluation % never changes', OLD.evaluation_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER edition_frozen_is_final BEFORE UPDATE ON evaluations_edition
    FOR EACH ROW EXECUTE FUNCTION evaluation_frozen_is_final();

CREATE FUNCTION evaluation_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME;
END $$;
CREATE TRIGGER signature_is_final BEFORE UPDATE ON evaluations_signature
    FOR EACH ROW EXECUTE FUNCTION evaluation_row_is_final();
CREATE TRIGGER writing_is_final BEFORE UPDATE ON evaluations_writing
    FOR EACH ROW EXECUTE FUNCTION evaluation_row_is_final();
"""
BACKWARD = """
DROP TRIGGER writing_is_final ON evaluations_writing;
DROP TRIGGER signature_is_final ON evaluations_signature;
DROP TRIGGER edition_frozen_is_final ON evaluations_edition;
DROP FUNCTION evaluation_row_is_final();
DROP FUNCTION evaluation_frozen_is_final();
"""


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('evaluations', '0001_initial'),
        ('evaluations', '0002_what_is_signed_stays'),
    ]

    dependencies = [
        ('suggestions', '0002_steps_stay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('write_by', models.DateField()),
                ('sign_by', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-until', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('begun_at', models.DateTimeField()),
                ('evaluator_ready_at', models.DateTimeField(blank=True, null=True)),
                ('person_ready_at', models.DateTimeField(blank=True, null=True)),
                ('shared_at', models.DateTimeField(blank=True, null=True)),
                ('commented_at', models.DateTimeField(blank=True, null=True)),
                ('snapshot', models.TextField(blank=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('opened', 'Being written'), ('shared', 'Shared'), ('commented', 'Commented'), ('signed', 'Signed once'), ('done', 'Signed by both'), ('withdrawn', 'Withdrawn')], default='opened', max_length=12)),
                ('withdrawn_for', models.CharField(blank=True, max_length=300)),
                ('current', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='current_of', to='evaluations.edition')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='evaluations.cycle')),
                ('evaluator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations_held', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-cycle__until', 'person__full_name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='evaluation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='evaluations.evaluation'),
        ),
        migrations.CreateModel(
            name='FormVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('sections', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='evaluations.form')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='form',
            name='current',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='current_of', to='evaluations.formversion'),
        ),
        migrations.AddField(
            model_name='cycle',
            name='form',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='evaluations.formversion'),
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('measure', models.TextField()),
                ('due_on', models.DateField()),
                ('set_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Reached'), ('dropped', 'Dropped')], default='open', max_length=8)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_for', models.TextField(blank=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evaluation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goals', to='evaluations.evaluation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to=settings.AUTH_USER_MODEL)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('words', models.TextField()),
                ('percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='evaluations.goal')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('body', models.TextField()),
                ('shared', models.BooleanField(default=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='evaluations.edition')),
                ('suggestion', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposal', to='suggestions.suggestion')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('evaluator', 'Evaluator'), ('person', 'Evaluated')], max_length=10)),
                ('at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64)),
                ('agrees', models.BooleanField(default=True)),
                ('words', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='evaluations.edition')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Writing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.CharField(choices=[('evaluator', 'What the evaluator says'), ('person', 'What they say themselves'), ('comment', 'Their comment')], max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('words', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='writings', to='evaluations.edition')),
            ],
            options={
                'ordering': ['voice', '-number'],
            },
        ),
        migrations.AddIndex(
            model_name='evaluation',
            index=models.Index(fields=['state', 'cycle'], name='evaluation_by_state'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(fields=('cycle', 'person'), name='evaluation_once_in_a_cycle'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('evaluator')), _negated=True), name='evaluation_not_of_oneself'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), ('withdrawn_for', ''), _connector='XOR'), name='evaluation_withdrawn_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('evaluation', 'number'), name='edition_number_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='edition_again_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('frozen_at', None), ('sha256', ''), ('snapshot', '')), models.Q(models.Q(('snapshot', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('frozen_at__isnull', False)), _connector='OR'), name='edition_frozen_as_a_whole'),
        ),
        migrations.AddConstraint(
            model_name='formversion',
            constraint=models.UniqueConstraint(fields=('form', 'number'), name='form_version_once'),
        ),
        migrations.AddConstraint(
            model_name='formversion',
            constraint=models.CheckConstraint(condition=models.Q(('sections', []), _negated=True), name='form_version_asks_something'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(('since__lte', models.F('until'))), name='cycle_period_in_order'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(('write_by__lte', models.F('sign_by'))), name='cycle_days_in_order'),
        ),
        migrations.AddIndex(
            model_name='goal',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='goal_open_by_day'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='goal_ended_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('ended_for', ''), _negated=True), _connector='OR'), name='goal_dropped_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='checkin',
            constraint=models.CheckConstraint(condition=models.Q(('percent', None), ('percent__lte', 100), _connector='OR'), name='check_in_percent_of_all'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('edition', 'side'), name='signature_once_each_side'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('agrees', True), models.Q(('words', ''), _negated=True), _connector='OR'), name='signature_disagrees_in_words'),
        ),
        migrations.AddConstraint(
            model_name='writing',
            constraint=models.UniqueConstraint(fields=('edition', 'voice', 'number'), name='writing_number_once'),
        ),
        ]),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
