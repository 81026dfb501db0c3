"""The addresses of demand: forecast, days that are not like others, need."""

from django.urls import path

from scheduling.views import demand, need

urlpatterns = [
    path("", demand.first, name="demand"),
    path("<slug:slug>/", demand.forecast, name="demand_team"),
    path("<slug:slug>/refresh/", demand.refresh, name="demand_refresh"),
    path("<slug:slug>/marks/", demand.mark, name="demand_mark"),
    path("<slug:slug>/marks/<int:mark_id>/undo/", demand.undo_mark, name="demand_mark_undo"),
    path("<slug:slug>/typed/", demand.typed, name="demand_typed"),
    path("<slug:slug>/need/", need.need, name="need"),
    path("<slug:slug>/need/write/", need.write, name="need_write"),
    path("<slug:slug>/need/set/", need.override, name="need_override"),
    path("<slug:slug>/need/set/<int:override_id>/undo/", need.undo_override, name="need_override_undo"),
    path("<slug:slug>/settings/", need.terms, name="need_terms"),
]
