"""Several folders to a mailbox, each with its own cursor; POP3; tokens instead of passwords."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def cursors_to_folders(apps, schema_editor):
    """The one folder of each fetched mailbox goes on where it was."""
    schema_editor.execute(
        "INSERT INTO mail_mailfolder (mailbox_id, name, uid_validity, last_uid, recheck_until, waiting) "
        "SELECT id, folder, uid_validity, last_uid, 0, 0 FROM mail_mailbox WHERE host <> ''"
    )


def folders_to_cursors(apps, schema_editor):
    """The first folder is the one that a mailbox had before."""
    schema_editor.execute(
        "UPDATE mail_mailbox SET folder = f.name, uid_validity = f.uid_validity, last_uid = f.last_uid "
        "FROM mail_mailfolder f WHERE f.id = "
        "(SELECT min(id) FROM mail_mailfolder WHERE mailbox_id = mail_mailbox.id)"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0002_sender_rule'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        migrations.RunPython(cursors_to_folders, folders_to_cursors, elidable=True),
        # The columns stay in the table until the version before this one runs nowhere any more.
        migrations.RunSQL(
            "ALTER TABLE mail_mailbox ALTER COLUMN folder SET DEFAULT 'INBOX', ALTER COLUMN last_uid SET DEFAULT 0",
            "ALTER TABLE mail_mailbox ALTER COLUMN folder DROP DEFAULT, ALTER COLUMN last_uid DROP DEFAULT",
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='mailbox', name='folder'),
                migrations.RemoveField(model_name='mailbox', name='last_uid'),
                migrations.RemoveField(model_name='mailbox', name='uid_validity'),
            ],
        ),
        migrations.AddField(
            model_name='mailbox',
            name='after_fetch',
            field=models.CharField(choices=[('leave', 'Leave it as it is'), ('seen', 'Mark it as read'), ('move', 'Move it to a folder'), ('delete', 'Delete it')], default='leave', max_length=6),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='move_to',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='fetched_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='newest_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='protocol',
            field=models.CharField(choices=[('imap', 'IMAP'), ('pop3', 'POP3')], default='imap', max_length=4),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='sign_in',
            field=models.CharField(choices=[('password', 'Password'), ('xoauth2', 'OAuth (Google, Microsoft 365)')], default='password', max_length=8),
        ),
        migrations.AddField(
            model_name='rawemail',
            name='full_size',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='rawemail',
            name='server_due',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='rawemail',
            name='transport',
            field=models.CharField(blank=True, choices=[('imap', 'IMAP'), ('pop3', 'POP3'), ('pipe', 'Pipe'), ('lmtp', 'LMTP'), ('webhook', 'Webhook'), ('import', 'Import')], default='', max_length=8),
        ),
        migrations.AddField(
            model_name='rawemail',
            name='uidl',
            field=models.CharField(blank=True, default='', max_length=255),
        ),
    ]
