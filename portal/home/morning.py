"""A leader's morning in one campaign: how far it is, its open recommendations by age, what happened since yesterday."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.delegations.models import delegation_name
from inspections.inspections.states import InspectionState
from inspections.models import Assignment, Campaign, Inspection
from inspections.recommendations.ages import ANY, age_labels, age_of
from inspections.recommendations.filters import did_labels as recommendation_acts
from inspections.recommendations.states import AssignmentState
from portal.campaigns.deadlines import LATE, group_of
from portal.campaigns.tasks import LEFT, PASSED, SCHEDULED, is_scheduled, states_beyond
from portal.campaigns.tasks import did_labels as inspection_acts
from portal.home.counting import AssignmentGroup, InspectionGroup
from portal.home.lines import matrix_url, recommendations_url
from workflow.history.recent import happened_lately
from workflow.models import Event


@dataclass(frozen=True)
class NumberLink:
    """A number that leads to exactly its rows; `words` say what they are."""

    n: int
    words: str
    url: str


@dataclass(frozen=True)
class Figure:
    """How many of the campaign's inspections have reached a mark, what is left and what of it is overdue."""

    label: str
    count: int
    total: int
    url: str
    left: NumberLink | None
    late: NumberLink | None


def figures(
    campaign: Campaign, groups: Sequence[InspectionGroup], open_ones: Sequence[AssignmentGroup], today: date
) -> list[Figure]:
    """Return the four figures of a campaign: planned, visited, concluded, followed up; of the last the overdue
    recommendations are counted.
    """
    live = [group for group in groups if group.state != InspectionState.CANCELLED]
    made = _Figures(campaign, live, today)
    late = sum(group.n for group in open_ones if group_of(group.due_on, today) == LATE)
    words = ngettext("%d đề nghị quá hạn", "%d đề nghị quá hạn", late) % late
    url = recommendations_url(campaign=campaign.code, age=ANY, due=LATE)
    return [
        made.of(SCHEDULED, _("Đã lên lịch"), _("Còn %d chưa có đoàn, chưa có ngày hoặc tạm hoãn")),
        made.of("session", _("Đã làm việc"), _("Còn %d đã có lịch")),
        made.of("conclusion", _("Đã kết luận"), _("Còn %d chưa công bố")),
        replace(
            made.of("follow_up", _("Đã thực hiện xong"), _("Còn %d chưa xong")),
            late=NumberLink(late, words, url) if late else None,
        ),
    ]


class _Figures:
    def __init__(self, campaign: Campaign, live: list[InspectionGroup], today: date) -> None:
        self.campaign, self.live, self.today = campaign, live, today
        self.total = sum(group.n for group in live)
        self.before: list[InspectionGroup] = live

    def of(self, key: str, label: str, left_words: str) -> Figure:
        """Return the figure of the next mark; what is left of it has the mark before."""
        passed = [group for group in self.live if self._has_passed(key, group)]
        reached = set(map(id, passed))
        left = [group for group in self.before if id(group) not in reached]
        self.before = passed
        n, late = sum(group.n for group in left), sum(group.n for group in left if self._is_late(group))
        mark = f"{LEFT}-{key}"
        return Figure(
            label=label,
            count=sum(group.n for group in passed),
            total=self.total,
            url=matrix_url(self.campaign, mark=f"{PASSED}-{key}"),
            left=NumberLink(n, left_words % n, matrix_url(self.campaign, mark=mark)) if n else None,
            late=self._late_link(late, mark),
        )

    def _late_link(self, n: int, mark: str) -> NumberLink | None:
        words = ngettext("%d đơn vị quá hạn", "%d đơn vị quá hạn", n) % n
        return NumberLink(n, words, matrix_url(self.campaign, mark=mark, due=LATE)) if n else None

    def _has_passed(self, key: str, group: InspectionGroup) -> bool:
        if key == SCHEDULED:
            return is_scheduled(group.state, group.dated is not None, group.delegation is not None)
        return group.state in states_beyond(key)

    def _is_late(self, group: InspectionGroup) -> bool:
        dues = [group.due_on(self.campaign), group.report_due if group.lacks_report else None]
        return any(group_of(due_on, self.today) == LATE for due_on in dues)


# --- Recommendations by age ------------------------------------------------------------------------------------------
AGE_STATES = (AssignmentState.OPEN, AssignmentState.ACCEPTED, AssignmentState.ANSWERED, AssignmentState.RETURNED)


@dataclass(frozen=True)
class AgeRow:
    """The open recommendations of one age: by state, all of them, and those overdue."""

    label: str
    cells: list[NumberLink]
    total: NumberLink
    late: NumberLink
    is_sum: bool = False


