"""Every address of the desk."""

from django.conf import settings
from django.urls import include, path

from helpdesk import health, styleguide
from helpdesk.home import home
from notices.views.worker import worker
from tickets.views import palette

urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", home, name="home"),
    path("", include("staff.urls")),
    path("", include("tickets.urls")),
    path("palette/", palette.palette, name="palette"),
    path("mail/", include("mail.urls")),
    path("reviews/", include("qa.urls")),
    path("board/", include("reports.urls")),
    path("my/", include("reports.urls_my")),
    path("worker.js", worker, name="worker"),
    path("notices/", include("notices.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("suggestions/", include("suggestions.urls")),
    path("evaluations/", include("evaluations.urls")),
    path("hiring/", include("hiring.urls")),
    path("budget/", include("budget.urls")),
    path("", include("scheduling.urls")),
    path("promises/", include("sla.urls")),
    path("organisations/", include("customers.urls")),
    path("help/", include("portal.urls")),
    path("api/", include("api.urls")),
    path("files/", include("files.urls")),
]
if settings.DEBUG or settings.ENVIRONMENT == "test":
    urlpatterns.append(path("styleguide/", styleguide.page, name="styleguide"))

handler404 = "django.views.defaults.page_not_found"
