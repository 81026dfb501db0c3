"""What the transports look up, indexed while mail goes on coming in."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('mail', '0003_transports'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='rawemail',
            index=models.Index(condition=models.Q(('server_due', True)), fields=['mailbox'], name='mail_server_due'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS mail_uidl_once "
                    "ON mail_rawemail (mailbox_id, uidl) WHERE NOT (uidl = '' AND uidl IS NOT NULL)",
                    "DROP INDEX CONCURRENTLY IF EXISTS mail_uidl_once",
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='rawemail',
                    constraint=models.UniqueConstraint(condition=models.Q(('uidl', ''), _negated=True), fields=('mailbox', 'uidl'), name='mail_uidl_once'),
                ),
            ],
        ),
    ]
