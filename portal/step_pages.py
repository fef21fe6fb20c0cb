from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.inspections.models import Inspection
from workflow.records import kept
from workflow.records.models import Record


def steps_page_of(record: Record, title: str):
    return {"section": "campaigns", "title": title, "back": record.get_absolute_url(), "today": timezone.localdate()}


def sent_or_kept(request: HttpRequest):
    """What fills a form with a file: what was sent, or what the server kept of it, without the file."""
    return kept.typed(request), (request.FILES if request.method == "POST" else None)


def page_of_step(request: HttpRequest, inspection: Inspection, name: str, done: str):
    step = inspection.STEPS[name]
    if not inspection.hats_of(request.user, timezone.localdate()) & set(step.who):
        raise PermissionDenied
    moved_on = _("Việc này không còn làm được: trạng thái của bản ghi đã đổi.")
    return {"step": step, "done": done, "refusal": [] if inspection.state in step.from_states else [moved_on]}


def typed_in(form) -> list[dict]:
    """Label and value of each field in which something was typed, files by their names: what is refused is shown."""
    fields = form.visible_fields()
    return [{"label": field.label, "value": str(field.value())} for field in fields if field.value()]
