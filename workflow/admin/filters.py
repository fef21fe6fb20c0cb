"""Filters of the admin's lists by related rows, limited to those the user may see."""

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest


class InScope(admin.RelatedFieldListFilter):
    """Offers the related rows of the list that the user may see; finds nothing for others."""

    def __init__(
        self,
        field: models.ForeignKey,
        request: HttpRequest,
        params: dict,
        model: type[models.Model],
        model_admin: ModelAdmin,
        field_path: str,
    ) -> None:
        self.offered = model_admin.admin_site.get_model_admin(field.related_model).get_queryset(request)
        super().__init__(field, request, params, model, model_admin, field_path)

    def field_choices(
        self, field: models.ForeignKey, request: HttpRequest, model_admin: ModelAdmin
    ) -> list[tuple[int, str]]:
        named = model_admin.get_queryset(request).order_by().values(self.field_path)
        return [(row.pk, str(row)) for row in self.offered.filter(pk__in=named)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        found = super().queryset(request, queryset)
        if self.lookup_val is None:
            return found
        return found.filter(**{f"{self.field_path}__in": self.offered.order_by().values("pk")})
