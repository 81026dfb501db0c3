"""Signing in and out, one's own choices."""

from django.urls import path

app_name = "staff"
urlpatterns: list = []
