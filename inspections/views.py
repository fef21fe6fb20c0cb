from functools import partial
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from danvan.panels import panels_for
from danvan.storage import CannotStore
from danvan.web import as_busy
from inspections import bulk, calendar, listings, matrix
from inspections.acts import SameFile, attach_notice, hand_in_report, publish_conclusion
from inspections.checks import may_report, report_is_late_or_early, too_many_notices, too_many_reports
from inspections.forms import BulkForm, CalendarFilter, MatrixFilter, NoticeForm, ReportForm, SeenNoticeForm
from inspections.home import home_page
from inspections.lists import told, with_progress
from inspections.models import Assignment, Campaign, Inspection, OfficialPaper
from inspections.papers import notice_facts, notice_title, notice_waiting, papers_section, report_title
from inspections.progress import next_labels
from inspections.reading import filled, inspection_page, values_of, with_bodies
from inspections.search import found, words_of
from inspections.states import CampaignState
from inspections.stepping import steps_beside
from workflow import kept
from workflow.lists import LISTED, list_page
from workflow.models import Event
from workflow.steps import NotYours, StepRefused
from workflow.views import form_page, step_page


@require_safe
def home(request):
    return render(request, "home.html", {"section": "home", **home_page(request.user, timezone.localdate())})


@require_safe
def search_show(request):
    asked = words_of(request.GET.get("q", ""))
    shown = {"searched": asked.words, "note": asked.note, "groups": found(request.user, asked.words)}
    return render(request, "inspections/search.html", shown)


@require_http_methods(LISTED)
def campaign_list(request):
    return list_page(request, listings.CAMPAIGNS)


@require_http_methods(LISTED)
def inspection_list(request):
    return list_page(request, listings.INSPECTIONS)


@require_http_methods(LISTED)
def finding_list(request):
    return list_page(request, listings.FINDINGS)


@require_http_methods(LISTED)
def recommendation_list(request):
    return list_page(request, listings.RECOMMENDATIONS)


@require_http_methods(LISTED)
def paper_list(request):
    return list_page(request, listings.PAPERS)


@require_safe
def campaign_show(request, code):
    campaign, today = _campaign_seen(request, code), timezone.localdate()
    seen = matrix.seen_by(request.user, campaign, today)
    counts = matrix.tally(seen)
    form = MatrixFilter(request.GET, delegations=matrix.delegations_in(counts))
    rows = matrix.narrowed(seen, form.asked)
    campaign.board_name = campaign.inspecting_organization.full_name_at(campaign.day)
    context = {
        "section": "campaigns",
        "campaign": campaign,
        "form": form,
        "page": matrix.page_of_rows(rows, campaign, form.asked, today),
        "today": today,
        "chips": matrix.chips(counts, form.asked),
        "may_bulk": "staff" in campaign.hats_of(request.user, today) and campaign.state == CampaignState.OPEN,
        "acts": bulk.ACTS.values(),
        **matrix.totals(counts, rows if form.narrows else None),
        **steps_beside(campaign, request.user, today),
    }
    context["waiting"] = matrix.waiting(counts, next_labels()) if context["is_inside"] else []
    return render(request, "inspections/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_bulk(request, code):
    """A step for the rows that are ticked, or for all that are filtered: judged, confirmed, sent to work."""
    campaign, today = _campaign_seen(request, code), timezone.localdate()
    if "staff" not in campaign.hats_of(request.user, today):
        raise PermissionDenied
    act = bulk.ACTS.get(request.GET.get("act"), bulk.ACTS["notify"])
    judged = bulk.judge(act, matrix.chosen(request.user, campaign, request.GET, today), campaign, request.user, today)
    shown = {"shown": len(judged.can)}
    form = BulkForm(*_sent(request)[:1], act=act, judged=judged, initial=shown)
    back = campaign.get_absolute_url()

    def do(form):
        batch = bulk.start(act, judged, campaign, request.user, form.cleaned_data.get("reason", ""), back)
        return reverse("batch_show", args=[batch.pk])

    page = {"template": "inspections/bulk.html", "section": "campaigns", "title": act.button, "lead": act.does}
    page |= {"back": back, "back_words": campaign.theme, "button": bulk.button_words(act, judged), "judged": judged}
    page |= bulk.named(judged, campaign.day)
    return form_page(request, form, do, page)


def _campaign_seen(request, code):
    rows = Campaign.objects.visible_to(request.user).select_related("inspecting_organization")
    return get_object_or_404(rows, code=code)


@require_safe
def calendar_show(request):
    """The reader's sessions by week or month."""
    chosen = request.GET.get("campaign", "")
    offered = {
        "campaigns": calendar.campaigns_offered(request.user),
        "delegations": calendar.delegations_offered(request.user, chosen),
    }
    form = CalendarFilter(request.GET, **offered)
    page = calendar.calendar_page(request.user, form.asked, timezone.localdate())
    return render(request, "inspections/calendar.html", {"section": "calendar", "form": form, **page})


@require_safe
def inspection_show(request, reference):
    today = timezone.localdate()
    rows = with_bodies(Inspection.objects.visible_to(request.user))
    inspection = get_object_or_404(rows, reference=reference)
    values = values_of(inspection, request.user)
    filled(inspection, today, values)
    context = {"section": "campaigns", **inspection_page(inspection, values, request.user, today)}
    context |= papers_section(inspection, context["papers"], request.user, today)
    context |= steps_beside(inspection, request.user, today)
    context["panels"] = panels_for("inspection", request, inspection)
    return render(request, "inspections/inspection.html", context)


@require_safe
def paper_download(request, pk):
    """The file of a paper, as an attachment, to those who may see the paper; each download leaves a line."""
    paper = get_object_or_404(OfficialPaper.objects.visible_to(request.user).select_related("file"), pk=pk)
    if not paper.download_url:
        raise Http404
    access.record(
        access.Kind.DOWNLOADED, request, actor=request.user, subject=paper, label=paper.file.original_name[:200]
    )
    response = FileResponse(default_storage.open(paper.file.key), content_type=paper.file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.file.original_name)}"
    response["Content-Length"] = paper.file.size
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_step(request, code, step):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    return step_page(request, campaign, step, _beside(campaign, campaign.theme))


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_step(request, reference, step):
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user), reference=reference)
    return step_page(request, inspection, step, _beside(inspection, inspection.reference))


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_step(request, pk, step):
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user), pk=pk)
    return step_page(request, assignment, step, _beside(assignment, assignment.recommendation.text))


