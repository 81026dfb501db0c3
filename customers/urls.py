"""The addresses of what is said of customers."""

from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("<int:organisation_id>/vip/", views.vip, name="vip"),
]
