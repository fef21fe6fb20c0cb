"""What is done in setting up: one function an act."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from accounts.models import Person
from danvan.text import fold
from inspections.acts import references_for
from inspections.models import (
    Campaign,
    CriteriaSet,
    Criterion,
    DelegationMember,
    Inspection,
    OfficialPaper,
    PaperLink,
    SetCriterion,
)
from inspections.planning.carrying import Carried
from inspections.planning.subjects import NEW, REFUSED, Row
from workflow.acts import change, create
from workflow.models import Batch, BatchItem, Event
from workflow.states import CHANGED, CREATED

COPIED = ["criterion_id", "order", "number", "group", "label", "value_type", "direction", "frequency", "unit"]
COPIED += ["max_quarter_points", "denominator_rule", "parts", "choices", "applies_to"]


@transaction.atomic
def copy_campaign(campaign: Campaign, carried: list[Carried], copies_set: bool, actor) -> Campaign:
    """`campaign` is new and filled in, `copied_from` last year's; `carried` are its subjects that are taken along."""
    if copies_set:
        old = campaign.criteria_set
        new = CriteriaSet(owner=campaign.inspecting_organization, year=campaign.year)
        new.title = old.title.replace(str(old.year), str(new.year))
        campaign.criteria_set = copy_set(old, new, actor)
    create(campaign, actor)
    plan = [Planned(body, row.reporting or body) for row in carried for body in row.bodies]
    make_inspections(campaign, plan, actor)
    return campaign


@transaction.atomic
def copy_set(old: CriteriaSet, new: CriteriaSet, actor) -> CriteriaSet:
    """`new` with owner, year and title gets the next version and all criteria of `old`, where there is one."""
    versions = CriteriaSet.objects.filter(owner=new.owner, year=new.year).order_by("-version")
    new.version = (versions.values_list("version", flat=True).first() or 0) + 1
    create(new, actor)
    SetCriterion.objects.bulk_create(
        SetCriterion(criteria_set=new, **{column: getattr(row, column) for column in COPIED})
        for row in (old.criteria.order_by("order") if old.pk else [])
    )
    return new


# --- Inspections of many subjects --------------------------------------------------------------------------------
class Planned:
    """One inspection to be made: whose work, who reports, with what delegation and of which kind."""

    def __init__(self, subject, reporting, kind=Inspection.Kind.INSPECTION, delegation=None):
        self.subject, self.reporting, self.kind, self.delegation = subject, reporting, kind, delegation


