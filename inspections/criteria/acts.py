"""Creating and copying sets of criteria."""

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from accounts.people.models import User
from ground.text import fold
from inspections.criteria.models import CriteriaSet, Criterion, SetCriterion
from workflow.history.acts import change, create

COPIED = ["criterion_id", "order", "number", "group", "label", "value_type", "direction", "frequency", "unit"]
COPIED += ["max_quarter_points", "denominator_rule", "parts", "choices", "applies_to", "meaning"]


@transaction.atomic
def copy_set(old: CriteriaSet, new: CriteriaSet, actor: User) -> CriteriaSet:
    """Create `new`, which has owner, year and title, as the next version with all criteria of `old` if that is
    stored.
    """
    versions = CriteriaSet.objects.filter(owner=new.owner, year=new.year).order_by("-version")
    new.version = (versions.values_list("version", flat=True).first() or 0) + 1
    create(new, actor)
    SetCriterion.objects.bulk_create(
        SetCriterion(criteria_set=new, **{column: getattr(row, column) for column in COPIED})
        for row in (old.criteria.order_by("order") if old.pk else [])
    )
    return new


@transaction.atomic
def add_criterion(row: SetCriterion, actor: User) -> SetCriterion:
    """Append the row to its set; without a stable criterion it gets a new one, named by the row's label."""
    row.order = (row.criteria_set.criteria.aggregate(last=Max("order"))["last"] or 0) + 1
    _give_criterion(row, actor)
    return create(row, actor)


@transaction.atomic
def change_criterion(row: SetCriterion, actor: User, revision: int) -> None:
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
