"""Notices in a real browser: turned on on the page, shown by its worker, and opened at the ticket."""

import json

import pytest
from playwright.sync_api import expect

from notices.actions import notify
from notices.models import Device, Notice
from notices.push_words import messages_for
from notices.pushing import write_down

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SETTINGS = "/notices/settings/"
# The service of the browser's maker is not there in a test; what it would give is.
GIVEN = """
const kept = "given";
const made = () => ({
  endpoint: %(endpoint)s,
  toJSON: () => ({ endpoint: %(endpoint)s, keys: { p256dh: %(p256dh)s, auth: %(auth)s } }),
  unsubscribe: async () => { localStorage.removeItem(kept); return true; },
});
PushManager.prototype.subscribe = async function ({ applicationServerKey, userVisibleOnly }) {
  if (!userVisibleOnly || applicationServerKey.length !== 87) throw new TypeError("asked wrongly");
  localStorage.setItem(kept, "yes");
  return made();
};
// The browser without windows refuses all notifications: whoever is asked here says yes.
Object.defineProperty(Notification, "permission", { configurable: true, get: () => "granted" });
Notification.requestPermission = async () => "granted";
PushManager.prototype.getSubscription = async () => localStorage.getItem(kept) ? made() : null;
"""
# The worker is the real one, and so is the message that wakes it; what it would show is noted.
NOTED = """
self.shown = [];
self.registration.showNotification = async (...said) => { shown.push(said); };
self.until = async (what) => { while (!what()) await new Promise((go) => setTimeout(go, 20)); };
self.pressed = async ([, { data }]) => {
  const opened = new Promise((resolve) => { self.clients.openWindow = async (url) => resolve(url); });
  const press = new ExtendableEvent("notificationclick");
  press.notification = { data, close() {} };
  self.dispatchEvent(press);
  return opened;
};
null
"""


@pytest.fixture
def page(open_page, push_service, amara):
    page = open_page("/inbox/", reader=amara)
    given = {name: json.dumps(value) for name, value in push_service.browser().form().items()}
    page.add_init_script(GIVEN % given)
    return page


def test_amara_turns_it_on_is_told_and_opens_the_ticket(page, live_server, amara, ticket):
    page.goto(live_server.url + SETTINGS)
    page.get_by_role("button", name="Turn on in this browser").click()
    expect(page.get_by_text("On in this browser", exact=True)).to_be_visible()
    expect(page.get_by_text("this one")).to_be_visible()
    assert Device.objects.get().user == amara

    notify(
        [amara], key="x", kind="customer", words="Dana wrote", page="tickets:ticket", page_args=[ticket.pk],
        about=("ticket", ticket.pk),
    )  # fmt: skip
    write_down(Notice.objects.get().created_at)
    ((message, _pushes),) = messages_for(amara, list(Device.objects.get().pushes.select_related("notice")))
    worker = page.context.service_workers[0]
    assert worker.url == live_server.url + "/worker.js"
    worker.evaluate(NOTED)
    deliver(page, live_server, message)
    worker.evaluate("until(() => shown.length)")
    assert worker.evaluate("shown") == [
        ["Dana wrote", {"body": "", "tag": message["tag"], "lang": "en", "data": {"url": message["url"]}}]
    ]
    opened = worker.evaluate("pressed(shown[0])")
    page.goto(opened)
    expect(page.get_by_role("heading", name="Refund not received").first).to_be_visible()
    assert Notice.objects.get().read_at

    page.goto(live_server.url + SETTINGS)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Turn on in this browser")).to_be_visible()
    assert not Device.objects.exists()
    assert page.evaluate("navigator.serviceWorker.ready.then((r) => r.pushManager.getSubscription())") is None


def deliver(page, live_server, message):
    """As the browser's maker would, straight into the browser."""
    talk = page.context.new_cdp_session(page)
    found = []
    talk.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"]))
    talk.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    talk.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": live_server.url,
            "registrationId": found[-1]["registrationId"],
            "data": json.dumps(message),
        },
    )
    talk.detach()


def test_a_browser_that_may_not_says_what_to_do(page, live_server):
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.goto(live_server.url + SETTINGS)
    expect(page.get_by_text("Allow notifications for this site in the settings")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on in this browser")).to_be_hidden()


def test_a_browser_that_cannot_says_so(page, live_server):
    page.add_init_script("delete window.PushManager")
    page.goto(live_server.url + SETTINGS)
    expect(page.get_by_text("This browser cannot show notices")).to_be_visible()


def test_a_browser_that_gets_no_address_says_so(page, live_server):
    page.add_init_script("PushManager.prototype.subscribe = async () => { throw new Error('no service'); }")
    page.goto(live_server.url + SETTINGS)
    page.get_by_role("button", name="Turn on in this browser").click()
    expect(page.get_by_text("Its own push service gave no address.")).to_be_visible()
    assert not Device.objects.exists()
