"""An import is limited to its user's scope: other rows are neither written nor moved nor mentioned."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, Person, User
from ground.text import sort_key
from inspections.models import Assignment, Campaign, Finding, Inspection, MeasuredValue
from portal.exchange.registers import REGISTERS
from tests.standing import standing
from tests.strangers import write_neighbours, write_strangers, write_world
from workflow.models import Event

pytestmark = pytest.mark.django_db
OURS = "DVCQ2026-25459"


@pytest.fixture
def strange(db):
    return write_strangers()


def finding(reference, position=91, **cells):
    return {"Mã cuộc kiểm tra": reference, "Loại": "hạn chế", "Thứ tự": position, "Nội dung": "Chưa rõ", **cells}


def test_a_strangers_inspection_is_unknown_like_one_that_is_not_there(bring, minh, strange):
    outcome = bring(minh, "findings", finding("STRANGE-1"), finding("NONE-1"))
    assert outcome.faults == [
        (2, "Mã cuộc kiểm tra", "Không có cuộc kiểm tra mã “STRANGE-1”."),
        (3, "Mã cuộc kiểm tra", "Không có cuộc kiểm tra mã “NONE-1”."),
    ]


def test_a_strangers_campaign_takes_no_inspection(bring, minh, strange):
    row = {"Mã đợt": "STRANGE", "Đơn vị được kiểm tra (mã)": "ubnd-28108"}
    assert bring(minh, "inspections", row).faults == [(2, "Mã đợt", "Không có đợt kiểm tra mã “STRANGE”.")]


def test_a_strangers_reference_is_not_taken_over(bring, minh, strange):
    row = {"Mã đợt": "DVCQ2026", "Mã cuộc kiểm tra": "STRANGE-1", "Đơn vị được kiểm tra (mã)": "ubnd-28108"}
    outcome = bring(minh, "inspections", row)
    assert (outcome.to_write, len(outcome.faults)) == (0, 1)
    assert Inspection.objects.get(reference="STRANGE-1").campaign.code == "STRANGE"


def test_what_is_concluded_is_refused_row_by_row(bring, minh):
    outcome = bring(minh, "findings", finding("DVCQ2026-28108"), finding(OURS))
    assert [row for row, _column, _fault in outcome.faults] == [2]
    assert Finding.objects.filter(position=91).count() == 0


def test_a_frozen_set_of_criteria_is_refused(taken_out, bring, minh):
    row = next(row for row in taken_out(minh, "criteria") if row["Chốt lúc"])
    outcome = bring(minh, "criteria", {**row, "Nội dung": "Khác"})
    assert outcome.faults == [(2, "", "Bộ chỉ tiêu đã chốt, không sửa được: lập phiên bản mới.")]


def test_a_state_goes_out_and_is_passed_over_coming_in(taken_out, bring, minh):
    row = next(row for row in taken_out(minh, "inspections") if row["Mã cuộc kiểm tra"] == OURS)
    outcome = bring(minh, "inspections", {**row, "Trạng thái": "Đã kết luận", "Hình thức": "Khảo sát"})
    inspection = Inspection.objects.get(reference=OURS)
    assert (outcome.changed, inspection.kind, inspection.get_state_display()) == (1, "survey", row["Trạng thái"])
    event = Event.objects.about(inspection).first()
    assert (event.act, event.changes, event.reason) == ("changed", {"kind": ["inspection", "survey"]}, "Nhập từ tệp")


def test_an_inspection_without_reference_gets_one_and_the_same_file_makes_it_once(bring, minh):
    row = {"Mã đợt": "DVCQ2026", "Đơn vị được kiểm tra (mã)": "snv-tay-ninh", "Đoàn": "1"}
    assert (bring(minh, "inspections", row).new, bring(minh, "inspections", row).same) == (1, 1)
    made = Inspection.objects.get(campaign__code="DVCQ2026", subject_organization__short_code="snv-tay-ninh")
    assert (made.reference, made.state) == ("DVCQ2026-80", "planned")
    assert made.reporting_organization == made.subject_organization


def test_an_assignment_that_was_taken_up_stays_as_it_is(bring, minh):
    row = {
        "Mã cuộc kiểm tra": OURS, "Thứ tự": 1, "Nội dung": "Làm tốt", "Đơn vị thực hiện (theo văn bản)": "UBND xã",
        "Hạn": "30/06/2027",
    }  # fmt: skip
    assert bring(minh, "recommendations", row).new == 1
    made = Assignment.objects.get(recommendation__inspection__reference=OURS)
    standing(made, "accepted")
    outcome = bring(minh, "recommendations", {**row, "Hạn": "31/12/2027"})
    assert outcome.faults == [(2, "", "Phân công này đã được nhận hoặc trả lời, không sửa bằng tệp được.")]


def test_an_account_comes_without_a_password(bring, thu):
    person = Person.objects.create(full_name="Đặng Thị Nhập")
    outcome = bring(
        thu, "users",
        {"Tên đăng nhập": "nhap", "Người": person.full_name, "Vai trò": "người xem", "Cơ quan (mã)": "snv-tay-ninh",
         "Vai trò từ ngày": "01/01/2026"},
        {"Tên đăng nhập": "MINH", "Người": "Trần Quang Minh"},
    )  # fmt: skip
    made = User.objects.get(username="nhap")
    assert (outcome.new, outcome.changed, outcome.faults) == (1, 1, [])
    assert User.objects.filter(username__iexact="minh").count() == 1  # sign-in knows no capitals
    assert (made.has_usable_password(), made.must_change_password, made.memberships.get().role) == (
        False,
        True,
        "viewer",
    )


def test_no_secret_of_an_account_goes_out(taken_out, thu, minh):
    cells = {str(cell) for row in taken_out(thu, "users") for cell in row.values()}
    assert {cell for cell in cells if "argon" in cell or minh.password in cell} == set()


@pytest.mark.parametrize("slug", ["inspections", "sessions", "values", "findings", "recommendations"])
def test_nothing_of_strangers_goes_out(slug, taken_out, minh, strange):
    cells = {str(cell) for row in taken_out(minh, slug) for cell in row.values()}
    assert {cell for cell in cells if "strange" in cell.lower()} == set()


# --- What is only shared ---------------------------------------------------------------------------------------------
@pytest.fixture
def shared(minh, binh, lan):
    """Minh's campaign in the midst of its sessions, shared with Yến's Board; Quý's person goes with its delegation."""
    further = write_neighbours()
    board, unit = (user.memberships.first().organization for user in (minh, lan))
    others = {"shared_with": [further.shared], "with_them": [further.quy.person], "state": "in_session"}
    world = write_world("own", board, unit, actor=minh, member=binh.person, **others)
    world.yen, world.quy = further.yen, further.quy
    return world


