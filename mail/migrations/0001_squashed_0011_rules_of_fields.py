"""All up to `0011_rules_of_fields` in one step, for a desk that begins; one that has them already takes it as done."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('mail', '0001_initial'),
        ('mail', '0002_sender_rule'),
        ('mail', '0003_transports'),
        ('mail', '0004_transport_indexes'),
        ('mail', '0005_belonging_and_rules'),
        ('mail', '0006_mail_log_indexes'),
        ('mail', '0007_awaited_ids'),
        ('mail', '0008_plus_addressing'),
        ('mail', '0009_courtesies'),
        ('mail', '0010_strangers_at_once'),
        ('mail', '0011_rules_of_fields'),
    ]

    dependencies = [
        ('staff', '0001_initial'),
        ('tickets', '0035_bulk_values'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('address', models.EmailField(max_length=254, unique=True, verbose_name='address')),
                ('aliases', models.JSONField(blank=True, default=list)),
                ('plus_addressing', models.BooleanField(db_default=True, default=True, verbose_name='plus addressing')),
                ('active', models.BooleanField(default=True)),
                ('protocol', models.CharField(choices=[('imap', 'IMAP'), ('pop3', 'POP3')], default='imap', max_length=4)),
                ('host', models.CharField(blank=True, max_length=255)),
                ('port', models.PositiveIntegerField(default=993)),
                ('security', models.CharField(choices=[('tls', 'TLS'), ('starttls', 'STARTTLS'), ('none', 'None')], default='tls', max_length=8)),
                ('username', models.CharField(blank=True, max_length=255)),
                ('secret', models.TextField(blank=True)),
                ('sign_in', models.CharField(choices=[('password', 'Password'), ('xoauth2', 'OAuth (Google, Microsoft 365)')], default='password', max_length=8)),
                ('after_fetch', models.CharField(choices=[('leave', 'Leave it as it is'), ('seen', 'Mark it as read'), ('move', 'Move it to a folder'), ('delete', 'Delete it')], default='leave', max_length=6)),
                ('move_to', models.CharField(blank=True, max_length=255)),
                ('third_party', models.CharField(choices=[('pending', 'Keep it on the ticket, seen by colleagues only'), ('quarantine', 'Hold it')], default='pending', max_length=10)),
                ('same_organisation', models.BooleanField(default=True)),
                ('colleagues', models.CharField(choices=[('note', 'An internal note'), ('answer', 'An answer to the customer')], default='note', max_length=6)),
                ('copies', models.CharField(choices=[('one', 'One ticket, the other mail points to it'), ('each', 'A ticket for each mailbox')], default='one', max_length=4)),
                ('authserv_id', models.CharField(blank=True, max_length=255)),
                ('polled_at', models.DateTimeField(blank=True, null=True)),
                ('newest_at', models.DateTimeField(blank=True, null=True)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.TextField(blank=True)),
                ('problem_since', models.DateTimeField(blank=True, null=True)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='staff.team')),
            ],
            options={
                'verbose_name_plural': 'mailboxes',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='MailRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('position', models.PositiveIntegerField(default=0)),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('every', models.BooleanField(default=True)),
                ('conditions', models.JSONField(default=list)),
                ('priority', models.CharField(blank=True, max_length=8)),
                ('tags', models.JSONField(blank=True, default=list)),
                ('fields', models.JSONField(blank=True, default=dict)),
                ('fate', models.CharField(blank=True, choices=[('', 'On its way'), ('ignore', 'Ignored, kept in the log'), ('quarantine', 'Held')], default='', max_length=10)),
                ('stop', models.BooleanField(default=False, verbose_name='no further rules')),
                ('version', models.PositiveIntegerField(default=1)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.tickettype')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MailRuleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('made', 'made'), ('changed', 'changed'), ('moved', 'moved'), ('switched', 'switched'), ('removed', 'removed')], max_length=10)),
                ('said', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changes', to='mail.mailrule')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='OAuthGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(choices=[('google', 'Google'), ('microsoft', 'Microsoft 365'), ('other', 'Another provider')], default='google', max_length=10)),
                ('tenant', models.CharField(blank=True, max_length=100)),
                ('client_id', models.CharField(max_length=255)),
                ('client_secret', models.TextField(blank=True)),
                ('authorize_url', models.URLField(blank=True, max_length=500)),
                ('token_url', models.URLField(blank=True, max_length=500)),
                ('scope', models.CharField(blank=True, max_length=500)),
                ('access_token', models.TextField(blank=True)),
                ('refresh_token', models.TextField(blank=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('refresh_expires_at', models.DateTimeField(blank=True, null=True)),
                ('granted_at', models.DateTimeField(blank=True, null=True)),
                ('refreshed_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.TextField(blank=True)),
                ('problem_since', models.DateTimeField(blank=True, null=True)),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mailbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='grant', to='mail.mailbox')),
            ],
        ),
        migrations.CreateModel(
            name='SenderRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=320, unique=True)),
                ('say', models.CharField(choices=[('allow', 'Allowed'), ('deny', 'Denied'), ('relay', 'Writes for others')], max_length=5)),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Courtesy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('address', models.CharField(max_length=320)),
                ('domain', models.CharField(max_length=255)),
                ('subject', models.BigIntegerField()),
                ('words', models.BigIntegerField()),
                ('newcomer', models.BooleanField(db_default=False, default=False)),
                ('given', models.BooleanField(db_default=True, default=True)),
                ('mailbox', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.mailbox')),
            ],
            options={
                'verbose_name_plural': 'courtesies',
                'indexes': [models.Index(fields=['address', 'at'], name='courtesy_by_address'), models.Index(fields=['domain', 'at'], name='courtesy_by_domain'), models.Index(fields=['mailbox', 'at'], name='courtesy_by_mailbox'), models.Index(fields=['words', 'at'], name='courtesy_by_words'), models.Index(condition=models.Q(('newcomer', True)), fields=['mailbox', 'at'], name='courtesy_to_newcomers'), models.Index(fields=['at'], name='courtesy_by_age')],
            },
        ),
        migrations.CreateModel(
            name='AwaitedId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=320)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.mailbox')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message_id', 'mailbox', 'ticket'), name='mail_awaited_once')],
            },
        ),
        migrations.CreateModel(
            name='MailFolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='INBOX', max_length=255)),
                ('uid_validity', models.BigIntegerField(blank=True, null=True)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('recheck_until', models.BigIntegerField(default=0)),
                ('waiting', models.PositiveIntegerField(default=0)),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='folders', to='mail.mailbox')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('mailbox', 'name'), name='mail_folder_once')],
            },
        ),
        migrations.CreateModel(
            name='RawEmail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folder', models.CharField(blank=True, max_length=255)),
                ('uid_validity', models.BigIntegerField(blank=True, null=True)),
                ('uid', models.BigIntegerField(blank=True, null=True)),
                ('uidl', models.CharField(blank=True, default='', max_length=255)),
                ('transport', models.CharField(blank=True, choices=[('imap', 'IMAP'), ('pop3', 'POP3'), ('pipe', 'Pipe'), ('lmtp', 'LMTP'), ('webhook', 'Webhook'), ('import', 'Import')], default='', max_length=8)),
                ('server_due', models.BooleanField(default=False)),
                ('full_size', models.BigIntegerField(blank=True, null=True)),
                ('envelope_to', models.CharField(blank=True, max_length=320)),
                ('envelope_from', models.CharField(blank=True, max_length=320)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('content', models.BinaryField()),
                ('emptied_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(choices=[('pending', 'Not handled yet'), ('created', 'New ticket'), ('appended', 'Added to a ticket'), ('quarantined', 'Quarantined'), ('duplicate', 'Duplicate'), ('ignored', 'Ignored by rule')], default='pending', max_length=12)),
                ('cause', models.CharField(blank=True, max_length=60)),
                ('handled_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('mail_key', models.CharField(blank=True, max_length=320)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('sender', models.CharField(blank=True, max_length=400)),
                ('subject', models.CharField(blank=True, max_length=500)),
                ('verdict', models.JSONField(blank=True, default=dict)),
                ('decision', models.CharField(blank=True, max_length=20)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='mail.mailbox')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='tickets.message')),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('outcome', 'pending')), fields=['id'], name='mail_pending'), models.Index(condition=models.Q(('decision', ''), ('outcome', 'quarantined')), fields=['-id'], name='mail_quarantine'), models.Index(fields=['mail_key', 'mailbox'], name='mail_by_id'), models.Index(fields=['outcome', '-id'], name='mail_by_outcome'), models.Index(fields=['mailbox', '-id'], name='mail_of_mailbox'), django.contrib.postgres.indexes.BrinIndex(fields=['stored_at'], name='mail_by_day'), models.Index(fields=['mailbox', 'sha256'], name='mail_by_hash'), models.Index(condition=models.Q(('server_due', True)), fields=['mailbox'], name='mail_server_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('uid__isnull', False)), fields=('mailbox', 'folder', 'uid_validity', 'uid'), name='mail_uid_once'), models.UniqueConstraint(condition=models.Q(('uidl', ''), _negated=True), fields=('mailbox', 'uidl'), name='mail_uidl_once'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['created', 'appended']), _negated=True), ('handled_at__isnull', False), _connector='OR'), name='mail_handled_has_time')],
            },
        ),
        ]),
    ]
