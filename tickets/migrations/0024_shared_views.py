from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0023_redacted'),
    ]

    operations = [
        migrations.AddField(
            model_name='savedview',
            name='shared',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('shared', False), ('team__isnull', True), _connector='OR'), name='saved_view_for_one_circle'),
        ),
    ]
