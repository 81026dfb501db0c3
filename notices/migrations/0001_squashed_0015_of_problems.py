"""All up to `0015_of_problems` in one step, for a desk that begins; one that has them already takes it as done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('notices', '0001_initial'),
        ('notices', '0002_alarms'),
        ('notices', '0003_snooze'),
        ('notices', '0004_answers_not_sent'),
        ('notices', '0005_followed'),
        ('notices', '0006_mentions_and_digests'),
        ('notices', '0007_push'),
        ('notices', '0008_push_index'),
        ('notices', '0009_guidelines'),
        ('notices', '0010_approvals'),
        ('notices', '0011_people'),
        ('notices', '0012_roster'),
        ('notices', '0013_of_reviews'),
        ('notices', '0014_low_scores'),
        ('notices', '0015_of_problems'),
    ]

    dependencies = [
        ('outbox', '0003_letter_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=80)),
                ('endpoint', models.CharField(max_length=1000, unique=True)),
                ('p256dh', models.CharField(max_length=100)),
                ('auth', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField()),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=120)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('escalation', 'promises at risk, promises missed'), ('waking', 'tickets back from a snooze'), ('mentioned', 'notes that mention you'), ('customer', 'what customers write on your tickets'), ('assigned', 'tickets that somebody gives to you'), ('followed', 'what is said on tickets you follow'), ('approval', 'answers that wait for your approval'), ('answer', 'answers of yours that were not sent'), ('guideline', 'guidelines to read'), ('training', 'training, certificates that end'), ('backup', 'colleagues who need backup'), ('evaluation', 'evaluations and goals'), ('review', 'reviews of answers'), ('score', 'low scores of customers'), ('suggestion', 'suggestions'), ('thanks', 'thanks and praise'), ('hiring', 'hiring and recommendations'), ('budget', 'the budget'), ('roster', 'shifts, rosters and gaps in them'), ('problem', 'what many customers suddenly ask'), ('alarm', 'alarms about the desk itself')], max_length=20)),
                ('words', models.CharField(max_length=200)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('params', models.JSONField(blank=True, default=dict)),
                ('page', models.CharField(blank=True, max_length=60)),
                ('page_args', models.JSONField(blank=True, default=list)),
                ('act_page', models.CharField(blank=True, max_length=60)),
                ('act_words', models.CharField(blank=True, max_length=60)),
                ('about', models.CharField(blank=True, max_length=20)),
                ('about_id', models.BigIntegerField(blank=True, null=True)),
                ('due_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('letter_due_at', models.DateTimeField(blank=True, null=True)),
                ('push_due_at', models.DateTimeField(blank=True, null=True)),
                ('digest', models.BooleanField(db_default=False, default=False)),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='outbox.letter')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['recipient', '-id'], name='notice_tray'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient', '-id'], name='notice_unread'), models.Index(condition=models.Q(('letter', None), ('letter_due_at__isnull', False)), fields=['letter_due_at', 'recipient'], name='notice_letter_due'), models.Index(condition=models.Q(('push_due_at__isnull', False)), fields=['push_due_at'], name='notice_push_due'), models.Index(condition=models.Q(('settled_at', None), models.Q(('about', ''), _negated=True)), fields=['about', 'about_id'], name='notice_unsettled'), models.Index(fields=['created_at'], name='notice_age')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'key'), name='notice_once')],
            },
        ),
        migrations.CreateModel(
            name='Push',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pushes', to='notices.device')),
                ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pushes', to='notices.notice')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='push_due')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'device'), name='push_once')],
            },
        ),
        migrations.CreateModel(
            name='PushKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.TextField()),
                ('public', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField()),
                ('only', models.BooleanField(default=True, unique=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='push_key_only_one')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('escalation', 'promises at risk, promises missed'), ('waking', 'tickets back from a snooze'), ('mentioned', 'notes that mention you'), ('customer', 'what customers write on your tickets'), ('assigned', 'tickets that somebody gives to you'), ('followed', 'what is said on tickets you follow'), ('approval', 'answers that wait for your approval'), ('answer', 'answers of yours that were not sent'), ('guideline', 'guidelines to read'), ('training', 'training, certificates that end'), ('backup', 'colleagues who need backup'), ('evaluation', 'evaluations and goals'), ('review', 'reviews of answers'), ('score', 'low scores of customers'), ('suggestion', 'suggestions'), ('thanks', 'thanks and praise'), ('hiring', 'hiring and recommendations'), ('budget', 'the budget'), ('roster', 'shifts, rosters and gaps in them'), ('problem', 'what many customers suddenly ask'), ('alarm', 'alarms about the desk itself')], max_length=20)),
                ('way', models.CharField(choices=[('tray', 'In the desk'), ('letter', 'By mail'), ('digest', 'By mail, once a day'), ('push', 'In the browser')], max_length=10)),
                ('on', models.BooleanField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_wishes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'way'), name='wish_once')],
            },
        ),
        ]),
    ]
