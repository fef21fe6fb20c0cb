"""Base classes of all models; saved filters, submission tokens and saved drafts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ground.text import fold_for_search
from workflow.fields import NfcCharField
from workflow.records.querysets import SavedDraftQuerySet, SavedFilterQuerySet, SubmissionTokenQuerySet


class Record(models.Model):
    """Base of every table: an optimistic lock and the instants of its first and last save."""

    revision = models.PositiveIntegerField(_("lần sửa"), default=1, editable=False)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(_("sửa lúc"), auto_now=True, editable=False)

    class Meta:
        abstract = True

    def may_be_changed_by(self, user: AbstractBaseUser, today: date) -> bool:
        """Tell whether the user may change the row and its dependants; a model defines who may, by default nobody."""
        return False


class Searchable(models.Model):
    """A stored column of folded words; a model returns in `search_words()` what can be searched for."""

    search_text = models.TextField(default="", editable=False, db_index=False)

    class Meta:
        abstract = True

    def save(self, *args, update_fields: Iterable[str] | None = None, **kwargs) -> None:
        self.search_text = self.folded_words()
        if update_fields is not None:
            update_fields = {*update_fields, "search_text"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def folded_words(self) -> str:
        """Return the value of `search_text`, for code that writes many rows in bulk without `save`."""
        return fold_for_search(" ".join(filter(None, self.search_words())))

    def search_words(self) -> list[str]:
        raise NotImplementedError


class StateWrittenByHand(RuntimeError):
    """Code tried to write a state without `workflow.steps.acts.take`."""


class Stateful(Record):
    """A record whose `state` only steps change: a new row begins in the default state, `save` never changes it.

    Its class has `STEPS` (name → Step) and `roles_of(user, today)`, which returns the user's roles in the record.
    """

    STEPS: dict = {}
    _state_in_database = None  # not read yet

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        known = self._state_known()
        if self.state != known:
            raise StateWrittenByHand(f"{self._meta.label}: {known} → {self.state}")
        super().save(*args, **kwargs)
        self._state_in_database = self.state

    @classmethod
    def from_db(cls, db: str, field_names: Collection[str], values: Sequence) -> Self:
        record = super().from_db(db, field_names, values)
        record._state_in_database = record.__dict__.get("state")
        return record

    def refresh_from_db(self, using: str | None = None, fields: Iterable[str] | None = None, **kwargs) -> None:
        super().refresh_from_db(using, fields, **kwargs)
        if fields is None or "state" in fields:
            self._state_in_database = self.state

    def _state_known(self) -> str:
        """Return the stored state; for a new row the default, in which it must begin."""
        if self._state.adding:
            return self._meta.get_field("state").default
        if self._state_in_database is None:  # the column was deferred, or the row made with many others
            return type(self)._base_manager.values_list("state", flat=True).get(pk=self.pk)
        return self._state_in_database

    def why_not_yet(self, day: date) -> list[str]:
        """Return why no step can have been taken that day: the record was not there yet; [] where nobody knows."""
        return []

    def write_step(self, state: str, changes: dict) -> None:
        """Write the new state and the step's other columns in one UPDATE; only `workflow.steps.acts.take` may call
        it.
        """
        for name, value in changes.items():
            setattr(self, name, value)
        self.state = self._state_in_database = state
        self.revision += 1
        self.save(update_fields=["state", "revision", "changed_at", *changes])

    def roles_of(self, user: AbstractBaseUser, today: date) -> set[str]:
        raise NotImplementedError

    def stands_in_as(self, user: AbstractBaseUser, today: date) -> set[str]:
        """Return those of the roles that the user has only in the place of somebody who is missing: a step that nothing
        else allows needs a reason.
        """
        return set()


class SavedFilter(Record):
    """The query string of a list, saved by a user under a name: words, filters, order and columns."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("người lưu")
    )
    list_name = models.CharField(_("danh sách"), max_length=60)  # the name of its URL pattern
    name = NfcCharField(_("tên bộ lọc"), max_length=80)
    query = models.TextField(_("tham số của địa chỉ"), blank=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ lọc đã lưu")
        verbose_name_plural = pgettext_lazy("plural", "bộ lọc đã lưu")
        ordering = ["list_name", "name"]
        constraints = [models.UniqueConstraint(fields=["owner", "list_name", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name


class SubmissionToken(Record):
    """The token of a processed submission: sent again, by a double click or a reload, it redirects to the same page
    as the first.
    """

    token = models.UUIDField(_("dấu của lần gửi"), unique=True)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("người gửi"))
    path = models.CharField(_("trang mở sau khi nhận"), max_length=300)

    objects = SubmissionTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("biên nhận biểu mẫu")
        verbose_name_plural = pgettext_lazy("plural", "biên nhận biểu mẫu")
        db_table = "workflow_receipt"

    def __str__(self) -> str:
        return str(self.token)


class SavedDraft(Record):
    """A form that was sent after the session had ended: stored for that account alone, until it is sent again or too
    old.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("của ai"))
    path = models.CharField(_("trang của biểu mẫu"), max_length=300)
    query = models.CharField(_("tham số của địa chỉ"), max_length=1000, blank=True)
    values = models.JSONField(_("nội dung đã điền"), default=dict)  # {name: [as sent, …]}

    objects = SavedDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("biểu mẫu giữ lại")
        verbose_name_plural = pgettext_lazy("plural", "biểu mẫu giữ lại")
        db_table = "workflow_keptform"
        ordering = ["-changed_at"]
        constraints = [models.UniqueConstraint(fields=["owner", "path"], name="form_kept_once")]

    def __str__(self) -> str:
        return self.path

    @property
    def address(self) -> str:
        """Return the address that opens the form with the draft in it."""
        return f"{self.path}?{self.query}{'&' if self.query else ''}kept={self.pk}"
