"""Celery's way in: fetch, store, handle."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from mail import account, actions, fetching, guards, intake, oauth, surveys
from mail.models import Mailbox


@shared_task(name="mail.tasks.poll_mailboxes")
def poll_mailboxes() -> int:
    """Start a poll of each mailbox that is fetched; one that is being polled already is left alone."""
    boxes = list(Mailbox.objects.filter(active=True).exclude(host="").values_list("pk", flat=True))
    resting = cache.get_many([fetching.REST_KEY.format(box) for box in boxes])
    for box in boxes:
        if fetching.REST_KEY.format(box) in resting:
            continue
        # A tick that no worker took in time is worth nothing: the next one does its work.
        poll_mailbox.apply_async(args=[box], expires=30)
    return len(boxes)


@shared_task(name="mail.tasks.poll_mailbox", soft_time_limit=240, time_limit=300)
def poll_mailbox(mailbox_id: int) -> int:
    return fetching.poll(mailbox_id)


@shared_task(name="mail.tasks.handle")
def handle(raw_id: int) -> str | None:
    return intake.handle(raw_id)


@shared_task(name="mail.tasks.handle_pending")
def handle_pending() -> int:
    """Handle stored mail whose handling was lost or put off."""
    return intake.handle_pending(timezone.now())


@shared_task(name="mail.tasks.check_account")
def check_account() -> bool | None:
    """Once an hour: is what came in what became of it?"""
    return account.check_account(timezone.now())


@shared_task(name="mail.tasks.renew_grants")
def renew_grants() -> int:
    """Renew the tokens that end soon, whether their mailbox is fetched just now or not."""
    return oauth.renew_due(timezone.now())


@shared_task(name="mail.tasks.let_go")
def let_go() -> int:
    """Empty held mail that is older than we keep it."""
    return actions.let_go(timezone.now())


@shared_task(name="mail.tasks.forget_courtesies")
def forget_courtesies() -> int:
    """Delete what no guard against loops looks at any more."""
    return guards.forget_old(timezone.now())


@shared_task(name="mail.tasks.ask_customers")
def ask_customers() -> int:
    """Ask those how it was whose ticket was solved a while ago."""
    return surveys.ask_due()
