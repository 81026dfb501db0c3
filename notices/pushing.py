"""Notices on their way to browsers: written down for each, sent, and sent again or given up.

The rows are the truth. Killed anywhere, the next sweep goes on; what may have left leaves once more, and the
browser shows it once, because both bear the same name. What it says is asked for at the moment of sending:
whoever lost a ticket in between is told nothing of it.
"""

import datetime
import json
import logging
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from lib import outside
from lib.sealed import Unsealable
from notices.again import next_try
from notices.keys import private_key
from notices.models import Device, Notice, Push
from notices.push_words import ADDRESS, Message, messages_for
from notices.sealing import Address, BadKey, sealed, signature

log = logging.getLogger(__name__)
HELD = datetime.timedelta(minutes=5)  # by whoever sends it: longer than sending takes
KEPT = datetime.timedelta(hours=12)  # a notice that is older tells nothing new
A_SWEEP = 40.0  # seconds; the next one goes on
AT_ONCE = 500
GONE = frozenset({404, 410})


@dataclass(slots=True)
class Round:
    """`silent`: push services that did not answer a moment ago, and are left alone until the next round."""

    now: datetime.datetime
    key: str
    silent: set[str] = field(default_factory=set)


def send_due(now: datetime.datetime) -> int:
    """Write down what is new and send what is due; how many messages left. Safe with many workers."""
    write_down(now)
    if (round_ := _round(now)) is None:
        return 0
    devices = Push.objects.filter(due_at__lte=now).order_by().values_list("device", flat=True).distinct()
    begun, sent = time.monotonic(), 0
    for number in list(devices[:AT_ONCE]):
        if time.monotonic() - begun < A_SWEEP:
            sent += _send_to(number, round_)
    return sent


def send_to(device: int, now: datetime.datetime) -> int:
    """What is due for this browser."""
    round_ = _round(now)
    return _send_to(device, round_) if round_ else 0


@transaction.atomic
def write_down(now: datetime.datetime) -> int:
    """A row for each browser of whoever is told; read meanwhile, or without a browser, it is left."""
    new = list(
        Notice.objects.select_for_update(skip_locked=True)
        .filter(push_due_at__lte=now)
        .order_by("push_due_at")[:AT_ONCE]
    )
    if not new:
        return 0
    devices = Device.objects.filter(user__in={notice.recipient_id for notice in new})
    rows = [
        Push(notice=notice, device=device, created_at=now, due_at=now)
        for device in devices
        for notice in new
        if notice.recipient_id == device.user_id and notice.read_at is None
    ]
    Push.objects.bulk_create(rows, ignore_conflicts=True)
    Notice.objects.filter(pk__in=[notice.pk for notice in new]).update(push_due_at=None)
    return len(rows)


def _round(now: datetime.datetime) -> Round | None:
    try:
        return Round(now, private_key())
    except Unsealable:
        log.error("the key of messages to browsers was sealed with another SECRET_KEY: see push_key --new")
        return None


def _send_to(number: int, round_: Round) -> int:
    held = _hold(number, round_.now)
    if not held:
        return 0
    device = held[0].device
    worth = [push for push in held if _is_worth_sending(push, device, round_.now)]
    _settle([push for push in held if push not in worth])
    messages = messages_for(device.user, worth)
    said = {push.pk for _message, pushes in messages for push in pushes}
    _settle([push for push in worth if push.pk not in said])
    sent = 0
    for message, pushes in messages:
        if urlsplit(device.endpoint).netloc in round_.silent:
            _again(pushes, round_.now)
            continue
        answer = _hand_in(message, pushes, device, round_)
        if answer.status in GONE:
            break
        sent += 200 <= answer.status < 300
    return sent


def _hold(number: int, now: datetime.datetime) -> list[Push]:
    """Taken by us for a while, and counted as a try: whoever dies with it has tried."""
    with transaction.atomic():
        held = list(
            Push.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(device=number, due_at__lte=now)
            .select_related("device__user", "notice")
            .order_by("pk")[:AT_ONCE]
        )
        Push.objects.filter(pk__in=[push.pk for push in held]).update(due_at=now + HELD, tries=F("tries") + 1)
    return held


def _is_worth_sending(push: Push, device: Device, now: datetime.datetime) -> bool:
    """Not what was read meanwhile, what is old, and what is of somebody who left."""
    if not device.user.is_active or now - push.created_at > KEPT:
        return False
    return push.notice is None or (push.notice.read_at is None and push.notice.recipient_id == device.user_id)


def _hand_in(message: Message, pushes: list[Push], device: Device, round_: Round) -> outside.Answer:
    """Give it to the push service, and write down what that said; 503 for one that was not reached."""
    host = urlsplit(device.endpoint).netloc
    try:
        answer = _posted(message, device, round_)
    except (outside.NotPublic, BadKey) as refused:
        log.warning("browser %s has no address to send to: %s", device.pk, refused)
        _give_up(pushes, device, ADDRESS)
        return outside.Answer(400, "")
    except outside.Refused as refused:
        log.info("the push service %s was not reached: %s", host, refused)
        round_.silent.add(host)
        answer = outside.Answer(503, "")
    _settled_by(answer, pushes, device, round_.now)
    return answer


def _posted(message: Message, device: Device, round_: Round) -> outside.Answer:
    address = Address(device.endpoint, device.p256dh, device.auth)
    signed = signature(
        address.endpoint, round_.key, about=settings.PUSH_CONTACT, now=int(round_.now.timestamp())
    )
    headers = {
        "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "Urgency": "high",
        "TTL": str(int(KEPT.total_seconds())), "Topic": message["tag"],
    }  # fmt: skip
    content = sealed(json.dumps(message, ensure_ascii=False).encode(), address)
    return outside.post(address.endpoint, content, signed | headers)


def _settled_by(answer: outside.Answer, pushes: list[Push], device: Device, now: datetime.datetime) -> None:
    if 200 <= answer.status < 300:
        _rows(pushes).update(due_at=None, sent_at=now)
        Device.objects.filter(pk=device.pk).update(reached_at=now, problem="")
    elif answer.status in GONE:
        # The browser took it back. Not what it gave us anew meanwhile.
        Device.objects.filter(pk=device.pk, endpoint=device.endpoint, p256dh=device.p256dh).delete()
    elif answer.status == 429 or answer.status >= 500:
        _again(pushes, now, answer.retry_after)
        Device.objects.filter(pk=device.pk).update(problem=str(answer.status))
    else:
        _give_up(pushes, device, str(answer.status))


def _again(pushes: Collection[Push], now: datetime.datetime, retry_after: str = "") -> None:
    for push in pushes:
        _rows([push]).update(due_at=next_try(push.tries + 1, now, retry_after))


def _give_up(pushes: Collection[Push], device: Device, said: str) -> None:
    _settle(pushes)
    Device.objects.filter(pk=device.pk).update(problem=said)


def _settle(pushes: Collection[Push]) -> None:
    if pushes:
        _rows(pushes).update(due_at=None)


def _rows(pushes: Collection[Push]):
    return Push.objects.filter(pk__in=[push.pk for push in pushes])
