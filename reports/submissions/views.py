"""The pages of a self-report: written and sent by the unit, opened and checked by those who inspect."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.submissions.acts import accept_report, return_report
from reports.submissions.contents.outline import BY_SLUG
from reports.submissions.contents.saving import Saved, TooLong, names_values, save, typed_in
from reports.submissions.contents.written import Contents, contents_of, questions_of
from reports.submissions.following.corrections import corrections_of
from reports.submissions.forms import DossierStepForm, SendForm
from reports.submissions.listings import DOSSIERS
from reports.submissions.models import Dossier, Round
from reports.submissions.pages.checking import CheckForm, half_done, left_out_words, round_in_review, words_of
from reports.submissions.pages.files import find_dossier, find_to_save, names_of
from reports.submissions.pages.sending import reading_page, receipt_page, sending_page
from reports.submissions.pages.writing import unsaved_of, writing_page
from reports.submissions.questions.views import box_of
from reports.submissions.states import WITH_THE_UNIT, DossierState
from workflow.history import access
from workflow.history.kinds import history_of
from workflow.history.lists import LISTED, list_page
from workflow.history.models import AccessLog
from workflow.records import drafts
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps import echo
from workflow.steps.acts import missing_for, take
from workflow.steps.views import StepPage, step_page

SECTION = "inspections"
AUTOSAVE = "X-Autosave"  # the header with which static/js/dossier.js sends what is being typed


@require_http_methods(LISTED)
def dossier_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, DOSSIERS)


def _roles(request: HttpRequest, dossier: Dossier) -> set[str]:
    return dossier.roles_of(request.user, timezone.localdate())


# --- The unit --------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the report to be written to those who write it, else how it stands; POST stores what was typed."""
    if request.method == "POST":
        find = find_dossier if names_values(request.POST) else find_to_save
        return _save(request, find(request.user, reference))
    dossier = find_dossier(request.user, reference)
    is_officer = dossier.is_written_by(request.user, timezone.localdate())
    if is_officer and dossier.state in WITH_THE_UNIT:
        _log_first_opening(request, dossier)
        return _show_writing(request, dossier, contents_of(dossier))
    page = reading_page(dossier, request.user, timezone.localdate())
    context = {"section": SECTION, "box": box_of(dossier, request.user), **vars(page)}
    context |= {"history": history_of(dossier, request.user), "corrections": corrections_of(dossier)}
    return render(request, "reports/submissions/reading.html", context)


def _log_first_opening(request: HttpRequest, dossier: Dossier) -> None:
    """Log that the unit has opened what it has to write: until then the overview counts it as not opened."""
    is_new = dossier.state == DossierState.REQUESTED and request.method == "GET"
    if is_new and not Dossier.objects.with_opened().filter(pk=dossier.pk, is_opened=True).exists():
        access.record(AccessLog.Kind.OPENED, request, actor=request.user, subject=dossier)


