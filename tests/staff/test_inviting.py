"""Asking somebody in: a letter in their language, a link that works once."""

import datetime

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from outbox.models import Letter
from staff.actions import InvitationOver, accept, invite, invite_again, revoke
from staff.actions.inviting import SALT, token_of
from staff.models import Invitation, StaffChange

PASSWORD = "a long way to the north"


def test_a_letter_leads_in_once(mona, billing):
    invite(by=mona, email="Tiina@Desk.example ", full_name="Tiina", language="et", teams=[billing])
    letter = Letter.objects.get(kind="invitation")
    assert letter.to == ['"Tiina" <tiina@desk.example>']
    token = letter.text.split("/join/")[1].split("/")[0]
    assert f"/join/{token}/" in letter.html
    user = accept(token, full_name="Tiina Oja", password=PASSWORD)
    assert (user.email, user.role, user.language) == ("tiina@desk.example", "agent", "et")
    assert list(user.teams.all()) == [billing]
    assert user.check_password(PASSWORD)
    assert StaffChange.objects.get(user=user).by == mona
    with pytest.raises(InvitationOver):
        accept(token, full_name="Somebody", password=PASSWORD)


def test_a_new_letter_ends_the_link_of_the_old(mona):
    asked = invite(by=mona, email="tiina@desk.example")
    old = token_of(asked)
    new = token_of(invite_again(asked, by=mona))
    with pytest.raises(InvitationOver):
        accept(old, full_name="Tiina Oja", password=PASSWORD)
    assert accept(new, full_name="Tiina Oja", password=PASSWORD).full_name == "Tiina Oja"
    assert Letter.objects.filter(kind="invitation").count() == 2


def test_one_withdrawn_late_or_forged_leads_nowhere(mona, settings):
    asked = invite(by=mona, email="tiina@desk.example")
    revoke(asked, by=mona)
    with pytest.raises(InvitationOver):
        revoke(asked, by=mona)
    late = invite(by=mona, email="tiina@desk.example")
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    forged = signing.dumps([late.pk, 1], salt=SALT, key="another")
    for token in (token_of(asked), token_of(late), forged, "", "x:y:z"):
        with pytest.raises(InvitationOver):
            accept(token, full_name="Tiina Oja", password=PASSWORD)


def test_who_asked_them_in_must_still_be_allowed_to(mona):
    token = token_of(invite(by=mona, email="tiina@desk.example"))
    mona.is_active = False
    mona.save(update_fields=["is_active"])
    with pytest.raises(InvitationOver):
        accept(token, full_name="Tiina Oja", password=PASSWORD)


def test_nobody_is_asked_twice_nor_above_the_one_who_asks(mona, cleo, amara):
    invite(by=mona, email="tiina@desk.example")
    for email in ("TIINA@desk.example", amara.email, "no address"):
        with pytest.raises(ValidationError):
            invite(by=mona, email=email)
    for by, role in ((cleo, "agent"), (mona, "admin"), (mona, "king")):
        with pytest.raises(PermissionDenied):
            invite(by=by, email="other@desk.example", role=role)