def ages(campaign: Campaign, open_ones: Sequence[AssignmentGroup], today: date) -> list[AgeRow]:
    """Return a row for each age that has any, and their sum; [] where nothing is open."""
    by_age: dict[str, list[AssignmentGroup]] = {}
    for group in open_ones:
        by_age.setdefault(age_of(group.issued_on, today), []).append(group)
    rows = [
        _age_row(campaign, name, label, by_age[name], today) for name, label in age_labels().items() if name in by_age
    ]
    total = _age_row(campaign, ANY, _("Cộng"), open_ones, today)
    return [*rows, total] if rows else []


def _age_row(campaign, age: str, label: str, groups: Sequence[AssignmentGroup], today: date) -> AgeRow:
    address = {"campaign": campaign.code, "age": age}
    by_state: Counter[str] = Counter()
    for group in groups:
        by_state[group.state] += group.n
    late = sum(group.n for group in groups if group_of(group.due_on, today) == LATE)
    words = _("đề nghị, %s") % label
    cells = [
        NumberLink(by_state[state], f"{state.label}: {words}", recommendations_url(**address, state=state))
        for state in AGE_STATES
    ]
    return AgeRow(
        label=label,
        cells=cells,
        total=NumberLink(sum(by_state.values()), words, recommendations_url(**address)),
        late=NumberLink(late, _("quá hạn: %s") % words, recommendations_url(**address, due=LATE)),
        is_sum=age == ANY,
    )


# --- Since yesterday -------------------------------------------------------------------------------------------------
def happened(campaigns: dict[int, Campaign], today: date) -> dict[int, list[NumberLink]]:
    """Return by campaign what happened since yesterday: for each act in how many rows it was taken; one query."""
    counts = _acts(campaigns, today)
    news = {}
    for pk, campaign in campaigns.items():
        of_inspections = [
            NumberLink(counts[Inspection, pk, act], words, matrix_url(campaign, did=act))
            for act, words in inspection_acts().items()
        ]
        of_assignments = [
            NumberLink(counts[Assignment, pk, act], str(words), recommendations_url(campaign=campaign.code, did=act))
            for act, words in recommendation_acts().items()
        ]
        news[pk] = [line for line in [*of_inspections, *of_assignments] if line.n]
    return news


def _acts(campaigns: dict[int, Campaign], today: date) -> Counter:
    """Count the rows with such an event since yesterday by model, campaign and act."""
    paths = {Inspection: "campaign", Assignment: "recommendation__campaign"}
    acts = {Inspection: list(inspection_acts()), Assignment: list(recommendation_acts())}
    kinds = {model: ContentType.objects.get_for_model(model) for model in paths}
    wanted, whens = Q(pk__in=[]), []
    for model, path in paths.items():
        of_row = model.objects.filter(pk=OuterRef("object_id"), **{f"{path}__in": campaigns}).order_by().values(path)
        wanted |= Q(content_type=kinds[model], act__in=acts[model])
        whens.append(When(content_type=kinds[model], then=Subquery(of_row)))
    events = Event.objects.filter(wanted, happened_lately(today)).annotate(
        campaign=Case(*whens, output_field=IntegerField())
    )
    counts = events.filter(campaign__isnull=False).order_by().values_list("content_type", "campaign", "act")
    models = {kind.pk: model for model, kind in kinds.items()}
    rows = counts.annotate(n=Count("object_id", distinct=True))
    return Counter({(models[kind], campaign, act): n for kind, campaign, act, n in rows})


# --- By delegation ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DelegationBar:
    """How many of its inspections a delegation has visited; the link leads to these."""

    label: str
    count: int
    total: int
    url: str


def delegation_bars(campaign: Campaign, groups: Sequence[InspectionGroup]) -> list[DelegationBar]:
    """Return a bar for each delegation with inspections, in the order of their numbers."""
    totals: Counter[tuple[int, int]] = Counter()
    visited: Counter[tuple[int, int]] = Counter()
    for group in groups:
        of = (group.number or 0, group.delegation or 0)
        if of[1] and group.state != InspectionState.CANCELLED:
            totals[of] += group.n
            visited[of] += group.n if group.state in states_beyond("session") else 0
    mark = f"{PASSED}-session"
    return [
        DelegationBar(
            delegation_name(number), visited[of], totals[of], matrix_url(campaign, mark=mark, delegation=str(pk))
        )
        for of in sorted(totals)
        for number, pk in [of]
    ]
