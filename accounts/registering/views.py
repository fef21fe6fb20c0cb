from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.organizations import acts
from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession
from accounts.people.models import Person
from accounts.registering.checks import may_add
from accounts.registering.forms import (
    BodyForm,
    CorrectedNameForm,
    EndForm,
    NameForm,
    NewBodyForm,
    PersonForm,
    SuccessionForm,
)
from workflow.history.acts import create
from workflow.history.views import form_page, record_page
from workflow.records.forms import RecordForm
from workflow.records.pages import FormPage

FORMS = ["GET", "HEAD", "POST"]
TEMPLATE = "inspections/criteria/form.html"
COPIED = ["full_name", "name", "symbol", "superior", "place_name", "signer_title", "signer"]


def _known_from_address(request: HttpRequest, body: str, longest: int) -> dict:
    """Return what the address gives of a body or person to add: its name, of at most `longest` letters, and the body
    whose code stands under `body`, if the user may see it. Raises PermissionDenied for users who may add nothing.
    """
    if not may_add(request.user):
        raise PermissionDenied
    code = request.GET.get(body, "")
    found = Organization.objects.visible_to(request.user).filter(short_code=code).first() if code else None
    return {"full_name": request.GET.get("name", "")[:longest], body: found}


def _adding_page(section: str, title: str, back_to: str, back_words: str) -> FormPage:
    return FormPage(
        section=section,
        title=title,
        back=reverse(back_to),
        back_words=back_words,
        button=title,
        template=TEMPLATE,
    )


# --- People ---------------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
def person_new(request: HttpRequest) -> HttpResponse:
    """Add a person; the address may give a name and the code of a body."""
    known = _known_from_address(request, "body", 120)
    known["organization"] = known.pop("body")
    form = PersonForm(request.POST or None, user=request.user, instance=Person(), initial=known)
    page = _adding_page("people", _("Thêm người"), "person_list", _("Danh bạ cán bộ"))
    return record_page(request, form, page, Person.get_absolute_url)


@require_http_methods(FORMS)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    if not request.user.is_administrator:
        raise PermissionDenied
    page = FormPage(
        section="people",
        title=_("Sửa người"),
        back=person.get_absolute_url(),
        back_words=person.full_name,
        button=_("Lưu"),
        template=TEMPLATE,
    )
    return record_page(request, PersonForm(request.POST or None, user=request.user, instance=person), page)


# --- Bodies ---------------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
def organization_new(request: HttpRequest) -> HttpResponse:
    """Add a body with its name; the address may give a name and the code of the body above."""
    known = _known_from_address(request, "parent", 250)
    form = NewBodyForm(request.POST or None, user=request.user, instance=OrganizationName(), initial=known)
    page = _adding_page("organizations", _("Thêm cơ quan"), "organization_list", _("Cơ quan, đơn vị"))

    def add(form: NewBodyForm) -> str:
        form.instance.organization = form.body()
        [body] = acts.register_bodies([form.instance], request.user)
        messages.success(request, _("Đã thêm cơ quan."))
        return body.get_absolute_url()

    return form_page(request, form, add, page)


def _body_to_change(request: HttpRequest, short_code: str) -> Organization:
    """Return the body for an administrator; 404 for users who don't see it, 403 for others."""
    rows = Organization.objects.visible_to(request.user).select_related("parent", "locality")
    body = get_object_or_404(rows.prefetch_related("names"), short_code=short_code)
    if not request.user.is_administrator:
        raise PermissionDenied
    return body


def _page(body: Organization, title: str, button: str, lead: str = "") -> FormPage:
    name = body.full_name_at(body.closed_on or timezone.localdate())
    back = {"back": body.get_absolute_url(), "back_words": name}
    return FormPage(section="organizations", title=title, button=button, lead=lead, template=TEMPLATE, **back)


def _acted(request: HttpRequest, form: RecordForm, page: FormPage, act: Callable, done: str) -> HttpResponse:
    """Show the form; sent, `act(form)` is done and said, and its page goes back to the body."""

    def do(form: RecordForm) -> str:
        act(form)
        messages.success(request, done)
        return page.back

    return form_page(request, form, do, page)


@require_http_methods(FORMS)
def organization_edit(request: HttpRequest, short_code: str) -> HttpResponse:
    body = _body_to_change(request, short_code)
    form = BodyForm(request.POST or None, user=request.user, instance=body)
    return record_page(request, form, _page(body, _("Sửa cơ quan"), _("Lưu")))


@require_http_methods(FORMS)
def organization_rename(request: HttpRequest, short_code: str) -> HttpResponse:
    """Begin a new name, which ends the one before; its form holds what stays."""
    body = _body_to_change(request, short_code)
    today = timezone.localdate()
    last = body.name_at(body.closed_on or today) or max(body.names.all(), key=lambda row: row.starts_on, default=None)
    known = {column: getattr(last, column) for column in COPIED} if last else {}
    new = OrganizationName(organization=body)
    form = NameForm(request.POST or None, user=request.user, instance=new, initial={**known, "starts_on": today})
    lead = _("Văn bản của những ngày trước vẫn in tên và người ký cũ.")
    page = _page(body, _("Đổi tên hoặc người ký"), _("Ghi tên mới"), lead)
    return _acted(request, form, page, lambda form: acts.rename(form.instance, request.user), _("Đã ghi tên mới."))


@require_http_methods(FORMS)
def organization_name_edit(request: HttpRequest, short_code: str, pk: int) -> HttpResponse:
    body = _body_to_change(request, short_code)
    name = get_object_or_404(OrganizationName.objects.visible_to(request.user), pk=pk, organization=body)
    form = CorrectedNameForm(request.POST or None, user=request.user, instance=name)
    lead = _("Chỉ sửa chỗ ghi sai. Cơ quan đổi tên hoặc đổi người ký thì ghi tên mới từ ngày đổi.")
    return record_page(request, form, _page(body, _("Sửa tên đã ghi"), _("Lưu"), lead))


@require_http_methods(FORMS)
def organization_end(request: HttpRequest, short_code: str) -> HttpResponse:
    """Record the end of a body and, if there is one, its successor."""
    body = _body_to_change(request, short_code)
    form = EndForm(request.POST or None, user=request.user, instance=body)
    lead = _("Từ ngày ấy cơ quan không còn được chọn trong biểu mẫu; hồ sơ cũ giữ nguyên, không sửa được nữa.")

    def end(form: EndForm) -> None:
        cleaned = form.cleaned_data
        acts.end(form.instance, cleaned["revision"], cleaned["successor"], cleaned["extent"], request.user)

    page = _page(body, _("Kết thúc hoạt động"), _("Ghi kết thúc"), lead)
    return _acted(request, form, page, end, _("Đã ghi ngày kết thúc."))


@require_http_methods(FORMS)
def organization_succeed(request: HttpRequest, short_code: str) -> HttpResponse:
    """Record one more body that took over from this one."""
    body = _body_to_change(request, short_code)
    row = OrganizationSuccession(old=body, effective_on=body.closed_on)
    form = SuccessionForm(request.POST or None, user=request.user, instance=row)
    page = _page(body, _("Ghi cơ quan kế thừa"), _("Ghi kế thừa"))
    return _acted(request, form, page, lambda form: create(form.instance, request.user), _("Đã ghi kế thừa."))
