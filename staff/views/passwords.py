"""A forgotten password, by letter; a new one, by oneself."""

from django.contrib import messages
from django.contrib.auth import views
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lib.throttle import refused, wait_for
from staff.forms import AskForReset


class Refill:
    """A form that did not pass comes back as 422."""

    def form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AskView(Refill, views.PasswordResetView):
    """The same answer for every address, known or not."""

    form_class = AskForReset
    template_name = "staff/reset_ask.html"
    success_url = reverse_lazy("staff:reset_sent")

    def post(self, request, *args, **kwargs) -> HttpResponse:
        address = request.POST.get("email", "")[:254].strip().lower()
        if seconds := wait_for(request, "password_reset", address):
            return refused(request, seconds)
        return super().post(request, *args, **kwargs)


class SentView(views.PasswordResetDoneView):
    template_name = "staff/reset_sent.html"


class ChooseView(Refill, views.PasswordResetConfirmView):
    """The token moves from the address into the session, so that it stays in no history and no Referer."""

    template_name = "staff/reset_choose.html"
    success_url = reverse_lazy("staff:sign_in")

    def form_valid(self, form) -> HttpResponse:
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class ChangeView(Refill, views.PasswordChangeView):
    """Everywhere else one is signed out by it."""

    template_name = "staff/password.html"
    success_url = reverse_lazy("staff:profile")

    def form_valid(self, form) -> HttpResponse:
        messages.success(self.request, _("Your new password is set."))
        return super().form_valid(form)


ask = AskView.as_view()
sent = SentView.as_view()
choose = ChooseView.as_view()
change = ChangeView.as_view()
