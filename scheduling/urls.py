"""The addresses of time: opening hours, demand, rosters."""

from django.urls import include, path

from scheduling.views import hours

app_name = "scheduling"
urlpatterns = [
    path("hours/", hours.index, name="calendars"),
    path("hours/new/", hours.new, name="calendar_new"),
    path("hours/preview/", hours.preview, name="calendar_preview"),
    path("hours/<int:calendar_id>/", hours.edit, name="calendar"),
    path("demand/", include("scheduling.urls_demand")),
    path("shifts/", include("scheduling.urls_shifts")),
    path("coverage/", include("scheduling.urls_coverage")),
    path("roster/", include("scheduling.urls_rosters")),
]
