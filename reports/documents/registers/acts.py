"""Numbers of papers: the register they run in, the next one, numbers reserved, used outside the portal, or cancelled.

A number is taken once in its register, for good: a cancelled one too. Numbers run for each type of paper (HD 36, HD 05:
from 01 in each term of the committee; Nghị định 30: in each year), so both letters to a unit share the register "cv". A
delegation's own papers have registers of their own.
"""

import re
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.people.models import User
from ground.text import fold, short_date
from reports.documents.layout import number_text
from reports.documents.models import Document
from reports.documents.registers.models import NumberRegister, TakenNumber, Term
from workflow.history.acts import change, create
from workflow.records.refusals import NotYours, StepRefused, TakenAlready

MAY_RESERVE = {"staff", "issuer"}
LETTER = "cv"
FIRST_DIGITS = re.compile(r"\d+")


class TermMissing(StepRefused):
    """A Party body has recorded no term of its committee for the day."""


class NumberTaken(StepRefused):
    """The number stands in the register already."""


# --- Which register ---------------------------------------------------------------------------------------------------
def series_of(organization: Organization, day: date) -> str:
    """Return the series in which the body's papers of that day are numbered: the year, of a Party body the term.

    No rule is known for the Front and mass organizations: theirs is the term where they have recorded one, else the
    year. Raises TermMissing.
    """
    if organization.system == Organization.System.STATE:
        return str(day.year)
    term = Term.objects.filter(organization=organization, starts_on__lte=day).order_by("-starts_on").first()
    if term is not None:
        return term.name
    if organization.system == Organization.System.FRONT:
        return str(day.year)
    message = _(
        "%(body)s chưa ghi nhiệm kỳ cấp ủy của ngày %(day)s, nên chưa có sổ để lấy số. Lãnh đạo, chuyên viên ghi ở "
        "trang “Trình bày và ký văn bản”, mục “Nhiệm kỳ cấp ủy”: tên nhiệm kỳ và ngày bắt đầu; rồi làm lại."
    )
    raise TermMissing([message % {"body": organization.full_name_at(day), "day": short_date(day)}])


def proposed_term(day: date) -> str:
    """Return "2025–2030": the usual five years between congresses, which are held in years that end with 0 or 5."""
    begins = day.year - day.year % 5
    return f"{begins}–{begins + 5}"


def needs_term(document: Document) -> bool:
    """Tell whether no register can be opened for the paper because its body has recorded no term of its day."""
    try:
        series_of(document.issuing_organization, document.effective_on)
    except TermMissing:
        return True
    return False


def record_term(organization: Organization, name: str, starts_on: date, actor: User) -> Term:
    """Record a term of the body's committee. Raises NotYours, StepRefused where it is there already."""
    term = Term(organization=organization, name=name.strip(), starts_on=starts_on)
    if not term.may_be_changed_by(actor, timezone.localdate()):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    same = Term.objects.filter(organization=organization)
    if same.filter(name=term.name).exists() or same.filter(starts_on=starts_on).exists():
        raise StepRefused([_("Nhiệm kỳ này đã ghi.")])
    return create(term, actor)


def type_of(document: Document) -> str:
    """Return the key of the document's type among its body's registers: "tb", "qd", "cv"; "bc-doan-12" for a paper of
    that delegation's own.
    """
    code = fold(document.facts.get("type_code", "")).replace(" ", "") or LETTER
    is_delegations = document.issuer_role == "head" and document.delegation_id is not None
    return f"{code}-doan-{document.delegation_id}" if is_delegations else code


def is_numbered(document: Document) -> bool:
    """Tell whether the document gets the next number by itself: minutes and annexes get none unless one is typed.

    No rule says so; it is what offices do (minutes) or follows from the paper that an annex belongs to.
    """
    return document.facts.get("form") not in ("minutes", "annex")


def register_at(organization: Organization, kind: str, day: date) -> NumberRegister:
    """Return the body's register of one type of paper, made when it is first needed. Raises TermMissing."""
    series = series_of(organization, day)
    return NumberRegister.objects.get_or_create(organization=organization, kind=kind, series=series)[0]


# --- Numbers of the portal's documents --------------------------------------------------------------------------------
def taken_by(document: Document) -> TakenNumber | None:
    """Return the number that is reserved for the document or that it has."""
    return TakenNumber.objects.select_related("register").filter(document=document).first()


def propose(document: Document) -> tuple[int, str]:
    """Return the number that the document has, or the one that it would get now, and how it is printed; writes nothing.

    Raises TermMissing.
    """
    taken = taken_by(document)
    if taken is not None:
        return taken.n, taken.printed
    body, day = document.issuing_organization, document.effective_on
    own = NumberRegister.objects.filter(organization=body, kind=type_of(document), series=series_of(body, day))
    n = next(iter(own.values_list("last", flat=True)), 0) + 1
    return n, printed_number(document, n)


def printed_number(document: Document, n: int) -> str:
    """Return "07-TB/BTGDVTU", as the rules of the document's day print it."""
    day = document.effective_on.isoformat()
    return number_text({**document.facts, "number": n, "effective_on": day, "issued_on": day})


def reserve(
    document: Document, actor: User, n: int | None = None, printed: str | None = None, today: date | None = None
) -> TakenNumber:
    """Take a number for the document: the next one, or `n` from the office's paper book; the same again if it has one.

    `printed`: the whole string where it isn't as the rules print it, such as a joint symbol "05-KH/BTGDVTU-UBMTTQ".
    Raises NotYours, TermMissing, NumberTaken, StepRefused.
    """
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        _refuse_reserving(locked, actor, today or timezone.localdate())
        return reserve_for(locked, actor, n, printed)


