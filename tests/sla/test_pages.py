"""The pages of promises: who sees them, what they say, what they refuse, with the reason beside the field."""

import pytest
from django.urls import reverse

from customers.models import Organisation
from sla.actions import set_policy
from sla.models import Adoption, Policy, PolicyVersion
from tests.factories import STANDARD_TERMS, make_ticket
from tests.sla.test_matching import terms, when
from tickets import adopting

pytestmark = pytest.mark.django_db


def typed(every=(), some=(), levels=(), **fields):
    said = {
        "name": "Fast", "audience": "customer", "seen": "0", "reopen": "resume", "on_change": "prospective",
        "bounce": "1d", "adopt": "", "first_response-normal": "4h", "warn-first_response": "75%",
        "first_response-urgent": "30m 24/7 warn none", "resolution-normal": "24h", "warn-resolution": "",
        "pause-resolution": ["waiting"],
    }  # fmt: skip
    for prefix, lines in (("every", every), ("some", some), ("level", levels)):
        said |= {f"{prefix}-TOTAL_FORMS": str(len(lines) + 1), f"{prefix}-INITIAL_FORMS": "0"}
        for number, line in enumerate(lines):
            said |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return said | fields


def asks(field, how, value=""):
    return {"field": field, "how": how, "value": value}


ADDRESSES = ("sla:policies", "sla:policy_new", "sla:policy", "sla:policy_preview", "sla:policy_order")


@pytest.mark.parametrize("name", [*ADDRESSES, "customers:organisations", "customers:vip"])
def test_the_pages_are_not_there_for_others(client, promises, amara, cleo, dana, name):
    of = {
        "sla:policy": promises.policy_id,
        "sla:policy_order": promises.policy_id,
        "customers:vip": dana.organisation_id,
    }
    address = reverse(name, args=[of[name]] if name in of else [])
    for person in (amara, cleo):
        client.force_login(person)
        assert client.get(address).status_code in (404, 405)
        assert client.post(address, {**typed(), "do": "off", "vip": "yes"}).status_code in (404, 405)
    assert PolicyVersion.objects.count() == 1
    assert Policy.objects.get().active
    assert not Organisation.objects.filter(vip=True).exists()


def test_a_policy_is_typed_seen_and_saved(client, promises, billing, mona):
    client.force_login(mona)
    said = typed(
        every=[asks("team", "is", "billing"), asks("tags", "is", "Outage, fibre")],
        some=[asks("vip", "yes"), asks("priority", "is", "Urgent; High")],
        levels=[
            {"to": "assignee", "since": "75%", "outside_hours": "hold", "channel": "tray"},
            {"to": f"person-{mona.pk}", "after": "30m", "outside_hours": "send", "channel": "letter"},
        ],
    )
    seen = client.post(reverse("sla:policy_preview"), said).content.decode()
    assert "a ticket that comes in now is due" in seen
    assert "Europe/Tallinn" in seen
    assert "Mona Rand" in seen
    assert Policy.objects.count() == 1
    done = client.post(reverse("sla:policy_new"), said, follow=True)
    assert "is saved" in done.content.decode()
    version = PolicyVersion.objects.get(policy__name="Fast")
    assert version.conditions == {
        "all": [
            {"field": "team", "how": "is", "values": [str(billing.pk)]},
            {"field": "tags", "how": "has_any", "values": ["outage", "fibre"]},
            {"any": [
                {"field": "vip", "how": "yes"},
                {"field": "priority", "how": "is", "values": ["urgent", "high"]},
            ]},
        ]
    }  # fmt: skip
    assert version.terms["priorities"]["urgent"]["first_response"] == {"minutes": 30, "hours": "calendar"}
    assert [each.since for each in version.read().ladder.levels] == ["warning", "breach"]
    assert (version.policy.position, version.made_by) == (1, mona)


