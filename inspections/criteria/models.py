"""Stable criteria, by which values of several years are compared, and the yearly sets that use them."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.people.models import User
from inspections.criteria.querysets import CatalogueQuerySet, SearchableCatalogueQuerySet
from workflow.fields import NfcCharField, SmallNumberField, TextListField, YearField
from workflow.models import Record, Searchable


class Criterion(Searchable, Record):
    code = models.SlugField(_("mã"), max_length=50, unique=True)
    name = NfcCharField(_("tên"), max_length=250)

    objects = SearchableCatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu gốc")
        verbose_name_plural = pgettext_lazy("plural", "chỉ tiêu gốc")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def search_words(self) -> list[str]:
        return [self.code, self.name]


class CriteriaSet(Record):
    """The criteria of one owner's year; frozen when the first campaign with it opens."""

    owner = models.ForeignKey(Organization, models.PROTECT, verbose_name=_("cơ quan ban hành"))
    year = YearField(_("năm"))
    version = SmallNumberField(_("phiên bản"), default=1)
    title = NfcCharField(_("tên bộ chỉ tiêu"), max_length=200)
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True, blank=True, editable=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ chỉ tiêu")
        verbose_name_plural = pgettext_lazy("plural", "bộ chỉ tiêu")
        ordering = ["-year", "owner", "-version"]
        constraints = [models.UniqueConstraint(fields=["owner", "year", "version"], name="one_set_a_version")]

    def __str__(self) -> str:
        return self.title

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.frozen_at is None and self.owner_id in user.reach_at(today).board


class SetCriterion(Record):
    """A criterion as it is in one set: number, wording, type of value, points, rule for its denominator."""

    class ValueType(models.TextChoices):
        RATIO = "ratio", _("tỷ số a/b")
        PERCENT = "percent", _("tỷ lệ %")
        COUNT = "count", _("số lượng")
        YES_NO = "yes_no", _("có hoặc không")
        SCORE = "score", _("điểm")
        CHOICE = "choice", _("chọn một mức")
        MONEY = "money", _("số tiền")
        TEXT = "text", _("chữ")

    class Direction(models.TextChoices):
        UP = "up", _("càng cao càng tốt")
        DOWN = "down", _("càng thấp càng tốt")
        NEITHER = "neither", _("thống kê")

    class Frequency(models.TextChoices):
        YEAR = "year", _("năm")
        QUARTER = "quarter", _("quý")
        MONTH = "month", _("tháng")

    class DenominatorRule(models.TextChoices):
        NONE = "", _("không đối chiếu")
        COMMUNES = "communes", _("mọi đơn vị cấp xã của địa bàn")
        RURAL_COMMUNES = "rural_communes", _("chỉ các xã của địa bàn")

    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="criteria", verbose_name=_("bộ chỉ tiêu")
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="uses", verbose_name=_("chỉ tiêu gốc"))
    order = SmallNumberField(_("thứ tự"))
    number = NfcCharField(_("số"), max_length=10)  # "2.10"
    group = NfcCharField(_("nhóm"), max_length=200)  # "2. CCHC, TTHC, một cửa"
    label = NfcCharField(_("nội dung"), max_length=300)
    meaning = NfcCharField(_("cách hiểu, cách tính"), max_length=500, blank=True)  # read by whoever reports its value
    value_type = models.CharField(_("kiểu giá trị"), max_length=10, choices=ValueType.choices)
    direction = models.CharField(_("chiều"), max_length=8, choices=Direction.choices, default=Direction.UP)
    frequency = models.CharField(_("kỳ"), max_length=8, choices=Frequency.choices, default=Frequency.YEAR)
    unit = NfcCharField(_("đơn vị tính"), max_length=60, blank=True)
    max_quarter_points = SmallNumberField(_("điểm tối đa (phần tư điểm)"), default=0, help_text=_("6 là 1,5 điểm"))
    denominator_rule = models.CharField(
        _("đối chiếu mẫu số"), max_length=16, choices=DenominatorRule.choices, default="", blank=True
    )
    parts = TextListField(_("các số thành phần"), default=list, blank=True)  # ["lượt tiếp", "số người", …]
    choices = TextListField(_("các mức"), default=list, blank=True)
    applies_to = models.JSONField(_("áp dụng cho"), default=list, blank=True)  # kinds of organization; empty: all

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu của bộ")
        verbose_name_plural = pgettext_lazy("plural", "chỉ tiêu của bộ")
        ordering = ["criteria_set", "order"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "number"], name="one_number_a_set"),
            models.UniqueConstraint(fields=["criteria_set", "criterion"], name="one_criterion_a_set"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.criteria_set.may_be_changed_by(user, today)
