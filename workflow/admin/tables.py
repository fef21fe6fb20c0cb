"""Read-only admin of workflow's tables: events, access log, background work, saved drafts."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from workflow.admin.scoped import ReadOnlyModelAdmin
from workflow.history.models import AccessLog, Event, Notice
from workflow.jobs.models import Batch, BatchItem
from workflow.records.models import SavedDraft, SavedFilter, SubmissionToken
from workflow.registers.roles import ADMINISTRATOR, BOARD


class _AboutARecord(ReadOnlyModelAdmin):
    @admin.display(description=_("loại bản ghi"), ordering="content_type")
    def kind_of_record(self, row: Event | AccessLog) -> str | None:
        return row.content_type.model_class()._meta.verbose_name if row.content_type else None

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Show the kind of record by its name, without the name of its app that Django adds."""
        return ["kind_of_record" if name == "content_type" else name for name in super().get_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "at", "kind_of_record"]


@admin.register(Event)
class EventAdmin(_AboutARecord):
    list_display = ["at", "actor", "act", "from_state", "to_state", "kind_of_record", "object_id", "reason"]
    list_filter = ["act", "to_state"]
    list_select_related = ["actor", "content_type"]
    search_fields = ["actor__search_text"]
    date_hierarchy = "at"

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Show old and new values only to users inside, because they name internal rows too."""
        fields = super().get_fields(request, obj)
        is_inside = obj is None or Event.objects.inside(request.user).filter(pk=obj.pk).exists()
        return fields if is_inside else [name for name in fields if name != "changes"]


@admin.register(AccessLog)
class AccessLogAdmin(_AboutARecord):
    list_display = ["at", "kind", "actor", "person", "typed_name", "address", "label", "kind_of_record"]
    list_filter = ["kind", "at"]
    list_select_related = ["actor__person", "content_type"]
    search_fields = ["actor__search_text"]
    list_per_page = 100  # a morning of one province
    date_hierarchy = "at"
    viewers = {ADMINISTRATOR}

    @admin.display(description=_("người"))
    def person(self, row: AccessLog) -> str | None:
        return row.actor and row.actor.get_full_name()


@admin.register(Batch)
class BatchAdmin(ReadOnlyModelAdmin):
    list_display = ["kind", "actor", "created_at", "finished_at"]
    list_filter = ["kind"]
    list_select_related = ["actor"]
    search_fields = ["actor__search_text"]  # its items, ten thousand perhaps, have a page of their own


@admin.register(BatchItem)
class BatchItemAdmin(ReadOnlyModelAdmin):
    list_display = ["key", "batch", "state", "message"]
    list_filter = ["state"]
    list_select_related = ["batch"]
    search_fields = ["batch__actor__search_text"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyModelAdmin):
    list_display = ["text", "created_at", "read_at"]
    list_filter = [("read_at", admin.EmptyFieldListFilter)]
    folded_fields = ["text"]
    viewers = {ADMINISTRATOR, BOARD}


@admin.register(SavedFilter)
class SavedFilterAdmin(ReadOnlyModelAdmin):
    list_display = ["name", "list_name", "query", "changed_at"]
    list_filter = ["list_name"]
    folded_fields = ["name"]


@admin.register(SubmissionToken)
class SubmissionTokenAdmin(ReadOnlyModelAdmin):
    list_display = ["token", "path", "created_at"]
    search_fields = ["path"]


@admin.register(SavedDraft)
class SavedDraftAdmin(ReadOnlyModelAdmin):
    list_display = ["path", "changed_at"]
    search_fields = ["path"]