def tried(bring, user, slug, *rows):
    """What a dry run tells the user."""
    outcome = bring(user, slug, *rows, is_dry=True)
    return outcome.new, outcome.changed, outcome.same, outcome.faults, outcome.changes


def test_a_taken_reference_and_a_free_one_of_others_are_refused_alike(bring, minh, strange):
    """Whether a stranger has an inspection of that reference can't be tried out."""
    row = {"Mã đợt": "DVCQ2026", "Đơn vị được kiểm tra (mã)": "ubnd-28108"}
    taken, free = (
        tried(bring, minh, "inspections", {**row, "Mã cuộc kiểm tra": reference})
        for reference in ("STRANGE-1", "STRANGE-2")
    )
    fault = "Mã “STRANGE-1” không dùng được: mã mới bắt đầu bằng “DVCQ2026-”, hoặc để trống."
    assert taken == (0, 0, 0, [(2, "", fault)], [])
    assert free == (0, 0, 0, [(2, "", fault.replace("STRANGE-1", "STRANGE-2"))], [])


def test_a_reference_under_ones_own_campaign_that_somebody_else_has_is_refused_in_the_same_words(bring, minh, strange):
    Inspection.objects.filter(reference="STRANGE-1").update(reference="DVCQ2026-khac")
    row = {"Mã đợt": "DVCQ2026", "Đơn vị được kiểm tra (mã)": "ubnd-28108", "Mã cuộc kiểm tra": "DVCQ2026-khac"}
    fault = "Mã “DVCQ2026-khac” không dùng được: mã mới bắt đầu bằng “DVCQ2026-”, hoặc để trống."
    assert bring(minh, "inspections", row).faults == [(2, "", fault)]


def test_a_row_without_a_reference_and_with_a_wrong_cell_is_told_of_the_cell_alone(bring, minh):
    row = {"Mã đợt": "DVCQ2026", "Đơn vị được kiểm tra (mã)": "snv-tay-ninh", "Đoàn": "99"}
    assert [column for _row, column, _fault in bring(minh, "inspections", row).faults] == ["Đoàn"]


