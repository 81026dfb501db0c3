"""What becomes of the letter of an answer has names in the history."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0004_admitted_and_parted'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ticketevent',
            name='kind',
            field=models.CharField(choices=[('opened', 'opened'), ('customer_wrote', 'customer wrote'), ('agent_answered', 'answered'), ('noted', 'added a note'), ('automatic_received', 'automatic message received'), ('third_party_wrote', 'third party wrote'), ('answer_failed', 'delivery failed'), ('answer_partly_failed', 'delivery failed for some'), ('answer_undecided', 'delivery undecided'), ('answer_resent', 'sent again'), ('answer_arrived', 'said to have arrived'), ('moved', 'moved'), ('assigned', 'assigned'), ('team_changed', 'team changed'), ('prioritised', 'priority changed'), ('tagged', 'tags changed'), ('retitled', 'subject changed'), ('promised', 'promise set'), ('warned', 'promise at risk'), ('breached', 'promise missed'), ('admitted', 'let into the conversation'), ('parted', 'moved to a new ticket'), ('link_revoked', 'secret link revoked')], max_length=24),
        ),
    ]
