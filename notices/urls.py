"""The addresses of the tray."""

from django.urls import path

from notices.views import devices, tray

app_name = "notices"
urlpatterns = [
    path("", tray.tray, name="tray"),
    path("read/", tray.read_all, name="read_all"),
    path("settings/", tray.wishes, name="wishes"),
    path("devices/", devices.add, name="device_add"),
    path("devices/<int:device_id>/remove/", devices.remove, name="device_remove"),
    path("devices/<int:device_id>/try/", devices.try_out, name="device_try"),
    path("<int:notice_id>/", tray.follow, name="follow"),
    path("<int:notice_id>/read/", tray.read, name="read"),
]
