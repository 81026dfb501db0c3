"""How loaded somebody was when they wrote."""

from django.db import models


class Moment(models.Model):
    """`load` is the index of scheduling.load at the time the answer left: 100 is the most that is allowed."""

    message = models.OneToOneField(
        "tickets.Message", on_delete=models.CASCADE, primary_key=True, related_name="moment"
    )
    load = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.message_id}: {self.load}"
