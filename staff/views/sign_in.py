"""In and out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse

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


sign_in = SignInView.as_view()
sign_out = LogoutView.as_view()
