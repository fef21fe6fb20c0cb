"""What is overdue in a leader's campaigns and who holds it up: the delegation by its head, the units, the Board."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.delegations.models import delegation_name
from inspections.inspections.states import INSPECTION_STEPS
from inspections.models import Campaign, Delegation
from inspections.recommendations.ages import ANY
from inspections.recommendations.filters import REMIND, REPLY
from inspections.recommendations.states import ROLE_LABELS
from portal.campaigns.deadlines import LATE
from portal.campaigns.matrix import NO_DELEGATION
from portal.campaigns.tasks import HAND_IN, task_labels
from portal.home.lines import Named, due_as_printed, matrix_url, names_of, recommendations_url
from portal.home.sums import Sum
from portal.home.task import Holder, Task


def held_inspections(found: Sum, named: Named, delegations: dict[int, Delegation]) -> Task:
    """Return the overdue line of a campaign's inspections, with whom they wait for."""
    campaign, n, label = named.campaigns[found.campaign], found.n, task_labels()[found.task]
    url = matrix_url(campaign, task=found.task, due=LATE)
    if n == 1:
        inspection = named.inspections[found.nearest[0]]
        title, note, url = f"{label}: {named.names[inspection.pk]}", inspection.reference, inspection.get_absolute_url()
    else:
        words = {"label": label, "n": n}
        title = ngettext("%(label)s: %(n)d đơn vị", "%(label)s: %(n)d đơn vị", n) % words
        note = names_of(found, named)
    act = _("Xem") if n == 1 else ngettext("Xem %d đơn vị", "Xem %d đơn vị", n) % n
    holders = _holders(found, campaign, delegations)
    return Task(found.due_on, title, url, note, act=act, act_url=url, holders=holders)


def _holders(found: Sum, campaign: Campaign, delegations: dict[int, Delegation]) -> tuple[Holder, ...]:
    if found.task == HAND_IN:
        return (Holder(ngettext("%d đơn vị báo cáo", "%d đơn vị báo cáo", found.n) % found.n),)
    who = INSPECTION_STEPS[found.task].who
    if who == ("leader",):
        return (Holder(_("Chờ đồng chí")),)
    if "head" not in who:
        return (Holder(_first_upper(str(ROLE_LABELS[who[0]]))),)
    made = []
    for (number, pk), n in sorted(found.by_delegation.items()):
        url = matrix_url(campaign, task=found.task, due=LATE, delegation=str(pk or NO_DELEGATION))
        made.append(_delegation_holder(number, pk, n, url, delegations))
    return tuple(made)


def _delegation_holder(number: int, pk: int, n: int, url: str, delegations: dict[int, Delegation]) -> Holder:
    name = delegation_name(number) if pk else _("Chưa có đoàn")
    return Holder(f"{name}: {n}", url, _head_of(delegations.get(pk)))


def _head_of(delegation: Delegation | None) -> str:
    """Return how the page names the delegation's head, "" without one."""
    members = delegation.members.all() if delegation else []
    head = next((member for member in members if member.role == "head" and member.person), None)
    return _("đ/c %s") % head.person if head else ""


def held_assignments(found: Sum, named: Named) -> Task:
    """Return the overdue line of a campaign's recommendations: with their owners, answered and to be checked, or what
    units ask upward.
    """
    campaign, n = named.campaigns[found.campaign], found.n
    owners = ", ".join(dict.fromkeys(str(named.assignments[pk]) for pk in found.nearest if pk in named.assignments))
    if found.task == REPLY:
        title = ngettext("Chưa trả lời: %d kiến nghị", "Chưa trả lời: %d kiến nghị", n) % n
        url = recommendations_url(campaign=campaign.code, age=ANY, side="up", due=LATE)
        holder = _first_upper(str(ROLE_LABELS["recipient"]))
    elif found.task == REMIND:
        title = ngettext("Chưa trả lời: %d đề nghị", "Chưa trả lời: %d đề nghị", n) % n
        url, holder = recommendations_url(campaign=campaign.code, task=REMIND, due=LATE), _("Đơn vị thực hiện")
    else:
        title = ngettext("Chưa kiểm tra câu trả lời: %d đề nghị", "Chưa kiểm tra câu trả lời: %d đề nghị", n) % n
        url = recommendations_url(campaign=campaign.code, age=ANY, state="answered", due=LATE)
        holder = _("Chuyên viên, Trưởng đoàn")
    act = ngettext("Xem %d đề nghị", "Xem %d đề nghị", n) % n
    printed, holders = due_as_printed(found, named), (Holder(holder),)
    return Task(found.due_on, title, url, owners, act=act, act_url=url, printed=printed, holders=holders)


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
