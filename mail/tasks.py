"""Celery's way in: fetch, store, handle."""

from celery import shared_task


@shared_task(name="mail.tasks.poll_mailboxes")
def poll_mailboxes() -> None:
    """Start a poll of each mailbox that is fetched."""


@shared_task(name="mail.tasks.handle_pending")
def handle_pending() -> None:
    """Handle stored mail whose handling was lost or put off."""
