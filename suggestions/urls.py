"""Addresses of suggestions."""

app_name = "suggestions"
urlpatterns: list = []
