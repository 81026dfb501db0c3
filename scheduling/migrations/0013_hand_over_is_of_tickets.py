"""What was left with shifts was brought to the hand-over of tickets (tickets 0045)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0012_remedies_taken")]
    operations = [migrations.DeleteModel("HandOver")]
