"""The project: settings, addresses, the recurring jobs, the embedded services.
It may know every app; no app knows it.
It offers the Celery app to the workers."""

from helpdesk.celery import app as celery_app

__all__ = ["celery_app"]
