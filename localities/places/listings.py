"""The list of places: the register as at a day, in Vietnamese order."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.listing import Column, DateFilter, Filter, Listing, choices_of
from localities.places.models import LocalitySpell
from localities.places.register import hang_names
from localities.places.states import FOREVER, Level, TierSystem


def _places(user):
    return LocalitySpell.objects.visible_to(user).select_related("locality")


def _with_chain(spells, user):
    return hang_names(spells, timezone.localdate())


def _chain(spell) -> str:
    return ", ".join(above.name for above in reversed(spell.above) if above)


def _place_url(spell) -> str:
    return spell.locality.get_absolute_url()


def _of_today(spells):
    return spells.as_at(timezone.localdate())


PLACES = Listing(
    name="localities:list",
    title=_("Danh mục địa bàn"),
    section="places",
    rows=_places,
    prepare=_with_chain,
    columns=(
        Column("name", _("Tên"), lambda spell: spell.name, sort="sort_key", url=_place_url),
        Column("code", _("Mã"), lambda spell: spell.official_code, sort="official_code"),
        Column("type", _("Loại"), lambda spell: spell.unit_type),
        Column("parent", _("Thuộc"), _chain),
        Column("from", _("Từ ngày"), lambda s: s.valid_from if s.valid_from.year > 1 else None, sort="valid_from"),
        Column("until", _("Đến hết ngày"), lambda s: s.last_day if s.ends_on < FOREVER else None, sort="ends_on"),
        Column("level", _("Cấp"), lambda spell: spell.get_level_display(), is_shown=False),
        Column("tier_system", _("Hệ thống cấp"), lambda spell: spell.get_tier_system_display(), is_shown=False),
        Column("legal_basis", _("Căn cứ"), lambda spell: spell.legal_basis, is_shown=False, is_as_written=True),
    ),
    filters=(
        DateFilter("date", _("Tại ngày"), narrow=lambda rows, day: rows.as_at(day), unasked=_of_today),
        Filter("level", _("Cấp"), **choices_of("level", Level.choices)),
        Filter("tier_system", _("Hệ thống cấp"), **choices_of("tier_system", TierSystem.choices)),
    ),
    default_sort="name",
    search_label=_("Tên hoặc mã địa bàn"),
    search_example=_("moc chau, son la… không cần dấu"),
    empty=(_("Chưa có địa bàn nào."), _("Người quản trị nạp danh mục chính thức khi cài đặt.")),
)
