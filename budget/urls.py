"""Addresses of budget."""

app_name = "budget"
urlpatterns: list = []
