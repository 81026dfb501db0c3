"""After SECRET_KEY was changed: what is sealed with an old key is sealed with the new one."""

from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from lib.sealed import Unsealable, reseal
from mail.models import Mailbox, OAuthGrant
from notices.models import PushKey

SEALED: dict[type[models.Model], tuple[str, ...]] = {
    Mailbox: ("secret",),
    PushKey: ("secret",),
    OAuthGrant: ("client_secret", "access_token", "refresh_token"),
}


class Command(BaseCommand):
    help = (
        "Seal the passwords and tokens of mailboxes, and the key of messages to browsers, anew with the "
        "present SECRET_KEY. Afterwards the old key may leave SECRET_KEY_FALLBACKS, as far as they are "
        "concerned."
    )

    def handle(self, *args: object, **options) -> None:
        done, lost = 0, []
        for model, names in SEALED.items():
            for number in list(model.objects.values_list("pk", flat=True)):
                with transaction.atomic():
                    row = model.objects.select_for_update().get(pk=number)
                    try:
                        new = {name: reseal(getattr(row, name)) for name in names}
                    except Unsealable:
                        lost.append(str(row))
                        continue
                    model.objects.filter(pk=number).update(**new)
                    done += 1
        self.stdout.write(f"{done} sealed anew")
        if lost:
            raise CommandError(f"Sealed with a key that we do not have, type them again: {', '.join(lost)}")
