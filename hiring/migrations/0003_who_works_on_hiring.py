"""Until now a role was enough. Who is in a file keeps it; everybody else is given the right by an administrator."""

from django.db import migrations
from django.utils import timezone


def keep_those_in_files(apps, schema_editor):
    User, Member = apps.get_model("staff", "User"), apps.get_model("hiring", "Member")
    StaffChange = apps.get_model("staff", "StaffChange")
    named = Member.objects.exclude(part="let_in").values("user")
    held = list(User.objects.filter(pk__in=named, role__in=["manager", "admin"], works_hiring=False))
    User.objects.filter(pk__in=[user.pk for user in held]).update(works_hiring=True)
    now = timezone.now()
    StaffChange.objects.bulk_create(
        StaffChange(user=user, kind="hiring", new="given", at=now) for user in held
    )


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0002_looks_stay"),
        ("staff", "0011_works_on_hiring"),
    ]

    operations = [migrations.RunPython(keep_those_in_files, migrations.RunPython.noop, elidable=True)]
