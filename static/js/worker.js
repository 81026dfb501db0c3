// Runs beside the pages and without them: shows the notices that the desk sends, and opens what they are about.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function read(data) {
  try {
    return data?.json() || {};
  } catch {
    return {};
  }
}

self.addEventListener("push", (event) => {
  const { title = "Helpdesk", body = "", url = "/notices/", tag, lang } = read(event.data);
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, data: { url } }));
});

// Always a page of its own: no other is taken from somebody who writes there.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url || "/notices/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
