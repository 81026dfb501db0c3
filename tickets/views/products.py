"""Which tickets are about which product: the managers' page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staff.models import Skill
from tickets.actions import product_signs as acts
from tickets.actions.setting_up import PERMISSION
from tickets.choices import SetupNoun
from tickets.forms.product import SignForm
from tickets.models import SetupChange
from tickets.products import products as every_product
from tickets.views.moves import number_of

CHANGES = 10


@require_http_methods(["GET", "HEAD", "POST"])
def products(request: HttpRequest) -> HttpResponse:
    """Every product with what its tickets are known by, and one sign more: of `?product=` again, if that is
    how one goes on.
    """
    _require(request)
    form = SignForm(request.POST or None, initial={"product": request.GET.get("product", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            acts.add_sign(said["product"], said, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": said["product"].name})
            return redirect(f"{reverse('tickets:products')}?product={said['product'].pk}#add")
    context = {
        "here": "setup", "products": [one for one in every_product() if one.active or one.signs.all()],
        "form": form, "changes": _changes(), "trends": request.user.may("board.see"),
    }  # fmt: skip
    return render(request, "tickets/setup/products.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: HttpRequest, product_id: int) -> HttpResponse:
    _require(request)
    product = get_object_or_404(Skill, pk=product_id)
    acts.drop_sign(product, number_of(request.POST.get("drop", "")) or 0, by=request.user)
    messages.success(request, _("“%(name)s” is saved.") % {"name": product.name})
    return redirect("tickets:products")


def _changes() -> list[SetupChange]:
    """The last ones, each with what was said of which product."""
    found = list(SetupChange.objects.filter(noun=SetupNoun.PRODUCT).select_related("by")[:CHANGES])
    for change in found:
        was, now = change.was["signs"], change.to["signs"]
        new = [f"+ {sign}" for sign in now if sign not in was]
        gone = [f"− {sign}" for sign in was if sign not in now]
        change.named = [f"{change.name} {sign}" for sign in (*new, *gone)]
    return found


def _require(request: HttpRequest) -> None:
    if not request.user.may(PERMISSION):
        raise Http404(PERMISSION)
