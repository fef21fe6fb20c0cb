"""What forms of a step need that are more than a button, such as attaching the signed notice."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from inspections.inspections.models import Inspection
from workflow.records import drafts
from workflow.records.models import Record
from workflow.steps.states import Step
from workflow.steps.views import StepPage


def steps_page_of(record: Record, title: str) -> StepPage:
    """Return what stands around the form of a step of the record."""
    return StepPage("campaigns", title, record.get_absolute_url(), timezone.localdate())


def typed_or_saved(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict | None]:
    """Return (data, files) for a form with a file: the request's, or those of a saved draft, which has no file."""
    return drafts.typed(request), (request.FILES if request.method == "POST" else None)


def step_to_take(request: HttpRequest, inspection: Inspection, name: str) -> tuple[Step, list[str]]:
    """Return the step and why it can't be taken any more, [] while it can; raise PermissionDenied for all others."""
    step = inspection.STEPS[name]
    if not inspection.roles_of(request.user, timezone.localdate()) & set(step.who):
        raise PermissionDenied
    moved_on = _("Việc này không còn làm được: trạng thái của bản ghi đã đổi.")
    return step, [] if inspection.state in step.from_states else [moved_on]


@dataclass(frozen=True)
class TypedValue:
    """What was typed into a field, a file by its name."""

    label: str
    value: str


def typed_in(form: Form) -> list[TypedValue]:
    """Return what was typed, field by field: what is refused is shown again."""
    fields = form.visible_fields()
    return [TypedValue(field.label, str(field.value())) for field in fields if field.value()]
