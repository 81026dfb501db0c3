"""All up to `0012_tone_hints` in one step, for a desk that begins; one that has them already takes it as done."""

import django.db.models.deletion
import django.db.models.functions.text
import staff.models.people
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('staff', '0001_initial'),
        ('staff', '0002_news_by_mail'),
        ('staff', '0003_undo_seconds'),
        ('staff', '0004_supervised'),
        ('staff', '0005_signatures'),
        ('staff', '0006_skills_and_contracts'),
        ('staff', '0007_away_until'),
        ('staff', '0008_changes_and_invitations'),
        ('staff', '0009_working_time_law'),
        ('staff', '0010_what_changed_about_a_team'),
        ('staff', '0011_works_on_hiring'),
        ('staff', '0012_tone_hints'),
    ]

    dependencies = [
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email address')),
                ('full_name', models.CharField(max_length=120, verbose_name='name')),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('lead', 'Team lead'), ('manager', 'Manager'), ('admin', 'Administrator')], default='agent', max_length=10, verbose_name='role')),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('et', 'Estonian'), ('pl', 'Polish'), ('es', 'Spanish'), ('ru', 'Russian')], default='en', max_length=8, verbose_name='language')),
                ('time_zone', models.CharField(default='Europe/Tallinn', max_length=64, validators=[staff.models.people.validate_time_zone], verbose_name='time zone')),
                ('theme', models.CharField(choices=[('auto', 'Like the system'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=5, verbose_name='theme')),
                ('density', models.CharField(choices=[('comfortable', 'Comfortable'), ('compact', 'Compact')], default='comfortable', max_length=12, verbose_name='density')),
                ('single_keys', models.BooleanField(default=True, verbose_name='single-letter keys')),
                ('signature', models.TextField(blank=True, max_length=2000, verbose_name='signature')),
                ('undo_seconds', models.PositiveSmallIntegerField(choices=[(0, 'Not at all'), (5, '5 seconds'), (10, '10 seconds'), (20, '20 seconds'), (30, '30 seconds')], db_default=10, default=10, verbose_name='time to take an answer back')),
                ('away_until', models.DateTimeField(blank=True, null=True)),
                ('news_by_mail', models.BooleanField(db_default=False, default=False, verbose_name='news by mail')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='works here since')),
                ('tone_hints', models.BooleanField(db_default=True, default=True, verbose_name='hints on tone')),
                ('works_hiring', models.BooleanField(db_default=False, default=False)),
                ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['full_name'],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('product', 'Product'), ('language', 'Language'), ('craft', 'Craft')], default='craft', max_length=8, verbose_name='kind')),
                ('code', models.CharField(blank=True, choices=[('en', 'English'), ('et', 'Estonian'), ('pl', 'Polish'), ('es', 'Spanish'), ('ru', 'Russian')], default='', max_length=8, verbose_name='language')),
                ('about', models.CharField(blank=True, default='', max_length=300, verbose_name='about')),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['kind', 'name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='skill_once_for_each_language'), models.CheckConstraint(condition=models.Q(('code', ''), ('kind', 'language'), _connector='OR'), name='skill_code_only_for_languages')],
            },
        ),
        migrations.CreateModel(
            name='SkillChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('granted', 'Granted'), ('changed', 'Changed'), ('withdrawn', 'Withdrawn')], max_length=9)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Learns it'), (2, 'Works alone'), (3, 'Teaches it')])),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('evidence', models.TextField(blank=True, default='')),
                ('source', models.CharField(blank=True, default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='staff.skill')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skill_changes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('et', 'Estonian'), ('pl', 'Polish'), ('es', 'Spanish'), ('ru', 'Russian')], default='en', max_length=8, verbose_name='language')),
                ('colour', models.PositiveSmallIntegerField(default=1)),
                ('signature', models.TextField(blank=True, verbose_name='signature')),
                ('signatures', models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict)),
                ('takes_web_form', models.BooleanField(default=True, verbose_name='offered on the web form')),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('colour__range', (1, 8))), name='team_colour_is_one_of_eight')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leads', models.BooleanField(default=False)),
                ('supervised', models.BooleanField(db_default=False, default=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='staff.team')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('full_name', models.CharField(blank=True, default='', max_length=120)),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('lead', 'Team lead'), ('manager', 'Manager'), ('admin', 'Administrator')], default='agent', max_length=10)),
                ('language', models.CharField(choices=[('en', 'English'), ('et', 'Estonian'), ('pl', 'Polish'), ('es', 'Spanish'), ('ru', 'Russian')], default='en', max_length=8)),
                ('letters', models.PositiveSmallIntegerField(default=1)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitation', to=settings.AUTH_USER_MODEL)),
                ('teams', models.ManyToManyField(blank=True, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['-invited_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='teams',
            field=models.ManyToManyField(related_name='members', through='staff.Membership', to='staff.team'),
        ),
        migrations.CreateModel(
            name='TeamChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('made', 'Made'), ('name', 'Name'), ('colour', 'Colour'), ('language', 'Language'), ('takes_web_form', 'Offered on the web form'), ('active', 'In use')], max_length=16)),
                ('old', models.CharField(blank=True, default='', max_length=80)),
                ('new', models.CharField(blank=True, default='', max_length=80)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='staff.team')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TeamNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Learns it'), (2, 'Works alone'), (3, 'Teaches it')], default=2, verbose_name='level')),
                ('people', models.PositiveSmallIntegerField(default=1, verbose_name='people')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='staff.skill')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='staff.team')),
            ],
            options={
                'ordering': ['team__name', 'skill__kind', 'skill__name'],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('weekly_hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='hours a week')),
                ('hourly_cost', models.DecimalField(decimal_places=2, default=0, max_digits=8, verbose_name='cost of an hour')),
                ('max_day_hours', models.DecimalField(decimal_places=1, default=8, max_digits=3, verbose_name='at most a day')),
                ('max_week_hours', models.DecimalField(decimal_places=1, default=48, max_digits=4, verbose_name='at most a week')),
                ('min_rest_hours', models.DecimalField(decimal_places=1, default=11, max_digits=3, verbose_name='rest between shifts')),
                ('regime', models.CharField(choices=[('EU', 'European Union'), ('EE', 'Estonia'), ('PL', 'Poland'), ('ES', 'Spain'), ('RU', 'Russia')], default='EU', max_length=2, verbose_name='working-time law')),
                ('night_work', models.BooleanField(default=False, verbose_name='may work at night')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contracts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user', '-from_on'],
                'constraints': [models.UniqueConstraint(fields=('user', 'from_on'), name='contract_once_a_day'), models.CheckConstraint(condition=models.Q(('weekly_hours__range', (0, 168)), ('hourly_cost__gte', 0)), name='contract_of_a_week'), models.CheckConstraint(condition=models.Q(('max_day_hours__range', (0, 24)), ('max_week_hours__range', (0, 168)), ('min_rest_hours__range', (0, 24))), name='contract_rules_of_a_day')],
            },
        ),
        migrations.CreateModel(
            name='HeldSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Learns it'), (2, 'Works alone'), (3, 'Teaches it')], verbose_name='level')),
                ('granted_at', models.DateTimeField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('evidence', models.TextField(blank=True, default='')),
                ('source', models.CharField(blank=True, default='', max_length=120)),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_skills', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held', to='staff.skill')),
            ],
            options={
                'ordering': ['skill__kind', 'skill__name'],
                'indexes': [models.Index(condition=models.Q(('expires_on__isnull', False)), fields=['expires_on'], name='held_skill_by_expiry')],
                'constraints': [models.UniqueConstraint(fields=('user', 'skill'), name='held_skill_once'), models.CheckConstraint(condition=models.Q(('level__range', (1, 3))), name='held_skill_level_is_one_to_three')],
            },
        ),
        migrations.CreateModel(
            name='StaffChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('came', 'Joined'), ('role', 'Role'), ('teams', 'Teams'), ('boss', 'Reports to'), ('starts', 'Works here since'), ('contract', 'Contract'), ('cost', 'Cost of an hour'), ('hiring', 'Works on hiring'), ('left', 'Left'), ('back', 'Came back')], max_length=12)),
                ('old', models.TextField(blank=True, default='')),
                ('new', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff_changes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['user', '-at'], name='staff_change_of_user')],
            },
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('user', 'team'), name='membership_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None)), fields=('email',), name='invitation_pending_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), _connector='OR'), name='invitation_ends_one_way'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('reports_to', None), models.Q(('reports_to', models.F('pk')), _negated=True), _connector='OR'), name='user_reports_to_another'),
        ),
        migrations.AddConstraint(
            model_name='teamneed',
            constraint=models.UniqueConstraint(fields=('team', 'skill'), name='team_need_once'),
        ),
        migrations.AddConstraint(
            model_name='teamneed',
            constraint=models.CheckConstraint(condition=models.Q(('level__range', (1, 3)), ('people__gte', 1)), name='team_need_is_somebody'),
        ),
        ]),
    ]
