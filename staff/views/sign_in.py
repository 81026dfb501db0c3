"""In and out."""

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from lib.throttle import forgive, refused, wait_for
from staff.forms import SignIn


class SignInView(LoginView):
    """Each try is counted before the password is read, by account and by machine; a right one is forgiven."""

    form_class = SignIn
    template_name = "staff/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs) -> HttpResponse:
        self.account = request.POST.get("username", "")[:254].strip().lower()
        if seconds := wait_for(request, "sign_in", self.account):
            return refused(request, seconds)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignIn) -> HttpResponse:
        forgive(self.request, "sign_in", self.account)
        return super().form_valid(form)

    def form_invalid(self, form: SignIn) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOutView(LogoutView):
    """Those who keep something for a browser hear of it first."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            for listener in settings.SIGN_OUT_LISTENERS:
                import_string(listener)(request)
        return super().post(request, *args, **kwargs)


sign_in = SignInView.as_view()
sign_out = SignOutView.as_view()
