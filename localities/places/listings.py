"""The list of places: the register as at a day, in Vietnamese order."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from ground.listing import Column, DateFilter, Filter, Listing, choices_of
from localities.places.models import LocalitySpell
from localities.places.register import PlacedSpell, place_spells
from localities.places.states import FOREVER, Level, TierSystem


def _places(user):
    return LocalitySpell.objects.visible_to(user).select_related("locality")


def _placed(spells: list[LocalitySpell], user) -> list[PlacedSpell]:
    return place_spells(spells, timezone.localdate())


def _chain(row: PlacedSpell) -> str:
    return ", ".join(above.name for above in reversed(row.above) if above)


def _place_url(row: PlacedSpell) -> str:
    return row.spell.locality.get_absolute_url()


def _from(row: PlacedSpell) -> date | None:
    return row.spell.valid_from if row.spell.valid_from.year > 1 else None


def _until(row: PlacedSpell) -> date | None:
    return row.spell.last_day if row.spell.ends_on < FOREVER else None


def _of_today(spells):
    return spells.as_at(timezone.localdate())


PLACES = Listing(
    name="localities:list",
    title=_("Danh mục địa bàn"),
    noun=lambda n: npgettext("counted", "địa bàn", "địa bàn", n),
    section="places",
    rows=_places,
    prepare=_placed,
    columns=(
        Column("name", _("Tên"), lambda row: row.spell.name, sort="sort_key", url=_place_url),
        Column("code", _("Mã"), lambda row: row.spell.official_code, sort="official_code"),
        Column("type", _("Loại"), lambda row: row.spell.unit_type),
        Column("parent", _("Thuộc"), _chain),
        Column("from", _("Từ ngày"), _from, sort="valid_from"),
        Column("until", _("Đến hết ngày"), _until, sort="ends_on"),
        Column("level", _("Cấp"), lambda row: row.spell.get_level_display(), is_shown=False),
        Column("tier_system", _("Hệ thống cấp"), lambda row: row.spell.get_tier_system_display(), is_shown=False),
        Column("legal_basis", _("Căn cứ"), lambda row: row.spell.legal_basis, is_shown=False, is_as_written=True),
    ),
    filters=(
        DateFilter("date", _("Tại ngày"), narrow=lambda rows, day: rows.as_at(day), unasked=_of_today),
        Filter("level", _("Cấp"), **choices_of("level", Level.choices)),
        Filter("tier_system", _("Hệ thống cấp"), **choices_of("tier_system", TierSystem.choices)),
    ),
    default_sort="name",
    search_label=_("Tên hoặc mã địa bàn"),
    search_example=_("{place}… không cần dấu"),
    empty=(_("Chưa có địa bàn nào."), _("Người quản trị nạp danh mục chính thức khi cài đặt.")),
)
