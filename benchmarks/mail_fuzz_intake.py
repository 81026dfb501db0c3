"""Broken mails through the whole intake, in transactions that leave nothing; the account must balance."""

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("HELPDESK_ENV", "local")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
CHUNK = 200


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import override_settings

    from benchmarks.real_mail import files

    folder, seed, mails, every = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    corpus = files(folder) if folder.is_dir() else []
    call_command("migrate", interactive=False, verbosity=0)
    numbers = list(range(0, mails, every))
    total: Counter[str] = Counter()
    slowest, said = (0.0, -1), []
    with tempfile.TemporaryDirectory() as place, override_settings(FILES_ROOT=Path(place)):
        for start in range(0, len(numbers), CHUNK):
            slowest = max(slowest, _chunk(numbers[start : start + CHUNK], seed, corpus, total, said))
    print(
        f"through the intake: {total['raw']:,} mails: "
        + ", ".join(f"{n} {name}" for name, n in total.items())
    )
    print(f"slowest {slowest[1]} ({slowest[0]:.2f} s)")
    for line in said[:40]:
        print("  " + line)
    sys.exit(1 if said or slowest[0] > 10 else 0)


def _chunk(numbers, seed, corpus, total, said) -> tuple[float, int]:
    from django.db import transaction

    from benchmarks.mail_chain import mail_of
    from mail.intake import handle, receive
    from mail.models import Mailbox, RawEmail
    from mail.queries import balanced, ledger
    from staff.models import Team

    slowest = (0.0, -1)
    with transaction.atomic():
        team = Team.objects.create(name="Broken mail", slug="broken-mail-scratch")
        box = Mailbox.objects.create(name="Broken", address="billing@desk.example", team=team)
        for number in numbers:
            began = time.perf_counter()
            try:
                row = receive(mail_of(seed, number, corpus), mailbox=box)
                outcome = handle(row.pk)
            except Exception as error:
                said.append(f"{number}: {type(error).__name__}: {str(error)[:150]}")
                continue
            slowest = max(slowest, (time.perf_counter() - began, number))
            if outcome is None:
                said.append(f"{number}: no outcome")
        for pk, cause in RawEmail.objects.filter(mailbox=box, cause="error").values_list("pk", "cause"):
            said.append(f"held after an error: {pk} {cause}")
        counts = ledger(mailbox=box)
        if not balanced(counts) or counts["pending"]:
            said.append(f"the account does not balance: {counts}")
        total.update(counts)
        transaction.set_rollback(True)
    return slowest


if __name__ == "__main__":
    main()
