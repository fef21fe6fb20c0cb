"""The page on which open recommendations of earlier campaigns are carried over: shown, chosen, done as a batch."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.people.models import User
from ground.text import key_in
from inspections.campaigns.states import CampaignState
from inspections.models import Assignment, Campaign
from inspections.recommendations.acts import open_before
from portal.recommendations.status import Due, Status, due_of, status_of
from portal.step_forms import typed_or_saved
from workflow.history.views import form_page
from workflow.jobs import batches
from workflow.models import Batch
from workflow.records.pages import FormPage
from workflow.records.refusals import TakenAlready
from workflow.steps.acts import take

KIND = "recommendations.carry_over"
ROWS_SHOWN = 300


class TickedRows(forms.MultipleChoiceField):
    """Ids of ticked rows; one that has been done meanwhile is no error."""

    def valid_value(self, value: str) -> bool:
        return key_in(value) is not None


class CarryForm(forms.Form):
    """Which recommendations go on: those ticked, and with `rest` those that the page doesn't list."""

    row = TickedRows(required=False)
    rest = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args, found: QuerySet[Assignment], shown: list[Assignment], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.initial["row"] = [each.pk for each in shown]
        more = found.count() - len(shown)
        words = ngettext("Cả %d đề nghị còn lại", "Cả %d đề nghị còn lại", more)
        self.fields["rest"].label = words % more
        if not more:
            del self.fields["rest"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not self.chosen():
            self.add_error(None, _("Chưa đánh dấu đề nghị nào."))
        return cleaned

    def chosen(self) -> list[Assignment]:
        """Return the assignments to carry over, in the order of the page."""
        ticked = {key_in(value) for value in self.cleaned_data["row"]}
        listed = set(self.initial["row"])
        with_rest = self.cleaned_data.get("rest", False)
        return [each for each in self.found if each.pk in ticked or (with_rest and each.pk not in listed)]


@dataclass(frozen=True)
class CarryRow:
    """One that can be carried over; `subject_name`: of the body that was inspected, "" for a whole campaign."""

    assignment: Assignment
    subject_name: str
    due: Due
    status: Status
    is_ticked: bool


@dataclass(frozen=True, kw_only=True)
class CarryPage(FormPage):
    """What can be carried over into the campaign; `why_not`: why nothing can now, "" where it can."""

    rows: list[CarryRow]
    why_not: str


def carry_count(campaign: Campaign, user: User, today: date) -> int:
    """Count what the user could carry over into a campaign that isn't over, as its staff; one query, else none."""
    is_on = campaign.state in (CampaignState.DRAFT, CampaignState.OPEN)
    is_staff = is_on and "staff" in campaign.roles_of(user, today)
    return open_before(campaign, today).without_answers_of(user).count() if is_staff else 0


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_carry(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is open in earlier campaigns, and carry over what is ticked."""
    rows = Campaign.objects.visible_to(request.user).select_related("inspecting_organization", "taken_over_by")
    campaign, today = get_object_or_404(rows, code=code), timezone.localdate()
    if "staff" not in campaign.roles_of(request.user, today):
        raise PermissionDenied
    found = _listed(open_before(campaign, today).without_answers_of(request.user))
    shown = list(found[:ROWS_SHOWN])
    form = CarryForm(typed_or_saved(request)[0], found=found, shown=shown)

    def carry(form):
        items = [(str(each.pk), each.recommendation.text[:200]) for each in form.chosen()]
        label = _("Chuyển đề nghị từ đợt trước") + f" – {campaign.code}"
        batch = batches.start(KIND, request.user, items, label, campaign.get_absolute_url(), campaign=campaign.pk)
        return reverse("batch_show", args=[batch.pk])

    page = _page(campaign, form, shown, today)
    if page.why_not and request.method == "POST":
        raise PermissionDenied
    return form_page(request, form, carry, page)


def _listed(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    made = "recommendation__inspection"
    rows = rows.select_related(f"{made}__subject_organization", f"{made}__campaign", "recommendation__campaign")
    rows = rows.prefetch_related(f"{made}__subject_organization__names", f"{made}__sessions")
    order = ["recommendation__campaign__year", f"{made}__reference", "recommendation__position"]
    return rows.order_by(*order, F("due_on").asc(nulls_last=True), "pk")


def _page(campaign: Campaign, form: CarryForm, shown: list[Assignment], today: date) -> CarryPage:
    ticked = {str(each) for each in form["row"].value() or []}
    is_open = campaign.state == CampaignState.OPEN
    return CarryPage(
        section="campaigns",
        title=_("Chuyển đề nghị từ đợt trước"),
        lead=campaign.theme,
        back=campaign.get_absolute_url(),
        back_words=campaign.theme,
        button=_("Chuyển các đề nghị đã đánh dấu"),
        template="portal/campaigns/carry.html",
        rows=[_row(each, ticked, today) for each in shown],
        why_not="" if is_open else _("Chuyển được khi đợt này đang thực hiện: đề nghị không bị gián đoạn theo dõi."),
    )


def _row(assignment: Assignment, ticked: set[str], today: date) -> CarryRow:
    inspection = assignment.recommendation.inspection
    name = inspection.subject_organization.full_name_at(inspection.day) if inspection else ""
    is_ticked = str(assignment.pk) in ticked
    return CarryRow(assignment, name, due_of(assignment), status_of(assignment, today), is_ticked)


@batches.work(KIND)
def carry_one(batch: Batch, key: str) -> str:
    """Carry one assignment over; one that is there already counts as done."""
    assignment, campaign = Assignment.objects.get(pk=key), Campaign.objects.get(pk=batch.parameters["campaign"])
    try:
        take(assignment, "carry_over", batch.actor, carried_into=campaign)
    except TakenAlready:
        assignment.refresh_from_db()
        if assignment.carried_into_id != campaign.pk:
            raise
        return _("Đã chuyển từ trước.")
    return ""