@transaction.atomic
def make_inspections(campaign: Campaign, plan: list[Planned], actor) -> list[Inspection]:
    """Those of `plan` that the campaign has not yet; a query more for each table and full batch of rows, none a row.

    The campaign's row is locked: two at once make no inspection twice.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    there = subjects_there(campaign)
    once = {(row.subject.pk, row.kind): row for row in reversed(plan)}
    plan = [row for row in plan if once[row.subject.pk, row.kind] is row and (row.subject.pk, row.kind) not in there]
    references = references_for(campaign, [row.subject for row in plan])
    made = [_inspection(campaign, row, reference) for row, reference in zip(plan, references, strict=True)]
    made = Inspection.objects.bulk_create(made, batch_size=500)
    now = timezone.now()
    told = [Event(at=now, actor=actor, act=CREATED, subject=row, changes=_begun_with(row)) for row in made]
    Event.objects.bulk_create(told, batch_size=500)
    return made


@transaction.atomic
def make_of_subjects(campaign: Campaign, rows: list[Row], given: dict, actor) -> Batch:
    """The new ones of judged rows become inspections; the batch keeps what came of each row."""
    new = [row for row in rows if row.verdict == NEW]
    plan = [Planned(row.body, given["reporting"] or row.body, given["kind"], given["delegation"]) for row in new]
    made = {row.subject_organization_id: row.reference for row in make_inspections(campaign, plan, actor)}
    batch = Batch.objects.create(
        kind="inspections.made",
        label=gettext("Thêm đơn vị được kiểm tra: %s") % campaign.code,
        path=campaign.get_absolute_url(),
        actor=actor,
        asked={"language": get_language()},
        finished_at=timezone.now(),
    )
    items = [_item(batch, n, row, made) for n, row in enumerate(rows)]
    BatchItem.objects.bulk_create(items, batch_size=500)
    return batch


def _item(batch, n: int, row: Row, made: dict) -> BatchItem:
    """Made now, or there already however lately: both are done."""
    item = BatchItem(batch=batch, key=str(n), label=row.label[:250], state=BatchItem.State.DONE, message=row.why)
    if row.verdict == REFUSED:
        item.state = BatchItem.State.REFUSED
    elif row.verdict == NEW:
        reference = made.get(row.body.pk)
        item.message = gettext("Đã lập: %s.") % reference if reference else gettext("Người khác vừa lập xong.")
    return item


def subjects_there(campaign: Campaign) -> set[tuple]:
    """(subject, kind) of all inspections of the campaign; cancelled ones too: begun anew they would look alike."""
    return set(campaign.inspections.order_by().values_list("subject_organization", "kind"))


def _inspection(campaign, row: Planned, reference: str) -> Inspection:
    made = Inspection(
        campaign=campaign,
        delegation=row.delegation,
        kind=row.kind,
        subject_organization=row.subject,
        reporting_organization=row.reporting,
        reference=reference,
    )
    made.search_text = fold(" ".join(made.search_words()))  # what its own `save` would write
    return made


def _begun_with(inspection: Inspection) -> dict:
    name = inspection.subject_organization.full_name_at(inspection.campaign.day)
    return {"reference": ["", inspection.reference], "subject_organization": ["", name]}


@transaction.atomic
def rest_on(campaign: Campaign, paper: OfficialPaper, actor) -> PaperLink:
    """The paper, which may be new, becomes one of those that the campaign rests on."""
    if paper.pk is None:
        create(paper, actor)
    return create(PaperLink(paper=paper, role=PaperLink.Role.BASIS, campaign=campaign), actor)


# --- Criteria of a set -------------------------------------------------------------------------------------------
@transaction.atomic
def add_criterion(row: SetCriterion, actor) -> SetCriterion:
    """At the end of its set; without a stable criterion it gets a new one, called by its own words."""
    row.order = (row.criteria_set.criteria.aggregate(last=Max("order"))["last"] or 0) + 1
    _give_criterion(row, actor)
    return create(row, actor)


@transaction.atomic
def change_criterion(row: SetCriterion, actor, revision: int) -> None:
    _give_criterion(row, actor)
    change(row, actor, revision)


def _give_criterion(row: SetCriterion, actor) -> None:
    if row.criterion_id is None:
        row.criterion = _new_criterion(row, actor)


def _new_criterion(row: SetCriterion, actor) -> Criterion:
    stem, n = slugify(fold(row.label))[:45] or "chi-tieu", 1
    code = stem
    while Criterion.objects.filter(code=code).exists():
        n += 1
        code = f"{stem}-{n}"
    return create(Criterion(code=code, name=row.label[:250]), actor)


# --- Delegations -------------------------------------------------------------------------------------------------
@transaction.atomic
def add_member(member: DelegationMember, new_name: str, actor) -> DelegationMember:
    """At the end of its delegation; `new_name` is of a person that the register gets with the member's title."""
    if new_name:
        person = Person(full_name=new_name, position=member.title_as_printed, organization=member.organization)
        member.person = create(person, actor)
    last = member.delegation.members.aggregate(last=Max("position"))["last"] or 0
    member.position = last + 1
    return create(member, actor)


# --- Order -------------------------------------------------------------------------------------------------------
@transaction.atomic
def put_in_order(parent, rows: list, column: str, places: dict[int, int], actor) -> None:
    """Writes 1, 2, 3 … into `column` of `rows`, all that `parent` has, in the order that people gave.

    `places`: the number typed beside each row, by its id. Of two with one number the row that was moved there stands
    first. The history of the parent tells the old and the new order.
    """

    def place(row):
        wanted, had = places.get(row.pk, getattr(row, column)), getattr(row, column)
        return wanted, wanted == had, had

    ordered = sorted(rows, key=place)
    if [row.pk for row in ordered] == [row.pk for row in rows]:
        return
    for n, row in enumerate(ordered, 1):
        setattr(row, column, n)
    type(rows[0]).objects.bulk_update(ordered, [column])
    told = {"order": [_in_words(rows), _in_words(ordered)]}
    reason = gettext("Xếp lại thứ tự.")
    Event.objects.create(actor=actor, act=CHANGED, subject=parent, changes=told, reason=reason)


def _in_words(rows) -> str:
    return "; ".join(str(row) for row in rows)
