"""Work on many records in the background."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.fields import NfcCharField, NfcTextField
from workflow.jobs.querysets import BatchItemQuerySet, BatchQuerySet
from workflow.records.models import Record


class Batch(Record):
    """Work on many records, run in the background one item at a time."""

    kind = models.CharField(_("việc"), max_length=40)  # names the function that does one item
    label = NfcCharField(_("tên việc"), max_length=200, blank=True)  # as its page and the history call it
    parameters = models.JSONField(  # common to all items
        _("yêu cầu"), default=dict, encoder=DjangoJSONEncoder, db_column="asked"
    )
    path = models.CharField(_("trang của việc"), max_length=300, blank=True)  # the page it was started from
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("người giao"), related_name="+")
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc hàng loạt")
        verbose_name_plural = pgettext_lazy("plural", "việc hàng loạt")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class BatchItem(Record):
    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        DONE = "done", _("xong")
        REFUSED = "refused", _("không xử lý được")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", verbose_name=_("việc hàng loạt"))
    key = models.CharField(
        _("khóa"), max_length=100
    )  # what the item is about; unique in its batch, so a re-run does it once
    label = NfcCharField(_("bản ghi"), max_length=250, blank=True)  # the record as people call it
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING)
    message = NfcTextField(_("kết quả"), blank=True)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục của việc hàng loạt")
        verbose_name_plural = _("các mục của việc hàng loạt")
        constraints = [models.UniqueConstraint(fields=["batch", "key"], name="batch_item_once")]

    def __str__(self) -> str:
        return self.key