def reserve_for(document: Document, actor: User, n: int | None = None, printed: str | None = None) -> TakenNumber:
    """Take a number like `reserve`, for a document that the caller has locked, by an actor that it has checked."""
    taken = taken_by(document)
    if taken is not None:
        return _same_again(taken, n, printed)
    register = _locked(register_at(document.issuing_organization, type_of(document), document.effective_on))
    number = register.last + 1 if n is None else n
    text = (printed or "").strip() or printed_number(document, number)
    return _take(register, number, text, actor, document=document)


def _refuse_reserving(document: Document, actor: User, today: date) -> None:
    if not document.roles_of(actor, today) & MAY_RESERVE:
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    if document.is_frozen:
        raise TakenAlready([_("Văn bản đã ban hành, số của nó không đổi được nữa.")])


def _same_again(taken: TakenNumber, n: int | None, printed: str | None) -> TakenNumber:
    """Return the number that the document has; refuse another one."""
    typed = (printed or "").strip()
    if (n is None or n == taken.n) and (not typed or typed == taken.printed):
        return taken
    message = _("Văn bản đã giữ số %s. Hủy số ấy kèm lý do, rồi lấy số khác.")
    raise StepRefused([message % taken.printed])


# --- Other numbers ----------------------------------------------------------------------------------------------------
def record_outside(
    register: NumberRegister, n: int, printed: str, dated_on: date, about: str, actor: User
) -> TakenNumber:
    """Record the number of a paper that was made outside the portal. Raises NotYours, NumberTaken, StepRefused."""
    _refuse_stranger(register, actor)
    with transaction.atomic():
        paper = {"use": TakenNumber.Use.OUTSIDE, "dated_on": dated_on, "about": about.strip()}
        return _take(_locked(register), n, printed.strip(), actor, **paper)


def cancel_number(taken: TakenNumber, reason: str, actor: User) -> TakenNumber:
    """Cancel a number that no issued paper has; nothing gets it again. Its document, if any, may take another.

    Raises NotYours, TakenAlready, StepRefused.
    """
    _refuse_stranger(taken.register, actor)
    if not reason.strip():
        raise StepRefused([_("Nhập lý do.")])
    with transaction.atomic():
        _locked(taken.register)
        row = TakenNumber.objects.select_for_update().get(pk=taken.pk)
        _refuse_cancelling(row)
        row.about = row.about or (row.document.about if row.document else "")[:300]
        row.use, row.document, row.cancelled_reason = TakenNumber.Use.CANCELLED, None, reason.strip()
        change(row, actor, row.revision, reason)
    return row


def _refuse_cancelling(taken: TakenNumber) -> None:
    if taken.use not in (TakenNumber.Use.RESERVED, TakenNumber.Use.OUTSIDE):
        use = taken.get_use_display()
        raise TakenAlready([_("Số %(number)s hiện “%(use)s”, không hủy được.") % {"number": taken.printed, "use": use}])
    if taken.document is not None and taken.document.is_being_issued:
        message = _("Văn bản mang số %s đang được ban hành. Ban hành tiếp, hoặc trả lại dự thảo rồi hủy số.")
        raise StepRefused([message % taken.printed])


def _refuse_stranger(register: NumberRegister, actor: User) -> None:
    if not register.may_be_changed_by(actor, timezone.localdate()):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])


def _locked(register: NumberRegister) -> NumberRegister:
    return NumberRegister.objects.select_for_update().get(pk=register.pk)


def _take(register: NumberRegister, n: int, printed: str, actor: User, **columns) -> TakenNumber:
    """Write the number into a locked register, and its last one where this is later."""
    _refuse_number(register, n, printed)
    taken = create(TakenNumber(register=register, n=n, printed=printed, **columns), actor)
    if n > register.last:
        register.last = n
        register.save(update_fields=["last", "changed_at"])
    return taken


def _refuse_number(register: NumberRegister, n: int, printed: str) -> None:
    digits = FIRST_DIGITS.search(printed)
    if n < 1 or digits is None or int(digits[0]) != n:
        raise StepRefused([_("Số in trên văn bản “%(printed)s” không phải số %(n)d.") % {"printed": printed, "n": n}])
    if len(printed) > TakenNumber._meta.get_field("printed").max_length:
        raise StepRefused([_("Số, ký hiệu dài quá 60 ký tự.")])
    there = register.taken.filter(n=n).select_related("document").first()
    if there is not None:
        raise NumberTaken([_describe_taken(there)])


def _describe_taken(taken: TakenNumber) -> str:
    about = taken.about or (taken.document.about if taken.document else "")
    words = {"n": taken.n, "printed": taken.printed, "use": taken.get_use_display(), "about": about[:80]}
    if not about:
        return _("Số %(n)d đã có trong sổ (%(printed)s, %(use)s). Lấy số khác.") % words
    return _("Số %(n)d đã có trong sổ (%(printed)s, %(use)s: %(about)s). Lấy số khác.") % words


# --- Days -------------------------------------------------------------------------------------------------------------
def day_warnings(document: Document, day: date) -> list[str]:
    """Return a warning where the day lies before that of the last numbered paper of its register; [] else.

    Raises TermMissing.
    """
    body = document.issuing_organization
    rows = TakenNumber.objects.filter(
        register__organization=body, register__kind=type_of(document), register__series=series_of(body, day)
    )
    others = rows.exclude(document=document).exclude(use=TakenNumber.Use.CANCELLED)
    last = others.aggregate(day=Max("dated_on"))["day"]
    if last is None or day >= last:
        return []
    words = {"day": short_date(day), "last": short_date(last)}
    return [_("Ngày %(day)s trước ngày %(last)s của văn bản cuối trong sổ: xem lại ngày, hoặc số.") % words]
