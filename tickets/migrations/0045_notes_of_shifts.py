"""What was left with a shift is a hand-over to its team: there is one kind from here on."""

from django.db import migrations


def bring(apps, schema_editor):
    """Several of one shift are one from here on, in the order in which they were written."""
    HandOver = apps.get_model("tickets", "HandOver")
    written = {}
    for note in apps.get_model("scheduling", "HandOver").objects.select_related("shift").order_by("at", "pk"):
        key = (note.shift.team_id, note.by_id, note.shift.ends_at)
        words = written[key].text + "\n\n" + note.text if key in written else note.text
        written[key] = HandOver(
            team_id=key[0], user_id=key[1], shift_ends_at=key[2], text=words, at=note.at
        )
    HandOver.objects.bulk_create(written.values(), batch_size=1000)


def take_back(apps, schema_editor):
    """With the shift again; where that is gone, with another before it: of theirs, or of the team."""
    Shift, Note = (apps.get_model("scheduling", name) for name in ("Shift", "HandOver"))
    rows = apps.get_model("tickets", "HandOver").objects.filter(ticket=None)
    for row in rows.order_by("at", "pk"):
        before = Shift.objects.filter(starts_at__lt=row.shift_ends_at).order_by("-starts_at")
        of_team = before.filter(team=row.team_id)
        shift = (
            of_team.filter(user=row.user_id).first()
            or before.filter(user=row.user_id).first()
            or of_team.first()
            or Shift.objects.filter(team=row.team_id).first()
        )
        if shift:
            Note.objects.create(shift=shift, by_id=row.user_id, text=row.text, at=row.at)
    rows.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0012_remedies_taken"),
        ("tickets", "0044_hand_over_to_a_team"),
    ]
    run_before = [("scheduling", "0013_hand_over_is_of_tickets")]
    operations = [migrations.RunPython(bring, take_back)]
