from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession
from accounts.organizations.pickers import OrganizationPick
from accounts.people.checks import NAMED, registered_already
from accounts.people.models import Person
from accounts.people.pickers import PersonPick
from accounts.registering.checks import bodies_alike, out_of_scope, refuse_ring, registered_bodies
from localities.places.pickers import PlacePick
from workflow.records.sections import PlanForm, TickedForm

RESERVED_CODE = "new"  # stands for no body in addresses
CODE_LENGTH = 30
SINCE = _("Để trống: từ trước đến nay.")
AS_NAMED = _("Để trống: như tên đầy đủ.")


class PersonForm(TickedForm):
    """A person of the register; staff name a body of their provinces."""

    sections = (("", ["full_name", "position phone", "organization", "is_confirmed"]),)
    organization = OrganizationPick(label=_("Cơ quan công tác"), required=False)

    class Meta:
        model = Person
        fields = ["full_name", "position", "phone", "organization"]
        labels = {"full_name": _("Họ và tên"), "position": _("Chức vụ"), "phone": _("Điện thoại")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].required = not self.user.is_administrator

    def refusals(self) -> list[str]:
        return out_of_scope(None, _with_place(self.cleaned_data["organization"]), self.user)

    def doubts(self) -> list[str]:
        if not {"full_name", "organization"} & set(self.changed_data):
            return []
        rows = Person.objects.namesakes(self.instance.full_name, self.instance.organization_id)
        rows = rows.exclude(pk=self.instance.pk).select_related("organization")
        return registered_already(rows.prefetch_related("organization__names")[:NAMED], timezone.localdate())


def _with_place(body: Organization | None) -> Organization | None:
    """Return the body, or the one above it where it has no place of its own."""
    return body.parent if body and body.locality_id is None and body.parent_id else body


class NewBodyForm(TickedForm):
    """A body with its first name: `instance` is the name, `body()` the unsaved body."""

    sections = (
        ("", ["full_name", "kind system", "locality", "parent", "short_code starts_on"]),
        (_("Trên văn bản"), ["name symbol", "superior place_name", "signer_title"]),
        ("", ["is_confirmed"]),
    )
    kind = forms.ChoiceField(label=_("Loại cơ quan"), choices=[("", _("chọn")), *Organization.Kind.choices])
    system = forms.ChoiceField(label=_("Hệ thống"), choices=[("", _("chọn")), *Organization.System.choices])
    locality = PlacePick(label=_("Địa bàn"), required=False)
    parent = OrganizationPick(label=_("Cơ quan cấp trên"), required=False)
    short_code = forms.SlugField(
        label=_("Mã ngắn"), max_length=CODE_LENGTH, required=False, help_text=_("Để trống: cổng đặt theo tên.")
    )
    starts_on = forms.DateField(label=_("Có từ ngày"), required=False, help_text=SINCE)

    class Meta:
        model = OrganizationName
        fields = ["full_name", "name", "symbol", "superior", "place_name", "signer_title", "starts_on"]
        labels = {"full_name": _("Tên đầy đủ"), "name": _("Tên trên văn bản")}
        help_texts = {"name": AS_NAMED}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean_short_code(self) -> str:
        code = self.cleaned_data["short_code"]
        if code == RESERVED_CODE or Organization.objects.filter(short_code=code).exists():
            raise ValidationError(gettext("Mã này đã có cơ quan dùng."))
        return code

    def clean_starts_on(self) -> date:
        return self.cleaned_data["starts_on"] or date.min

    def clean(self) -> None:
        super().clean()
        self.cleaned_data["name"] = self.cleaned_data.get("name") or self.cleaned_data.get("full_name", "")[:200]

    def body(self) -> Organization:
        cleaned = self.cleaned_data
        code = cleaned["short_code"] or _code_of(cleaned["full_name"])
        own = {name: cleaned[name] for name in ("kind", "system", "locality", "parent")}
        return Organization(short_code=code if code != RESERVED_CODE else "new-1", **own)

    def refusals(self) -> list[str]:
        return out_of_scope(self.cleaned_data["locality"], self.cleaned_data["parent"], self.user)

    def doubts(self) -> list[str]:
        today = timezone.localdate()
        alike = bodies_alike(self.instance.full_name, self.cleaned_data["locality"], today)
        return registered_bodies(alike, today)