def _save(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Store what was typed, then go on to where the button leads; what clashes is shown beside what is stored."""
    if not dossier.is_written_by(request.user, timezone.localdate()):
        raise PermissionDenied
    by_itself = AUTOSAVE in request.headers
    try:
        questions = questions_of(dossier, has_values=names_values(request.POST))
        saved = save(dossier, typed_in(request.POST, questions), request.user)
    except TooLong as fault:
        if by_itself:
            return JsonResponse({"fault": str(fault), "key": fault.key}, status=422)
        return _show_unsaved(request, dossier, too_long=fault, status=422)
    except TakenAlready as refused:
        if by_itself:
            return JsonResponse({"fault": refused.messages[0]}, status=409)
        messages.error(request, refused.messages[0])
        return redirect(dossier.get_absolute_url())
    if by_itself:
        return _saved_by_itself(request, dossier, saved)
    if saved.clashes:
        return _show_unsaved(request, dossier, saved=saved, status=409)
    if "send" in request.POST:
        return drafts.received(request, redirect("dossier_send", reference=dossier.inspection.reference))
    messages.success(request, _("Đã lưu. Rời trang lúc nào cũng được; vào lại là viết tiếp."))
    return drafts.received(request, redirect(dossier.get_absolute_url()))


def _saved_by_itself(request: HttpRequest, dossier: Dossier, saved: Saved) -> HttpResponse:
    answer = {
        "revisions": saved.revisions,
        "remarks": _remarks(dossier, saved),
        "clashes": {clash.key: _("%s vừa sửa mục này. Bấm Lưu để xem cả hai.") % clash.who for clash in saved.clashes},
        "at": f"{timezone.localtime():%H:%M}",
    }
    return drafts.received(request, JsonResponse(answer))


def _remarks(dossier: Dossier, saved: Saved) -> dict[str, str]:
    """Return what is to be said of the values that were saved; no query where only texts were."""
    if not saved.revisions.keys() - BY_SLUG.keys():
        return {}
    return {value.key: value.remark for value in contents_of(dossier).values if value.key in saved.revisions}


def _show_unsaved(request: HttpRequest, dossier: Dossier, **more) -> HttpResponse:
    """Show the page with what wasn't stored; the report was loaded for a save alone."""
    dossier = find_dossier(request.user, dossier.inspection.reference)
    return _show_writing(request, dossier, contents_of(dossier), **more)


def _show_writing(
    request: HttpRequest,
    dossier: Dossier,
    contents: Contents,
    saved: Saved | None = None,
    too_long: TooLong | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = drafts.typed(request)
    page = writing_page(dossier, contents, request.user, timezone.localdate(), unsaved_of(typed, saved, too_long))
    row = drafts.found(request)
    waiting = None if row or request.method == "POST" else drafts.waiting(request).first()
    context = {"section": SECTION, "saved_draft": row, "waiting": waiting, **vars(page)}
    context |= {"box": box_of(dossier, request.user), "corrections": corrections_of(dossier)}
    return render(request, "reports/submissions/writing.html", context, status=status)


@require_safe
def dossier_blank(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the report as a sheet to be filled in by hand: what is asked, last year's figures, and room to write."""
    dossier = find_dossier(request.user, reference)
    contents = contents_of(dossier, is_blank=True)
    body_name = dossier.reporting_organization.full_name_at(dossier.inspection.day)
    context = {"section": SECTION, "dossier": dossier, "contents": contents, "body_name": body_name}
    return render(request, "reports/submissions/blank.html", context | names_of(dossier))


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_send(request: HttpRequest, reference: str) -> HttpResponse:
    """Show all answers before they are sent; POST sends them as a round."""
    dossier = find_dossier(request.user, reference)
    if not dossier.is_written_by(request.user, timezone.localdate()):
        raise PermissionDenied
    form, refusal = SendForm(request.POST if request.method == "POST" else None), []
    if request.method == "POST":
        earlier = echo.earlier_page(request, dossier)
        if earlier:
            return redirect(earlier)
        if form.is_valid():
            try:
                next_n = dossier.rounds.count() + 1
                at = reverse("round_show", args=[reference, next_n])
                echo.act_once(request, dossier, lambda: take(dossier, "send", request.user), at)
                return redirect(at)
            except NotYours as refused:
                raise PermissionDenied from refused
            except StepRefused as refused:
                earlier = echo.earlier_page(request, dossier)  # the same click, a moment before
                if earlier:
                    return redirect(earlier)
                refusal = refused.messages
    page = sending_page(dossier, contents_of(dossier), timezone.localdate())
    missing = missing_for(dossier, dossier.STEPS["send"]) if not refusal else []
    context = {"section": SECTION, "form": form, "refusal": refusal, "missing": missing, **vars(page)}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "reports/submissions/sending.html", context, status=status)


@require_safe
def round_show(request: HttpRequest, reference: str, n: int) -> HttpResponse:
    """Show a round as it was sent: to the unit with its receipt."""
    dossier = find_dossier(request.user, reference)
    rounds = Round.objects.visible_to(request.user).filter(dossier=dossier).select_related("submitted_by__person")
    sent = get_object_or_404(rounds, n=n)
    sent.dossier = dossier
    page = receipt_page(sent, request.user, timezone.localdate())
    return render(request, "reports/submissions/round.html", {"section": SECTION, **vars(page)})


# --- Those who inspect -----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_check(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the last round by POST; show it to be checked, accepted or returned."""
    dossier = find_dossier(request.user, reference)
    roles = _roles(request, dossier)
    if not roles & set(dossier.STEPS["read"].who):
        raise PermissionDenied
    if request.method == "POST" and "open" in request.POST:
        return _open(request, dossier)
    last = dossier.last_round
    if last is None:
        raise Http404
    if not last.opened_at:
        context = {"section": SECTION, "dossier": dossier, "round": last, **names_of(dossier)}
        last.dossier = dossier
        context["left_out"] = left_out_words(last)
        return render(request, "reports/submissions/unopened.html", context)
    if request.method == "POST" and "staff" in roles and dossier.state != "sent":
        return _decided_already(request, dossier)
    return _check(request, dossier, may_decide="staff" in roles and dossier.state == "sent")


def _decided_already(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Lead on who has decided by this very form, as by a second click; say to others what was decided meanwhile."""
    if not echo.earlier_page(request, dossier):
        words = _("Báo cáo không còn chờ kiểm tra: trạng thái hiện là “%s”.")
        messages.error(request, words % dossier.get_state_display())
    return drafts.received(request, redirect(dossier.get_absolute_url()))


def _open(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Open the round; where the unit has withdrawn it meanwhile, say so on the report's page."""
    try:
        take(dossier, "read", request.user)
        access.record(AccessLog.Kind.OPENED, request, actor=request.user, subject=dossier)
    except NotYours as refused:
        raise PermissionDenied from refused
    except StepRefused as refused:
        messages.error(request, refused.messages[0])
        if not dossier.rounds.not_withdrawn().exists():
            return redirect(dossier.get_absolute_url())
    return redirect("dossier_check", reference=dossier.inspection.reference)


def _check(request: HttpRequest, dossier: Dossier, may_decide: bool) -> HttpResponse:
    review = round_in_review(dossier, timezone.localdate())
    aside = half_done(request, review.round)
    form, refusal = CheckForm(drafts.typed(request), initial=words_of(aside), review=review), []
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if "later" in request.POST:
            messages.success(request, _("Đã lưu phần kiểm tra dở. Chỉ bạn thấy; đơn vị chưa biết gì."))
            return drafts.put_aside(request, redirect("dossier_check", reference=dossier.inspection.reference))
        if form.is_valid():
            try:
                echo.act_once(request, dossier, lambda: _decide(dossier, request, form), dossier.get_absolute_url())
                return drafts.received(request, redirect(dossier.get_absolute_url()))
            except StepRefused as refused:
                earlier = echo.earlier_page(request, dossier)
                if earlier:
                    return drafts.received(request, redirect(earlier))
                refusal = refused.messages
    context = {"section": SECTION, "form": form, "refusal": refusal, "may_decide": may_decide, "aside": aside}
    context |= vars(review) | {"box": box_of(dossier, request.user), "left_out": left_out_words(review.round)}
    status = 409 if refusal else 422 if form.is_bound and form.errors else 200
    return render(request, "reports/submissions/checking.html", context, status=status)


def _decide(dossier: Dossier, request: HttpRequest, form: CheckForm) -> None:
    if form.is_accepting:
        accept_report(dossier, request.user)
        messages.success(request, _("Đã nhận báo cáo."))
    else:
        return_report(dossier, request.user, form.verdicts, form.cleaned_data["due_on"])
        messages.success(request, _("Đã trả lại để bổ sung; đơn vị thấy lý do và hạn mới."))


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Take a step that needs no page of its own: confirm, waive, withdraw, reopen, another due day."""
    if step in ("send", "read", "accept", "return"):
        raise Http404
    dossier = find_dossier(request.user, reference)
    page = StepPage(
        SECTION, str(dossier), dossier.get_absolute_url(), timezone.localdate(), make_form=DossierStepForm.as_sent
    )
    return step_page(request, dossier, step, page)
