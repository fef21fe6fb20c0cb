"""What contradicts: pure functions from rows to messages. A message never changes what was written."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.text import decimal_text, short_date, signed_text
from inspections.figures import change_between, figures_of, percent_of, year_of
from inspections.states import CONCLUDED, OPEN_ASSIGNMENTS, REPORT_ASKED, WRITTEN_OUT, CampaignState, InspectionState
from inspections.told import Told
from workflow.steps import checks_before


@dataclass(frozen=True)
class Message:
    """`kind`: "done" (compared and right), "warn" (a doubt), "note" (what can or can't be reckoned)."""

    kind: str
    text: str


def value_messages(value, units: dict[str, int], day, earlier=None) -> list[Message]:
    """What the portal reckons from one value.

    `units`: commune-level units of the place by unit type as at `day` ({} where there are none);
    `earlier`: the same criterion's value of the year before, or None. Warnings come first.
    """
    messages = [
        *columns_against_print(value),
        *percent_against_counts(value),
        *parts_within_whole(value),
        *denominator_against_register(value, units, day),
        *score_in_quarters(value),
        *number_is_told(value),
        *jump_since(value, earlier),
        *change_since(value, earlier),
    ]
    messages.sort(key=lambda message: message.kind != "warn")
    return messages or [Message("note", _nature(value))]


def columns_against_print(value) -> list[Message]:
    """The figures kept beside the print must be the print's own."""
    figures = figures_of(value)  # where a print can be read in two ways, as the columns read it
    pairs = [
        (figures.numerator, value.numerator),
        (figures.denominator, value.denominator),
        (figures.number, value.number),
    ]
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return [Message("warn", _("Số lưu kèm không khớp với số đã ghi “%s”.") % value.printed)]
    return []


def percent_against_counts(value) -> list[Message]:
    figures = figures_of(value)
    if not figures.is_percent:
        ratio = percent_of(figures, 0)
        exact = ratio is not None and ratio == percent_of(figures, 4)
        return [Message("note", _("Bằng %s%%") % ratio)] if exact else _rounded(figures)
    reckoned = percent_of(figures, figures.places)
    if reckoned is None:
        return [Message("note", _("Không có tử số, mẫu số; không tính lại được"))]
    if reckoned != figures.number:
        told = {
            "reckoned": decimal_text(reckoned, figures.places),
            "printed": decimal_text(figures.number, figures.places),
        }
        return [Message("warn", _("Ghi %(printed)s%% nhưng tính từ tử số, mẫu số là %(reckoned)s%%.") % told)]
    return [Message("done", _("Khớp với tử số, mẫu số"))]


def _rounded(figures) -> list[Message]:
    ratio = percent_of(figures, 2)
    return [Message("note", _("Bằng khoảng %s%%") % decimal_text(ratio, 2))] if ratio is not None else []


def parts_within_whole(value) -> list[Message]:
    figures = figures_of(value)
    if None not in (figures.numerator, figures.denominator) and figures.numerator > figures.denominator:
        return [Message("warn", _("Tử số lớn hơn mẫu số."))]
    return []


def denominator_against_register(value, units: dict[str, int], day) -> list[Message]:
    """A denominator that counts communes must be the register's count as at `day`."""
    rule, denominator = value.set_criterion.denominator_rule, figures_of(value).denominator
    counted = {kind: n for kind, n in units.items() if rule == "communes" or kind == "xã"}
    if not rule or denominator is None or not counted:
        return []
    names = " + ".join(f"{n} {kind}" for kind, n in counted.items())
    if denominator == sum(counted.values()):
        only = _("Khớp: chỉ tính %s") if rule == "rural_communes" else _("Khớp: %s")
        return [Message("done", only % names)]
    told = {"names": names, "day": short_date(day), "denominator": f"{denominator.normalize():f}"}
    return [Message("warn", _("Địa bàn có %(names)s (tại ngày %(day)s), mẫu số ghi %(denominator)s.") % told)]


def change_since(value, earlier) -> list[Message]:
    change = change_between(earlier, value) if earlier else None
    if change is None:
        return []
    difference, places, in_points = change
    unit = _("điểm phần trăm") if in_points else value.set_criterion.unit
    told = {"change": signed_text(difference, places), "unit": unit, "year": year_of(earlier)}
    return [Message("note", _("%(change)s %(unit)s so với năm %(year)d") % told)]


JUMP_POINTS = 20  # of a percentage from one year to the next
JUMP_TIMES = 2  # of any other number


def jump_since(value, earlier) -> list[Message]:
    """A figure that moved further within a year than such figures do: often a slip of the hand."""
    if earlier is None:
        return []
    before, now = _share_or_number(earlier), _share_or_number(value)
    if None in (before, now) or before[1] != now[1] or not _is_jump(before[0], now[0], now[1]):
        return []
    return [
        Message(
            "warn",
            _("Khác xa năm %(year)d (đã ghi “%(printed)s”). Xem lại số vừa ghi.")
            % {"year": year_of(earlier), "printed": earlier.printed},
        )
    ]


def _share_or_number(value) -> tuple | None:
    """(figure, whether it is a percentage), or None where the value has none."""
    figures = figures_of(value)
    share = figures.number if figures.is_percent else percent_of(figures, 2)
    if share is not None:
        return share, True
    return (figures.number, False) if figures.number is not None else None


def _is_jump(before, now, is_percent: bool) -> bool:
    if is_percent:
        return abs(now - before) >= JUMP_POINTS
    return before > 0 and (now >= before * JUMP_TIMES or now * JUMP_TIMES <= before)


def score_in_quarters(value) -> list[Message]:
    """Points are given in quarters, up to the criterion's maximum; an index of another body's is no such points."""
    asked, number = value.set_criterion, figures_of(value).number
    if asked.value_type != "score" or asked.unit not in ("", "điểm") or number is None:
        return []
    if number * 4 % 1:
        return [Message("warn", _("Điểm chấm theo phần tư điểm: 1,25; 1,5; 1,75."))]
    if asked.max_quarter_points and number * 4 > asked.max_quarter_points:
        most = decimal_text(asked.max_quarter_points / Decimal(4), 2)
        return [Message("warn", _("Quá điểm tối đa của chỉ tiêu (%s).") % most)]
    return []


def number_is_told(value) -> list[Message]:
    """A criterion that asks for a number got only words."""
    figures = figures_of(value)
    is_asked = value.set_criterion.value_type in ("ratio", "percent", "count", "money", "score")
    if not is_asked or figures.number is not None or figures.numerator is not None:
        return []
    return [Message("warn", _("Không đọc được số nào trong “%s”.") % value.printed)]


def _nature(value) -> str:
    natures = {
        "yes_no": _("Có; tần suất giữ nguyên chữ") if value.frequency_text else _("Có hoặc không"),
        "choice": _("Định tính"),
        "text": _("Định tính"),
    }
    return natures.get(value.set_criterion.value_type, _("Không có gì để đối chiếu"))


def finding_messages(findings) -> list[Message]:
    """Praise beside a shortcoming of the same criterion: not forbidden, but to be read once more."""
    by_criterion = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if finding.criterion_id:
            by_criterion[finding.criterion_id][finding.kind].append(finding)
    return [
        Message(
            "warn",
            _("Ưu điểm %(strength)d và hạn chế %(shortcoming)d nói về cùng một chỉ tiêu: %(criterion)s.")
            % {
                "strength": kinds["strength"][0].position,
                "shortcoming": kinds["shortcoming"][0].position,
                "criterion": kinds["strength"][0].criterion.name,
            },
        )
        for kinds in by_criterion.values()
        if kinds["strength"] and kinds["shortcoming"]
    ]


def told_messages(findings, told) -> list[Message]:
    """Texts that tell a value nobody has entered."""
    missing = [place for finding in findings for place in told.missing(finding.text)]
    if not missing:
        return []
    count = ngettext(
        "%d chỗ trong nhận xét kể số liệu chưa có: ", "%d chỗ trong nhận xét kể số liệu chưa có: ", len(missing)
    )
    return [Message("warn", count % len(missing) + ", ".join(missing))]


def why_read_only(inspection, is_live: bool = False) -> list[str]:
    """Why nothing that was measured or found can be written any more; [] while it can.

    `is_live`: what goes on after the conclusion, the giving out of what it asks for.
    """
    goes_on = is_live and inspection.state in (InspectionState.CONCLUDED, InspectionState.FOLLOWED_UP)
    if goes_on or inspection.state not in WRITTEN_OUT:
        return []
    told = inspection.get_state_display()
    return [_("Cuộc kiểm tra hiện “%s”: số liệu, nhận xét, đề nghị không sửa được nữa.") % told]


# --- What is missing before a step -------------------------------------------------------------------------------
@checks_before("inspections.Campaign", "open")
def campaign_has_criteria_and_subjects(campaign) -> list[str]:
    missing = []
    if not campaign.criteria_set.criteria.exists():
        missing.append(_("Bộ chỉ tiêu chưa có chỉ tiêu nào."))
    if not campaign.inspections.exists():
        missing.append(_("Đợt chưa có đơn vị nào được kiểm tra."))
    return missing


@checks_before("inspections.Campaign", "close")
@checks_before("inspections.Inspection", "close")
def nothing_is_left_to_do(record) -> list[str]:
    n = record.recommendations.filter(assignments__state__in=OPEN_ASSIGNMENTS).distinct().count()
    told = ngettext(
        "Còn %d đề nghị chưa xong, chưa chuyển đợt sau.", "Còn %d đề nghị chưa xong, chưa chuyển đợt sau.", n
    )
    return [told % n] if n else []


@checks_before("inspections.Inspection", "notify")
def inspection_has_a_delegation(inspection) -> list[str]:
    if inspection.delegation is None:
        return [_("Chưa phân công đoàn kiểm tra.")]
    if not any(member.role == member.Role.HEAD for member in inspection.delegation.members.all()):
        return [_("Đoàn kiểm tra chưa có Trưởng đoàn.")]
    return []


@checks_before("inspections.Inspection", "notify", "start")
def inspection_runs_in_an_open_campaign(inspection) -> list[str]:
    is_open = inspection.campaign.state == CampaignState.OPEN
    return [] if is_open else [_("Đợt kiểm tra chưa mở.")]


@checks_before("inspections.Inspection", "record")
def session_has_a_date(inspection) -> list[str]:
    held = any(session.held_on for session in inspection.sessions.all())
    return [] if held else [_("Chưa ghi ngày buổi làm việc.")]


@checks_before("inspections.Inspection", "submit")
def findings_stand(inspection) -> list[str]:
    findings = list(inspection.findings.all())
    if not findings:
        return [_("Chưa ghi ưu điểm, hạn chế nào.")]
    values = inspection.values.current().filter(about_organization=inspection.subject_organization_id)
    told = Told(list(values.select_related("set_criterion")))
    return [message.text for message in told_messages(findings, told)]


@checks_before("inspections.Inspection", "conclude")
def notice_has_number_and_date(inspection) -> list[str]:
    is_there = inspection.paper_links.notices().exists()
    return [] if is_there else [_("Chưa có thông báo kết luận ghi số và ngày.")]


@checks_before("inspections.Assignment", "accept", "answer", "extend", "carry_over", "transfer")
def conclusion_is_out(assignment) -> list[str]:
    inspection = assignment.recommendation.inspection
    is_out = inspection is None or inspection.state in CONCLUDED
    return [] if is_out else [_("Đề nghị có hiệu lực khi kết luận được công bố.")]


# --- The self-report on paper ------------------------------------------------------------------------------------
def may_report(inspection, user, today) -> bool:
    """Officers and leaders of the body that writes the report."""
    return inspection.reporting_organization_id in user.reach_at(today).unit


def report_is_late_or_early(inspection, today) -> list[str]:
    """Why no self-report can come in now; [] when one can."""
    bodies = [inspection.campaign.inspecting_organization, inspection.reporting_organization]
    if any(body.is_closed_at(today) for body in bodies):
        return [_("Cơ quan đã kết thúc hoạt động. Hồ sơ chỉ còn để xem.")]
    if inspection.campaign.state != CampaignState.OPEN:
        return [_("Đợt kiểm tra không còn mở. Hồ sơ chỉ còn để xem.")]
    if inspection.state not in REPORT_ASKED:
        told = inspection.get_state_display()
        return [
            _("Cuộc kiểm tra hiện “%s”: chỉ nhận báo cáo từ khi thông báo đến trước khi thống nhất biên bản.") % told
        ]
    return []


def too_many_versions(inspection, role: str, paper_type: str) -> list[str]:
    """Why no further version of a paper can come in; [] when one can. Both parameters as in PaperLink and its paper."""
    limit = settings.PAPER_VERSIONS_MAX
    if inspection.paper_links.filter(role=role, paper__paper_type=paper_type).count() < limit:
        return []
    return [_("Văn bản này đã có %d bản, cổng không nhận thêm. Cần thay nữa thì báo quản trị hệ thống.") % limit]


def too_many_reports(inspection) -> list[str]:
    return too_many_versions(inspection, "submitted", "BC")


def too_many_notices(inspection) -> list[str]:
    return too_many_versions(inspection, "result", "TB")


@checks_before("inspections.Assignment", "transfer")
def owner_has_a_successor(assignment) -> list[str]:
    return [] if assignment.has_successor() else [_("Danh mục chưa ghi cơ quan kế thừa của đơn vị thực hiện.")]
