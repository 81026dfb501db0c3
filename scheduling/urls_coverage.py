"""The addresses of coverage: the risk ahead, who is there now, how loaded people are."""

from django.urls import path

from scheduling.views import coverage, remedying, wall

urlpatterns = [
    path("", coverage.coverage, name="coverage"),
    path("now/", wall.now, name="coverage_now"),
    path("load/", wall.load, name="coverage_load"),
    path("gaps/<int:alarm_id>/", coverage.gap, name="coverage_gap"),
    path("teams/<slug:slug>/", coverage.team, name="coverage_team"),
    path("teams/<slug:slug>/refresh/", coverage.refresh, name="coverage_refresh"),
    path("teams/<slug:slug>/remedies/", remedying.at_moment, name="remedy_take"),
    path("remedies/<int:row_id>/undo/", remedying.take_back, name="remedy_undo"),
    path("teams/<slug:slug>/alarm/", coverage.alarm, name="coverage_alarm"),
]