def test_an_edit_shows_what_is_stored_and_its_versions_what_changed(client, promises, mona):
    client.force_login(mona)
    address = reverse("sla:policy", args=[promises.policy_id])
    page = client.get(address).content.decode()
    for value in ("4h", "30m 24/7 warn none", "75%"):
        assert f'value="{value}"' in page
    stored = {"name": "Standard", "seen": "1", "first_response-normal": "2h", "adopt": "retroactive"}
    assert client.post(address, typed(**stored)).status_code == 302
    page = client.get(address).content.decode()
    assert "<dt>First response, Normal</dt><dd><del>4h" in page
    assert Adoption.objects.get().how == "retroactive"
    late = client.post(address, typed(**stored))
    assert late.status_code == 409
    assert "meanwhile" in late.content.decode()


def test_saving_what_was_shown_changes_nothing(client, mona, billing):
    ladder = [
        {"since": "breach", "minutes": 30, "to": "manager", "metrics": ["first_response", "resolution"]}
    ]
    version = set_policy("Standard", {**STANDARD_TERMS, "ladder": ladder}, team=billing)
    client.force_login(mona)
    address = reverse("sla:policy", args=[version.policy_id])
    typed_form = client.get(address).context["typed"]
    said = {}
    forms = [typed_form.form]
    for lines in (typed_form.every, typed_form.some, typed_form.levels):
        forms += [lines.management_form, *lines]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                said[field.html_name] = value
    assert client.post(address, said).status_code == 302
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"first_response-normal": "soon"}, "“soon” is no time. Write it as 4h, 30m or 1h 30m."),
        ({"first_response-normal": "2d"}, "a day of open hours has no fixed length"),
        ({"warn-first_response": "often"}, "“often” is no warning."),
        ({"bounce": "ever"}, "“ever” is no time."),
        ({"name": ""}, "This field is required."),
        ({"name": "Standard"}, "already exists"),
        (
            {"first_response-normal": "", "first_response-urgent": "", "resolution-normal": ""},
            "This promises nothing.",
        ),
    ],
)
def test_what_cannot_be_promised_is_said_where_it_is_and_everything_typed_stays(
    client, promises, mona, fields, says
):
    client.force_login(mona)
    answer = client.post(reverse("sla:policy_new"), typed(**fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert all(f'value="{value}"' in page for value in fields.values() if value)
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    ("every", "says"),
    [
        ([asks("team", "is", "Bilings")], "Team: there is no “Bilings”. There are: Billing"),
        ([asks("team", "has_all", "Billing")], "Team cannot be asked that. It can be asked: is, is not."),
        ([asks("tags", "has_any")], "Tags: say with what it is compared."),
        (
            [asks("vip", "yes"), asks("vip", "no")],
            "VIP organisation: this contradicts “VIP organisation is true”",
        ),
        (
            [asks("priority", "is", "Low"), asks("priority", "is", "High")],
            "this contradicts “Priority is Low”",
        ),
    ],
)
def test_conditions_that_cannot_be_are_refused_beside_their_line(client, promises, mona, every, says):
    client.force_login(mona)
    answer = client.post(reverse("sla:policy_new"), typed(every=every))
    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    ("level", "says"),
    [
        ({"to": "manager", "after": "later"}, "“later” is no time."),
        ({"to": "manager", "after": "10m"}, "It is due before one that stands above it."),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(client, mona, level, says):
    client.force_login(mona)
    first = {"to": "team_lead", "after": "1h"}
    answer = client.post(reverse("sla:policy_new"), typed(levels=[first, level]))
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_more_lines_keep_what_was_typed(client, mona):
    client.force_login(mona)
    page = client.post(reverse("sla:policy_new"), typed(every=[asks("vip", "yes")], more="every"))
    assert page.status_code == 200
    assert len(page.context["typed"].every) == 5
    assert not Policy.objects.exists()


def test_the_list_is_in_order_says_what_is_never_reached_and_how_many_are_under_it(
    client, promises, billing, dana, mona
):
    vip = set_policy("For VIPs", terms(60), conditions=when(("vip", "yes")), position=5)
    set_policy("Second line", terms(60), audience="internal", team=billing)
    for _ in range(2):
        make_ticket(requester=dana, team=billing)
    client.force_login(mona)
    page = client.get(reverse("sla:policies")).content.decode()
    assert "Never reached: “Standard” stands above it" in page
    assert page.count("2 open tickets") == 2
    assert "Promised among colleagues" in page
    order = reverse("sla:policy_order", args=[vip.policy_id])
    assert client.post(order, {"do": "up"}).status_code == 302
    page = client.get(reverse("sla:policies")).content.decode()
    assert "Never reached" not in page
    assert page.index("For VIPs") < page.index("Standard")
    client.post(order, {"do": "off"})
    assert not Policy.objects.get(pk=vip.policy_id).active
    assert client.post(order, {"do": "burn"}).status_code == 404


@pytest.mark.parametrize("policies", [1, 3])
def test_the_list_costs_the_same_however_many(client, promises, mona, policies, django_assert_num_queries):
    for number in range(policies - 1):
        set_policy(f"No. {number}", terms(60), conditions=when(("language", "is", "et")))
    client.force_login(mona)
    client.get(reverse("sla:policies"))
    with django_assert_num_queries(COST_OF_LIST):
        client.get(reverse("sla:policies"))


COST_OF_LIST = 13


def test_conditions_of_a_command_that_cannot_be_shown_are_kept(client, mona):
    nested = {"any": [{"all": [{"field": "vip", "how": "yes"}]}, {"field": "tags", "how": "absent"}]}
    version = set_policy("Nested", terms(60), conditions=nested)
    client.force_login(mona)
    address = reverse("sla:policy", args=[version.policy_id])
    assert "Saving keeps them" in client.get(address).content.decode()
    client.post(address, typed(name="Nested", seen="1"))
    newest = version.policy.versions.first()
    assert (newest.number, newest.conditions) == (2, nested)


def test_organisations_are_found_and_made_vips(client, dana, eve, mona):
    client.force_login(mona)
    address = reverse("customers:organisations")
    page = client.get(address, {"q": "okafor"}).content.decode()
    assert "Okafor Design" in page
    assert "Lund Trading" not in page
    act = reverse("customers:vip", args=[dana.organisation_id])
    answer = client.post(act, {"vip": "yes", "back": "q=okafor"})
    assert answer.headers["Location"].endswith("?q=okafor")
    page = client.get(address).content.decode()
    assert "Mona Rand: Okafor Design is a VIP" in page
    assert page.index("Okafor Design") < page.index("Lund Trading")
    assert client.post(act, {"vip": "maybe"}).status_code == 404
    assert "No organisation of that name" in client.get(address, {"q": "nobody"}).content.decode()


def test_what_is_written_can_be_tried_on_what_was(client, promises, mona):
    client.force_login(mona)
    answer = client.post(
        reverse("sla:policy", args=[promises.policy_id]), typed(name="Standard", seen="1") | {"try": "1"}
    )
    assert answer["Location"] == reverse("reports:backtest")
    assert "“Standard” as it is being written" in client.get(answer["Location"]).content.decode()
    assert PolicyVersion.objects.count() == 1
    wrong = client.post(reverse("sla:policy_new"), typed() | {"try": "1", "first_response-normal": "soon"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("organisations", [1, 3])
def test_the_organisations_cost_the_same_however_many(client, mona, organisations, django_assert_num_queries):
    for number in range(organisations):
        Organisation.objects.create(name=f"No. {number}")
    client.force_login(mona)
    client.get(reverse("customers:organisations"))
    with django_assert_num_queries(COST_OF_ORGANISATIONS):
        client.get(reverse("customers:organisations"))


COST_OF_ORGANISATIONS = 9


def test_open_hours_may_be_taken_over_from_their_form(client, promises, billing, dana, mona):
    make_ticket(requester=dana, team=billing)
    client.force_login(mona)
    calendar = billing.calendar_link.calendar
    address = reverse("scheduling:calendar", args=[calendar.pk])
    assert "as if it had always held" in client.get(address).content.decode()
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "10-16")
    said = {"name": "Office", "tz": "Europe/Tallinn", "teams": [billing.pk], "seen": "1", **week}
    assert client.post(address, {**said, "adopt": "prospective"}).status_code == 302
    adoption = Adoption.objects.get()
    assert (adoption.calendar_version.number, adoption.made_by) == (2, mona)
    assert adopting.go_on() == 1
    assert adopting.go_on() == 0
