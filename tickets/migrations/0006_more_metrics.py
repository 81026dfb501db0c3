from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0005_delivery_events"),
    ]

    operations = [
        migrations.AlterField(
            model_name='ticket',
            name='queue_metric',
            field=models.CharField(blank=True, choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('time_to_own', 'Time to own'), ('periodic_update', 'Periodic update'), ('resolution', 'Resolution'), ('customer_wait', 'Customer wait'), ('work_time', 'Work time')], max_length=20),
        ),
        migrations.AlterField(
            model_name='ticketclock',
            name='metric',
            field=models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('time_to_own', 'Time to own'), ('periodic_update', 'Periodic update'), ('resolution', 'Resolution'), ('customer_wait', 'Customer wait'), ('work_time', 'Work time')], max_length=20),
        ),
        migrations.AlterField(
            model_name='ticketclock',
            name='state',
            field=models.CharField(choices=[('running', 'Running'), ('paused', 'Paused'), ('met', 'Met'), ('missed', 'Missed'), ('merged', 'Merged'), ('dismissed', 'Not needed'), ('unschedulable', 'No opening hours ahead'), ('withdrawn', 'Withdrawn')], max_length=14),
        ),
    ]
