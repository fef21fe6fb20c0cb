"""Second factors of accounts, their recovery codes, and requests to reset one. What is secret is stored sealed."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from accounts.second_factor.querysets import FactorResetQuerySet, RecoveryCodeQuerySet, SecondFactorQuerySet
from workflow.fields import DayField, NfcCharField
from workflow.models import Record

REASON_LENGTH = 500


class SecondFactor(Record):
    """The second factor of an account: since when it is required, and the key of the app once it is set up."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor", verbose_name=_("tài khoản"))
    secret = models.CharField(max_length=255, default="", editable=False)  # the app's key, sealed; "" without one
    enrolled_at = models.DateTimeField(_("bật lúc"), null=True, editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)  # of the last code that was accepted
    required_on = DayField(_("phải có từ ngày"), null=True, editable=False)  # of the first sign-in that required it
    reset_at = models.DateTimeField(_("đặt lại lúc"), null=True, editable=False)  # it has no days of grace then

    objects = SecondFactorQuerySet.as_manager()

    class Meta:
        verbose_name = _("xác nhận hai bước")
        verbose_name_plural = pgettext_lazy("plural", "xác nhận hai bước")
        ordering = ["user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolled_at=None, secret="") | (Q(enrolled_at__isnull=False) & ~Q(secret="")),
                name="factor_enrolled_has_its_secret",
            )
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(Record):
    """A code on paper that stands for the phone, once. Only its keyed digest is stored."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(_("dùng lúc"), null=True, editable=False)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã dự phòng")
        verbose_name_plural = pgettext_lazy("plural", "mã dự phòng")
        ordering = ["factor", "pk"]
        constraints = [models.UniqueConstraint(fields=["factor", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.factor_id}/{self.pk}"


class FactorReset(Record):
    """A request of an administrator to delete somebody's second factor; another one or a leader confirms it."""

    account = models.ForeignKey(User, models.CASCADE, related_name="factor_resets", verbose_name=_("tài khoản"))
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("người đề nghị"))
    reason = NfcCharField(_("lý do"), max_length=REASON_LENGTH)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("người duyệt"))
    closed_at = models.DateTimeField(_("xong lúc"), null=True, editable=False)  # confirmed, refused or replaced

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị đặt lại xác nhận hai bước")
        verbose_name_plural = pgettext_lazy("plural", "đề nghị đặt lại xác nhận hai bước")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(closed_at=None), name="one_open_factor_reset"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (Q(closed_at__isnull=False) & ~Q(confirmed_by=F("requested_by"))),
                name="factor_reset_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.requested_by_id}"

    def get_absolute_url(self) -> str:
        return reverse("factor_reset", args=[self.pk])
