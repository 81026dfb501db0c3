"""The addresses of promises."""

from django.urls import path

from sla import views

app_name = "sla"
urlpatterns = [
    path("", views.index, name="policies"),
    path("new/", views.new, name="policy_new"),
    path("preview/", views.preview, name="policy_preview"),
    path("<int:policy_id>/", views.edit, name="policy"),
    path("<int:policy_id>/order/", views.order, name="policy_order"),
]
