"""The addresses of the tray."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("", views.tray, name="tray"),
    path("read/", views.read_all, name="read_all"),
    path("settings/", views.wishes, name="wishes"),
    path("<int:notice_id>/", views.follow, name="follow"),
    path("<int:notice_id>/read/", views.read, name="read"),
]
