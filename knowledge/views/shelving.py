"""Categories: in which order they stand and what they are called in each language."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions
from knowledge.forms import CategoryForm
from knowledge.models import Category


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    _require(request)
    rows = Category.objects.select_related("parent").annotate(n=Count("articles")).order_by("place", "name")
    return render(request, "knowledge/categories.html", {"here": "articles", "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def category(request: HttpRequest, category_id: int | None = None) -> HttpResponse:
    """One that there is, or a new one."""
    _require(request)
    row = get_object_or_404(Category, pk=category_id) if category_id else None
    if request.method != "POST":
        return _show(request, row, CategoryForm(row))
    form = CategoryForm(row, request.POST)
    if not form.is_valid():
        return _show(request, row, form, 422)
    try:
        saved = actions.save_category(row, form.said(), by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, row, form, 422)
    messages.success(request, _("Category “%(name)s” is saved.") % {"name": saved.name})
    return redirect("knowledge:categories")


@require_POST
def drop(request: HttpRequest, category_id: int) -> HttpResponse:
    _require(request)
    actions.drop_category(get_object_or_404(Category, pk=category_id), by=request.user)
    messages.success(request, _("The category is gone; what stood in it is still there."))
    return redirect("knowledge:categories")


def _show(request: HttpRequest, row: Category | None, form: CategoryForm, status: int = 200) -> HttpResponse:
    context = {"here": "articles", "category": row, "form": form}
    return render(request, "knowledge/category.html", context, status=status)


def _require(request: HttpRequest) -> None:
    if not request.user.may("article.manage"):
        raise Http404("not for this reader")
