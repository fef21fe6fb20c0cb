"""The kinds and states of changes of places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    MERGED = "merged", _("nhập")
    SPLIT = "split", _("chia, tách")
    UNCHANGED = "unchanged", _("giữ nguyên")
    RENAMED = "renamed", _("đổi tên")
    CONVERTED = "converted", _("đổi loại hình")
    TERRITORY = "territory", _("nhận vùng đất chưa thuộc đơn vị nào")
    BOUNDARY = "boundary", _("điều chỉnh địa giới")


# A place that only changed its name or type is the same place; one made of others is a new one.
KEEPS_IDENTITY = frozenset({ChangeKind.UNCHANGED, ChangeKind.RENAMED, ChangeKind.CONVERTED})


class Extent(models.TextChoices):
    WHOLE = "whole", _("toàn bộ")
    PART = "part", _("một phần")


class ChangeState(models.TextChoices):
    DRAFT = "draft", _("nháp")
    RECORDED = "recorded", _("đã ghi")
