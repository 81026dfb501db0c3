"""What somebody is told, and how they want to be told."""

from django.conf import settings
from django.db import models

from notices.choices import Kind, Way


class Notice(models.Model):
    """One thing told to one person. `key` says what it is: telling it twice tells it once.

    `words` and `detail` are message ids of gettext with {names} for `params`, so that everybody reads them in
    their own language (see notices.words). `page` and `page_args` name where it leads, `act_page` what may be
    done about it at once, with the words `act_words`. `about` and `about_id` are what it is about; once that
    is `settled_at`, there is nothing left to do. `due_at` is when it was to be told.
    `letter_due_at` says that it leaves as a letter too, if `digest` with the others of the day; `letter` that
    it did, alone or in a digest. `push_due_at` says that it waits to be written down for each browser.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    words = models.CharField(max_length=200)
    detail = models.CharField(max_length=300, blank=True)
    params = models.JSONField(default=dict, blank=True)
    page = models.CharField(max_length=60, blank=True)
    page_args = models.JSONField(default=list, blank=True)
    act_page = models.CharField(max_length=60, blank=True)
    act_words = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=20, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    letter_due_at = models.DateTimeField(null=True, blank=True)
    push_due_at = models.DateTimeField(null=True, blank=True)
    digest = models.BooleanField(default=False, db_default=False)
    letter = models.ForeignKey(
        "outbox.Letter", on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_tray"),
            models.Index(fields=["recipient", "-id"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["letter_due_at", "recipient"],
                condition=models.Q(letter=None, letter_due_at__isnull=False),
                name="notice_letter_due",
            ),
            models.Index(
                fields=["push_due_at"],
                condition=models.Q(push_due_at__isnull=False),
                name="notice_push_due",
            ),
            models.Index(
                fields=["about", "about_id"],
                condition=models.Q(settled_at=None) & ~models.Q(about=""),
                name="notice_unsettled",
            ),
            models.Index(fields=["created_at"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key} for {self.recipient_id}"


class Wish(models.Model):
    """Somebody wants, or does not want, to be told of this kind in this way. Without one the way decides."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_wishes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "way"], name="wish_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.way} of {self.user_id}: {self.on}"


class PushKey(models.Model):
    """What tells push services that it is us, made once: browsers are asked to accept no other's (VAPID)."""

    secret = models.TextField()  # sealed
    public = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    only = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="push_key_only_one")]

    def __str__(self) -> str:
        return "the key of the messages to browsers"


class Device(models.Model):
    """A browser that shows somebody's notices, with the address and the keys that it gave us.

    A browser is one person's at a time: whoever turns it on has it. `problem` is what its push service said
    last, if it did not take what we sent.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=80, blank=True)
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name or 'a browser'} of {self.user_id}"


class Push(models.Model):
    """One notice on its way to one browser, or a trial without a notice. Its words are made when it leaves.

    `due_at` is None once it left or was given up; while somebody sends it, it is a little later.
    """

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="pushes")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="pushes")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "device"], name="push_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="push_due"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.device_id}"
