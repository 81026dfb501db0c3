"""The addresses of what is said of customers."""

from django.urls import path

from customers import erasing_views, views

app_name = "customers"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("people/<int:contact_id>/erase/", erasing_views.erase, name="erase"),
    path("people/erased/", erasing_views.erased, name="erased"),
    path("<int:organisation_id>/vip/", views.vip, name="vip"),
]
