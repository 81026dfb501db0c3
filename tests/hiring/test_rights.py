"""Who works on hiring: given and taken by an administrator, in the open; no file is left without an owner."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from hiring import access, actions
from hiring.models import Dossier, Look, Member
from notices.models import Notice
from staff.actions import change_role, hire, keep_from_hiring, let_go, let_work_on_hiring, take_back
from staff.models import StaffChange, User

pytestmark = pytest.mark.django_db
HISTORY = ("user", "kind", "old", "new", "by")


def test_an_administrator_gives_it_in_the_open(rita, otto, ada, amara, mona):
    for by, user in ((mona, rita), (rita, rita), (amara, amara)):
        with pytest.raises(PermissionDenied):
            let_work_on_hiring(user, by=by)
    with pytest.raises(ValidationError):
        let_work_on_hiring(amara, by=ada)
    assert not rita.may("hiring.work")
    let_work_on_hiring(rita, by=ada)
    let_work_on_hiring(rita, by=ada)
    let_work_on_hiring(ada, by=ada)
    assert rita.may("hiring.work")
    assert set(User.objects.who_may("hiring.work")) == {mona, otto, rita, ada}
    assert list(StaffChange.objects.order_by("pk").values_list(*HISTORY)) == [
        (rita.pk, "hiring", "", "given", ada.pk),
        (ada.pk, "hiring", "", "given", ada.pk),
    ]
    told = Notice.objects.filter(kind="hiring").order_by("pk").values_list("recipient", "params__name")
    assert list(told[:3]) == [(rita.pk, None), (mona.pk, "Rita Saar"), (otto.pk, "Rita Saar")]
    assert {who for who, name in told if name == "Ada Sild"} == {mona.pk, otto.pk, rita.pk}


def test_who_loses_it_hands_over_first(position, candidate, mona, lena, otto, ada, amara, settings):
    settings.EVIDENCE_PROVIDERS = []
    words = {"reason": "R", "findings": [{"criterion": "C", "finding": "F"}],
             "evidence_from": candidate.consent_on, "evidence_to": candidate.consent_on}  # fmt: skip
    made = actions.recommend(words, kind="transfer", by=mona, second=lena, subject=amara)
    theirs = actions.recommend(words, kind="transfer", by=otto, second=mona, subject=amara)
    actions.move_recommendation(theirs, "propose", by=otto)
    with pytest.raises(ValidationError, match=f"theirs: {position.pk}") as refused:
        keep_from_hiring(mona, by=ada)
    assert "Billing" not in str(refused.value)
    with pytest.raises(ValidationError, match="takes that from them first"):
        change_role(mona, by=ada, role="agent")
    with pytest.raises(PermissionDenied):
        keep_from_hiring(mona, by=otto)
    mona.refresh_from_db()
    assert access.position_for(mona, position.pk)
    keep_from_hiring(mona, by=ada, to=lena)
    assert Dossier.objects.get(pk=position.pk).owner == lena
    assert access.writable_candidate(lena, candidate.pk)
    assert not access.dossiers_for(mona).exists()
    assert not Member.objects.filter(user=mona, dossier=position.pk).exists()
    assert Dossier.objects.get(pk=made.pk).keep_until is not None
    assert Notice.objects.filter(recipient=otto, words__startswith="Who was to approve").count() == 1
    assert Look.objects.filter(dossier=position.pk, who=ada, act="named").count() == 1
    for act in (
        lambda: actions.add_note(candidate, text="I may not.", by=mona),
        lambda: actions.move_recommendation(theirs, "approve", by=mona),
        lambda: actions.open_position({"title": "Mine"}, by=mona),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(ValidationError, match="Only who works on hiring"):
        actions.name_member(Dossier.objects.get(pk=position.pk), user=mona, by=lena)
    change_role(mona, by=ada, role="agent")


def test_who_leaves_is_followed_by_somebody_who_may(position, mona, lena, otto, ada, rita):
    with pytest.raises(ValidationError, match="Choose who takes them over"):
        let_go(mona, by=ada, to=rita)
    actions.name_member(position.dossier, user=lena, by=mona)
    let_go(mona, by=ada, to=rita)
    assert Dossier.objects.get(pk=position.pk).owner == lena
    let_go(lena, by=ada, to=otto)
    assert Dossier.objects.get(pk=position.pk).owner == otto
    back = take_back(mona, by=ada)
    assert not User.objects.get(pk=back.pk).works_hiring
    history = StaffChange.objects.filter(user=mona, kind="hiring").values_list("old", "new")
    assert list(history) == [("given", "")]


def test_the_form_asks_administrators_only(client, position, mona, lena, otto, ada, rita, cleo):
    def sent(user, **more):
        return client.post(reverse("staff:person_edit", args=[user.pk]), {"role": "manager", **more})

    client.force_login(otto)
    page = client.get(reverse("staff:person_edit", args=[rita.pk])).content.decode()
    assert "Works on hiring" not in page
    sent(rita, works_hiring="on")
    assert not User.objects.get(pk=rita.pk).works_hiring
    sent(mona)
    assert User.objects.get(pk=mona.pk).works_hiring  # what they are not asked they do not take
    client.force_login(ada)
    page = client.get(reverse("staff:person_edit", args=[rita.pk])).content.decode()
    assert "Works on hiring" in page
    assert sent(rita, works_hiring="on", role="lead").status_code == 422
    assert sent(rita, works_hiring="on").status_code == 302
    assert "works on hiring and" in client.get(reverse("staff:person", args=[rita.pk])).content.decode()
    refused = sent(mona)
    assert refused.status_code == 422
    assert f"theirs: {position.pk}." in refused.content.decode()
    assert sent(mona, hiring_to=lena.pk, role="lead").status_code == 302
    mona.refresh_from_db()
    assert (mona.works_hiring, mona.role) == (False, "lead")
    assert Dossier.objects.get(pk=position.pk).owner == lena
    client.force_login(cleo)
    assert "works on hiring and" not in client.get(reverse("staff:person", args=[rita.pk])).content.decode()
    client.force_login(hire(email="b@desk.example", full_name="Bo", role="manager"))
    assert reverse("hiring:positions") not in client.get(reverse("staff:people")).content.decode()
