"""The addresses of opening hours."""

from django.urls import path

from scheduling import views

app_name = "scheduling"
urlpatterns = [
    path("", views.index, name="calendars"),
    path("new/", views.new, name="calendar_new"),
    path("preview/", views.preview, name="calendar_preview"),
    path("<int:calendar_id>/", views.edit, name="calendar"),
]