def test_a_new_reference_under_ones_own_campaign_is_taken_as_written(bring, minh):
    row = {"Mã đợt": "DVCQ2026", "Đơn vị được kiểm tra (mã)": "snv-tay-ninh", "Mã cuộc kiểm tra": "DVCQ2026-rieng"}
    assert bring(minh, "inspections", row).new == 1
    assert Inspection.objects.get(reference="DVCQ2026-rieng").campaign.code == "DVCQ2026"


def test_a_dry_run_tells_yen_nothing_of_hidden_values(bring, shared):
    """The verified value is not for her before the minutes are agreed: a right guess is answered like a wrong one."""
    value = shared.verified
    row = {
        "Mã cuộc kiểm tra": "OWN-1", "Chỉ tiêu (mã gốc hoặc số)": "own-criterion", "Số thành phần": value.part,
        "Bên ghi": value.get_side_display(),
    }  # fmt: skip
    right, wrong = (
        tried(bring, shared.yen, "values", {**row, "Theo văn bản": printed}) for printed in (value.printed, "sai")
    )
    assert right == wrong
    assert (right[:3], right[4], len(right[3])) == ((0, 0, 0), [], 1)


def test_a_dry_run_tells_yen_nothing_of_hidden_findings(bring, shared):
    right, wrong = (
        tried(bring, shared.yen, "findings", finding("OWN-1", 1, **{"Nội dung": text}))
        for text in (shared.remark.text, "sai")
    )
    assert right == wrong
    assert (right[:3], right[4]) == ((0, 0, 0), [])


def test_a_value_goes_out_without_the_paper_that_its_reader_does_not_see(taken_out, shared, minh):
    standing(shared.inspection, "recorded")
    papers = {
        user.username: {row["Văn bản nguồn"] for row in taken_out(user, "values") if row["Mã cuộc kiểm tra"] == "OWN-1"}
        for user in (minh, shared.yen)
    }
    assert papers == {"minh": {"BC | ~own.internal.officialpaper.number~ | 07/04/2026"}, "yen": {None}}


def test_the_librarys_own_export_leaves_it_out_as_well(shared, minh):
    standing(shared.inspection, "recorded")
    papers = {}
    for user in (minh, shared.yen):
        rows = REGISTERS["values"](user).export().dict
        papers[user.username] = {row["Văn bản nguồn"] for row in rows if row["Mã cuộc kiểm tra"] == "OWN-1"}
    assert papers == {"minh": {"BC | ~own.internal.officialpaper.number~ | 07/04/2026"}, "yen": {None}}


def test_an_inspection_goes_out_without_the_delegation_and_the_earlier_one_that_are_hidden(
    taken_out, shared, strange, minh
):
    Inspection.objects.filter(pk=shared.inspection.pk).update(follow_up_of=strange.inspection)
    seen = {}
    for user in (minh, shared.yen, shared.quy):
        row = next(row for row in taken_out(user, "inspections") if row["Mã cuộc kiểm tra"] == "OWN-1")
        seen[user.username] = (row["Đoàn"], row["Phúc tra của (mã)"])
    assert seen == {"minh": ("Đoàn số 1", None), "yen": (None, None), "quy": ("Đoàn số 1", None)}


def test_a_hidden_link_that_went_out_empty_is_not_emptied_by_coming_back(taken_out, bring, shared, strange, minh):
    Inspection.objects.filter(pk=shared.inspection.pk).update(follow_up_of=strange.inspection)
    row = next(row for row in taken_out(minh, "inspections") if row["Mã cuộc kiểm tra"] == "OWN-1")
    outcome = bring(minh, "inspections", {**row, "Hình thức": "Khảo sát"})
    after = Inspection.objects.get(pk=shared.inspection.pk)
    assert (outcome.changed, after.kind, after.follow_up_of_id) == (1, "survey", strange.inspection.pk)


def test_a_hidden_link_that_is_written_over_is_not_named(taken_out, bring, shared, strange, minh):
    Inspection.objects.filter(pk=shared.inspection.pk).update(follow_up_of=strange.inspection)
    row = next(row for row in taken_out(minh, "inspections") if row["Mã cuộc kiểm tra"] == "OWN-1")
    outcome = bring(minh, "inspections", {**row, "Phúc tra của (mã)": OURS}, is_dry=True)
    assert outcome.changes == [(2, "Phúc tra của (mã)", "(ngoài phạm vi được xem)", OURS)]


def values(n):
    criteria = Campaign.objects.get(code="DVCQ2026").criteria_set.criteria.filter(value_type="percent")
    codes = [each.criterion.code for each in criteria.select_related("criterion")]
    return [
        {
            "Mã cuộc kiểm tra": OURS, "Chỉ tiêu (mã gốc hoặc số)": codes[i % len(codes)], "Bên ghi": "báo chí",
            "Kỳ từ ngày": f"01/01/{1950 + i}", "Kỳ đến ngày": f"31/12/{1950 + i}", "Theo văn bản": f"{i},5%",
            "Giá trị số": f"{i},5",
        }
        for i in range(n)
    ]  # fmt: skip


