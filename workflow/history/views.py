"""Pages that write or show history: saving a form, deleting and restoring a record; histories and notices."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ground.text import key_in
from ground.web import own_path
from workflow.history.acts import Outdated, change, create, remove, removed_record, restore
from workflow.history.kinds import LINES_ON_PAGE, history_of, kind_named
from workflow.history.models import Event, Notice
from workflow.history.states import REMOVED
from workflow.records import drafts, tokens
from workflow.records.checks import why_not_deletable
from workflow.records.forms import DeleteForm
from workflow.records.models import Record, SubmissionToken
from workflow.records.pages import FormOutcome, FormPage
from workflow.records.refusals import StepRefused, TakenAlready


def form_page(request: HttpRequest, form: Form, act: Callable | None, page: FormPage) -> HttpResponse:
    """Show the form on GET, perform `act(form)` on POST and redirect to the address it returns.

    `page`: title, lead, back (address and its text), button; `template` where the common one isn't enough. Submitted
    twice it is one act; refused or outdated, everything typed is still in the fields; and a form that was sent after
    the session's end is offered on GET.
    """
    if request.method == "POST":
        return _sent(request, form, act, page)
    row = drafts.found(request)
    if row and not form.is_bound:
        drafts.fill(form, row)
    waiting = None if row else drafts.waiting(request).first()
    return show_form(request, form, page, FormOutcome(saved_draft=row, waiting=waiting))


def record_page(
    request: HttpRequest, form: ModelForm, page: FormPage, leads_to: Callable | None = None
) -> HttpResponseBase:
    """Show `form_page` over one record: POST creates or changes it and goes on to `leads_to(record)`, else back."""
    is_new = form.instance._state.adding

    def save(form):
        if is_new:
            create(form.instance, request.user)
        else:
            change(form.instance, request.user, form.cleaned_data["revision"])
        return leads_to(form.instance) if leads_to else page.back

    return form_page(request, form, save, page)


def _sent(request, form, act, page):
    earlier = tokens.earlier_page(request.user, _token(request, form))
    if earlier:
        return drafts.received(request, redirect(earlier))
    outcome, status = FormOutcome(), 422
    if form.is_valid():
        status = 409
        try:
            return drafts.received(request, redirect(_act_once(request, form, act)))
        except Outdated as late:
            outcome = FormOutcome(late.messages, is_outdated=True, conflict=form.compared_with(late.newer))
            form.follow(late.newer)
        except StepRefused as refused:
            outcome = FormOutcome(refused.messages)
    return show_form(request, form, page, outcome, status)


def show_form(
    request: HttpRequest, form: Form, page: FormPage, outcome: FormOutcome | None = None, status: int = 200
) -> HttpResponse:
    """Show the form on its page; `outcome` None: nothing has become of it yet."""
    context = {"form": form, **vars(page), **vars(outcome or FormOutcome())}
    return render(request, page.template, context, status=status)


def _token(request, form) -> UUID | None:
    """Return the token of this submission; None in a form without the hidden field for it."""
    field = getattr(form, "fields", {}).get("receipt")
    try:
        mark = field and field.clean(form.data.get(form.add_prefix("receipt")))
    except ValidationError:
        return None
    return mark and tokens.token_of(mark, tokens.digest_of(request))


def _act_once(request, form, act) -> str:
    """Perform the act once: of two submissions at the same time the later waits, and leads to the same page as the
    first.
    """
    token = _token(request, form)
    try:
        with transaction.atomic():
            stored = tokens.store(request.user, token) if token else None
            path = act(form)
            if stored:
                SubmissionToken.objects.filter(pk=stored.pk).update(path=path)
        return path
    except IntegrityError as clash:
        earlier = tokens.earlier_page(request.user, token)
        if earlier is None:
            raise StepRefused([_("Vừa có bản ghi khác trùng với bản này, hoặc nơi nó thuộc về vừa bị xóa.")]) from clash
        return earlier


def delete_page(request: HttpRequest, record: Record, parent: Record, page: FormPage) -> HttpResponse:
    """Ask for confirmation on GET, and name dependants; delete on POST. `record` was found through its scope.

    `parent` is the record whose history shows the deletion, and from where it can be undone; `page`: title, back
    (address and its text), section.
    """
    if not record.may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied
    form, refusal = DeleteForm(request.POST or None, initial={"revision": record.revision}), []
    if request.method == "POST" and form.is_valid():
        try:
            remove(record, parent, request.user, revision=form.cleaned_data["revision"])
            messages.success(request, _("Đã xóa: %s. Khôi phục được từ lịch sử.") % record)
            return redirect(page.back)
        except StepRefused as refused:
            refusal, form = refused.messages, DeleteForm(initial={"revision": record.revision})
    hanging = why_not_deletable(record, request.user) if not refusal else []
    context = {"record": record, "form": form, "hanging": hanging, "refusal": refusal, **vars(page)}
    return render(request, "workflow/history/delete.html", context, status=409 if refusal else 200)


@require_POST
def event_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a deletion, for users who see the record whose history shows it and may write the deleted one."""
    removal = get_object_or_404(Event.objects.visible_to(request.user).filter(act=REMOVED), pk=pk)
    if not removed_record(removal).may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied
    try:
        messages.success(request, _("Đã khôi phục: %s.") % restore(removal, request.user))
    except TakenAlready as done:
        messages.info(request, done.messages[0])
    except StepRefused as refused:
        messages.error(request, refused.messages[0])
    return redirect(_way_back(request, removal.subject))


def _way_back(request, record) -> str:
    """Return the page with the button, if it is of this site, else the record's own, else home."""
    target = own_path(request, request.POST.get("next"))
    if target:
        return target
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else "home"


@require_safe
def history_show(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the whole history of one record, page by page; 404 for users who don't see the record."""
    registered = kind_named(kind)
    if registered is None:
        raise Http404
    record = get_object_or_404(registered.model.objects.visible_to(request.user), pk=pk)
    after = request.GET.get("after", "")
    history = history_of(record, request.user, after=key_in(after), size=LINES_ON_PAGE)
    return render(request, "workflow/history/history.html", {"record": record, "history": history, "after": after})


@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the notice as read, and open what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return redirect(notice.path if "open" in request.POST else "home")


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    Notice.objects.visible_to(request.user).filter(read_at=None).update(read_at=timezone.now())
    return redirect("home")
