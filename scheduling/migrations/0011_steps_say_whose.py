"""Steps of drafts say whose they are and when. Those of before cannot: they are not taken back any more."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("scheduling", "RosterDraft").objects.exclude(acts=[]).update(acts=[])


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0010_need_by_skill")]
    operations = [migrations.RunPython(forget, forget)]