def _beside(record, title):
    return {"section": "campaigns", "title": title, "back": record.get_absolute_url(), "today": timezone.localdate()}


# --- Papers that people attach -----------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def report_hand_in(request, reference):
    """The reporting body's self-report on paper; those who see the inspection but don't write it get 403."""
    inspection, today = _inspection_told(request, reference), timezone.localdate()
    if not may_report(inspection, request.user, today):
        raise PermissionDenied
    initial = {"title": report_title(inspection)}
    form = ReportForm(*_sent(request), today=today, account=request.user.pk, initial=initial)
    page = {
        "step": Inspection.STEPS["hand_in"],
        "done": _("Đã nhận báo cáo; xem ở mục Văn bản."),
        "refusal": report_is_late_or_early(inspection, today),
        "is_full": too_many_reports(inspection),
    }
    return _paper_page(request, inspection, form, partial(hand_in_report, inspection, request.user), page)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_attach(request, reference):
    """Staff lay the signed conclusion before the leader; nobody outside sees it yet."""
    inspection = _inspection_told(request, reference)
    page = _page_of_step(request, inspection, "attach", _("Đã đính kèm thông báo; lãnh đạo công bố."))
    page["is_full"] = too_many_notices(inspection)
    form = _notice_form(request, inspection)
    return _paper_page(request, inspection, form, partial(attach_notice, inspection, request.user), page)


@require_http_methods(["GET", "HEAD", "POST"])
def conclusion_publish(request, reference):
    """The leader publishes the attached notice, or attaches and publishes it at once."""
    inspection = _inspection_told(request, reference)
    page = _page_of_step(request, inspection, "conclude", _("Đã công bố kết luận."))
    waiting = notice_waiting(inspection)
    if waiting:
        form = SeenNoticeForm(*_sent(request), initial={"seen": waiting.pk})
        page["notice"] = notice_facts(waiting)
    else:
        page["is_full"] = too_many_notices(inspection)
        form = _notice_form(request, inspection)
    return _paper_page(request, inspection, form, partial(publish_conclusion, inspection, request.user), page)


def _inspection_told(request, reference):
    rows = with_progress(Inspection.objects.visible_to(request.user))
    rows = rows.select_related("campaign__inspecting_organization", "reporting_organization")
    return told(get_object_or_404(rows, reference=reference), timezone.localdate())


def _sent(request):
    """What fills a form with a file: what was sent, or what the server kept of it, without the file."""
    return kept.typed(request), (request.FILES if request.method == "POST" else None)


def _notice_form(request, inspection):
    return NoticeForm(
        *_sent(request),
        today=timezone.localdate(),
        account=request.user.pk,
        last_session=inspection.days[-1] if inspection.days else None,
        initial={"title": notice_title(inspection, inspection.subject_name)},
    )


def _page_of_step(request, inspection, name, done):
    step = inspection.STEPS[name]
    if not inspection.hats_of(request.user, timezone.localdate()) & set(step.who):
        raise PermissionDenied
    moved_on = _("Việc này không còn làm được: trạng thái của bản ghi đã đổi.")
    return {"step": step, "done": done, "refusal": [] if inspection.state in step.from_states else [moved_on]}


def _paper_page(request, inspection, form, act, page):
    """GET shows the form, POST does `act` with what it gives; 409 where the work has moved on."""
    back = inspection.get_absolute_url()
    is_sent = request.method == "POST"
    if is_sent and page["refusal"] and _is_echo(request, inspection, page["step"].name):
        return redirect(back)
    page["refusal"] = page["refusal"] or page.get("is_full", [])
    if is_sent and not page["refusal"] and form.is_valid():
        page["refusal"] = _do(request, act, form, page["done"])
        if not page["refusal"] and not form.errors:
            return kept.received(request, redirect(back))
    context = {"section": "campaigns", "inspection": inspection, "form": form, "back": back, **page}
    context["kept"] = kept.found(request)
    page = render(request, "inspections/paper.html", context, status=409 if page["refusal"] else 200)
    return as_busy(page, getattr(form, "busy", None))


def _do(request, act, form, done) -> list[str]:
    """Why the act was refused; [] when it is done, or was done with the same file, or the form has an error now."""
    try:
        act(**form.given)
        messages.success(request, done)
    except NotYours as refused:
        raise PermissionDenied from refused
    except SameFile as same:
        messages.info(request, same.messages[0])
    except StepRefused as refused:
        return refused.messages
    except CannotStore as fault:
        form.add_error("file", str(fault))
    return []


def _is_echo(request, inspection, name) -> bool:
    """The button was pressed twice: the last that people did here is this very step, and by this person."""
    last = Event.objects.about(inspection).exclude(actor=None).first()
    return last is not None and last.act == name and last.actor_id == request.user.pk