def queries_of(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_an_import_asks_the_same_of_the_database_for_one_row_and_for_thirty(bring, minh):
    first, second, *others = values(31)
    bring(minh, "values", first)  # content types are known from here on, and something is there already
    assert queries_of(lambda: bring(minh, "values", second)) == queries_of(lambda: bring(minh, "values", *others))
    events = Event.objects.filter(act="imported", actor=minh).count()
    assert (MeasuredValue.objects.filter(side="press", period_start__year__lt=1990).count(), events) == (31, 31)


def test_an_imported_row_is_as_one_that_was_saved(bring, minh, thu):
    """What `save` reckons is reckoned by an import too: nothing changes when its rows are saved once more."""
    bring(minh, "values", *values(1))
    bring(thu, "people", {"Họ và tên": "Đặng Thị Nhập", "Cơ quan công tác (mã)": "snv-tay-ninh"})
    bring(
        thu, "organizations",
        {"Mã ngắn": "so-moi", "Hệ thống": "Nhà nước", "Loại cơ quan": "cơ quan khác", "Tên đầy đủ": "Sở Mới",
         "Tên trên văn bản": "Sở Mới", "Tên có từ ngày": None, "Cơ quan cấp trên (mã)": "so-cu"},
        {"Mã ngắn": "so-cu", "Hệ thống": "Nhà nước", "Loại cơ quan": "cơ quan khác", "Tên đầy đủ": "Sở Cũ",
         "Tên trên văn bản": "Sở Cũ", "Tên có từ ngày": None, "Cơ quan cấp trên (mã)": None},
    )  # fmt: skip
    for event in Event.objects.filter(act="imported"):
        before = type(event.subject).objects.filter(pk=event.object_id).values().get()
        event.subject.save()
        after = type(event.subject).objects.filter(pk=event.object_id).values().get()
        assert {**after, "changed_at": None} == {**before, "changed_at": None}


def test_a_body_is_found_by_every_name_that_a_file_gives_it_and_stands_under_the_last(bring, thu):
    cells = {"Mã ngắn": "so-moi", "Hệ thống": "Nhà nước", "Loại cơ quan": "cơ quan khác"}
    names = [("Sở Đầu", None, "31/12/2009"), ("Sở Giữa", "01/01/2010", "31/12/2019"), ("Sở Cuối", "01/01/2020", None)]
    first, second, third = (
        {**cells, "Tên đầy đủ": name, "Tên trên văn bản": name, "Tên có từ ngày": start, "Tên dùng đến hết ngày": end}
        for name, start, end in names
    )
    bring(thu, "organizations", first, second)
    body = Organization.objects.get(short_code="so-moi")
    assert (body.search_text, body.sort_key) == ("so moi so dau so giua", sort_key("Sở Giữa"))
    bring(thu, "organizations", third)
    body.refresh_from_db()
    assert (body.search_text, body.sort_key) == ("so moi so dau so giua so cuoi", sort_key("Sở Cuối"))


def test_a_body_does_not_come_under_one_that_is_below_it(taken_out, bring, thu):
    rows = taken_out(thu, "organizations")
    child = next(row for row in rows if row["Cơ quan cấp trên (mã)"])
    parent = next(row for row in rows if row["Mã ngắn"] == child["Cơ quan cấp trên (mã)"])
    outcome = bring(thu, "organizations", {**parent, "Cơ quan cấp trên (mã)": child["Mã ngắn"]})
    assert outcome.faults == [(2, "Cơ quan cấp trên (mã)", "Cơ quan không thể là cấp trên của chính nó.")]


def test_a_number_stands_once_in_a_set(taken_out, bring, minh):
    row = {**taken_out(minh, "criteria")[0], "Năm": 2030}
    assert bring(minh, "criteria", row).new == 1
    fresh = {**row, "Mã chỉ tiêu gốc": "chi-tieu-moi", "Tên chỉ tiêu gốc": "Chỉ tiêu mới"}
    seen = [bring(minh, "criteria", *rows).faults for rows in ([fresh], [row, fresh])]
    assert seen == [
        [(2, "Số", "Bộ chỉ tiêu đã có chỉ tiêu khác mang số này.")],
        [(3, "Số", "Số này đã có ở dòng 2.")],
    ]
