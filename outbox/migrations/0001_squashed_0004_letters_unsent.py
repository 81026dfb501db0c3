"""All up to `0004_letters_unsent` in one step, for a desk that begins; one that has them already takes it as done."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('outbox', '0001_initial'),
        ('outbox', '0002_deliveries'),
        ('outbox', '0003_letter_indexes'),
        ('outbox', '0004_letters_unsent'),
    ]

    dependencies = [
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('thread', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('sender', models.CharField(max_length=320)),
                ('envelope_sender', models.CharField(blank=True, max_length=320)),
                ('to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=400), size=None)),
                ('cc', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=400), blank=True, default=list, size=None)),
                ('reply_to', models.CharField(blank=True, max_length=400)),
                ('subject', models.CharField(max_length=500)),
                ('text', models.TextField()),
                ('html', models.TextField(blank=True)),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('files', models.JSONField(blank=True, default=list)),
                ('message_id', models.CharField(max_length=320, unique=True)),
                ('automatic', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('suppressed', 'Suppressed'), ('undecided', 'Undecided')], default='queued', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('queued_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.TextField(blank=True)),
                ('announced_at', models.DateTimeField(blank=True, null=True)),
                ('lease', models.CharField(blank=True, db_default='', default='', max_length=32)),
                ('handed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['next_attempt_at'], name='letter_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['handed_at'], name='letter_in_hand'), models.Index(condition=models.Q(('announced_at', None), ('state__in', ['failed', 'sent', 'suppressed', 'undecided'])), fields=['id'], name='letter_to_tell'), models.Index(condition=models.Q(('automatic', True)), fields=['sent_at'], name='letter_automatic_sent'), models.Index(condition=models.Q(('automatic', True), models.Q(('thread', ''), _negated=True)), fields=['thread', 'sent_at'], name='letter_automatic_thread'), models.Index(condition=models.Q(('state__in', ['failed', 'suppressed', 'undecided'])), fields=['state', 'queued_at'], name='letter_unsent')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(('state', 'sent'), _negated=True), _connector='OR'), name='letter_sent_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('handed_at__isnull', False), ('state', 'sending')), models.Q(('state', 'sending'), _negated=True), _connector='OR'), name='letter_sending_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=320)),
                ('why', models.CharField(choices=[('bounced', 'Letters came back'), ('complained', 'Reported us as spam'), ('asked', 'Asked us to stop')], db_default='asked', default='asked', max_length=10)),
                ('reason', models.CharField(max_length=200)),
                ('since', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('address'), name='suppression_address_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=320)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('delayed', 'Delayed'), ('undecided', 'Undecided'), ('failed', 'Failed'), ('bounced', 'Came back'), ('suppressed', 'Suppressed')], default='queued', max_length=12)),
                ('code', models.CharField(blank=True, max_length=12)),
                ('diagnostic', models.CharField(blank=True, max_length=500)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='outbox.letter')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(django.db.models.functions.text.Lower('address'), models.F('sent_at'), name='delivery_by_address')],
                'constraints': [models.UniqueConstraint(models.F('letter'), django.db.models.functions.text.Lower('address'), name='delivery_once')],
            },
        ),
        ]),
    ]
