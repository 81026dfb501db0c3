"""The addresses of opening hours."""

from django.urls import path

from scheduling.views import hours

app_name = "scheduling"
urlpatterns = [
    path("", hours.index, name="calendars"),
    path("new/", hours.new, name="calendar_new"),
    path("preview/", hours.preview, name="calendar_preview"),
    path("<int:calendar_id>/", hours.edit, name="calendar"),
]