def _code_of(full_name: str) -> str:
    """Return the name as a code: "Trạm Y tế xã Ví Dụ" → "tram-y-te-xa-vi-du"."""
    plain = full_name.replace("đ", "d").replace("Đ", "D")  # the only letter that slugify drops
    return slugify(plain)[:CODE_LENGTH].strip("-") or "co-quan"


class BodyForm(PlanForm):
    """What a body is and where it belongs; its names have pages of their own. An end can be corrected or taken back."""

    sections = (("", ["kind system", "locality", "parent", "closed_on"]),)
    locality = PlacePick(label=_("Địa bàn"), required=False)
    parent = OrganizationPick(label=_("Cơ quan cấp trên"), required=False)

    class Meta:
        model = Organization
        fields = ["kind", "system", "locality", "parent", "closed_on"]
        help_texts = {"closed_on": _("Để trống: cơ quan vẫn hoạt động.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.closed_on is None:
            del self.fields["closed_on"]

    def clean_parent(self) -> Organization | None:
        parent = self.cleaned_data["parent"]
        for reason in refuse_ring(self.instance, parent):
            raise ValidationError(reason)
        return parent


class NameForm(PlanForm):
    """How papers name, head and sign for a body; with `starts_on` where it is a new name."""

    sections = (
        ("", ["starts_on", "full_name", "name symbol", "superior place_name"]),
        (_("Người ký"), ["signer_title signer"]),
    )
    signer = PersonPick(label=_("Người ký"), required=False)

    class Meta:
        model = OrganizationName
        fields = ["starts_on", "full_name", "name", "symbol", "superior", "place_name", "signer_title", "signer"]
        labels = {"starts_on": _("Từ ngày"), "full_name": _("Tên đầy đủ"), "name": _("Tên trên văn bản")}


class CorrectedNameForm(NameForm):
    """A name that was written wrongly: it keeps its days."""

    class Meta(NameForm.Meta):
        fields = NameForm.Meta.fields[1:]


class EndForm(TickedForm):
    """The end of a body, and who goes on with its work."""

    sections = (("", ["closed_on", "successor", "extent", "is_confirmed"]),)
    successor = OrganizationPick(
        label=_("Cơ quan kế thừa"), required=False, help_text=_("Để trống nếu không có, hoặc ghi sau.")
    )
    extent = forms.ChoiceField(
        label=_("Kế thừa"),
        choices=OrganizationSuccession.Extent.choices,
        help_text=_("Kế thừa toàn bộ thì thấy mọi hồ sơ của cơ quan cũ."),
    )

    class Meta:
        model = Organization
        fields = ["closed_on"]
        labels = {"closed_on": _("Kết thúc hoạt động từ ngày")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].required = True

    def clean_successor(self) -> Organization | None:
        return other_than(self.instance, self.cleaned_data["successor"])

    def doubts(self) -> list[str]:
        """Ask while accounts have roles there or bodies below it go on."""
        day, body = self.cleaned_data["closed_on"], self.instance
        held = body.memberships.filter(user__is_active=True, ends_on__gt=day).count()
        below = body.children.there_at(day).count()
        doubts = []
        if held:
            doubts.append(gettext("Còn %d vai trò của tài khoản ở cơ quan này sau ngày ấy.") % held)
        if below:
            doubts.append(gettext("Còn %d cơ quan trực thuộc đang hoạt động.") % below)
        return doubts


class SuccessionForm(PlanForm):
    """A body that took over from another, beside those that are recorded."""

    sections = (("", ["new", "effective_on", "extent"]),)
    new = OrganizationPick(label=_("Cơ quan kế thừa"))

    class Meta:
        model = OrganizationSuccession
        fields = ["new", "effective_on", "extent"]
        help_texts = {"extent": _("Kế thừa toàn bộ thì thấy mọi hồ sơ của cơ quan cũ.")}

    def clean_new(self) -> Organization:
        return other_than(self.instance.old, self.cleaned_data["new"])

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"old"}


def other_than(body: Organization, successor: Organization | None) -> Organization | None:
    """Return the successor; raises ValidationError where it is the body itself."""
    if successor == body:
        raise ValidationError(gettext("Cơ quan không kế thừa chính nó."))
    return successor
