"""The pages of an import: upload, checks, dry run, writing, deleting the file; and who may use them."""

import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from openpyxl import load_workbook

from ground.sheets.files import FAULTS, table_of
from ground.sheets.writing import xlsx_bytes
from inspections.models import Finding
from portal.exchange.registers import REGISTERS
from workflow.models import AccessLog, Event

pytestmark = pytest.mark.django_db
HEAD = ["Mã cuộc kiểm tra", "Loại", "Thứ tự", "Nội dung", "STT"]
RIGHT = ["DVCQ2026-25459", "hạn chế", 91, "=Chưa kịp thời"]
WRONG = ["DVCQ2026-25459", "hạn chế khác", "một", None]


def files_of(user):
    return default_storage.listdir(f"imports/{user.pk}")[1]


def waiting(user):
    return files_of(user) if default_storage.exists(f"imports/{user.pk}") else []


def test_minh_tries_a_file_out_and_writes_it(sent, minh):
    browser, trial = sent(minh, "findings", xlsx_bytes(HEAD, [RIGHT]))
    assert "1 dòng mới, 0 dòng sửa, 0 dòng không đổi, 0 dòng sai" in trial.content.decode(), trial.context["outcome"]
    assert Finding.objects.filter(position=91).count() == 0
    done = browser.post(trial.redirect_chain[-1][0], follow=True)
    assert "Đã nhập: 1 dòng mới, 0 dòng sửa, 0 dòng không đổi." in done.content.decode()
    made = Finding.objects.get(position=91)
    event = Event.objects.about(made).get()
    assert (made.text, made.campaign.code, event.act, event.actor) == ("=Chưa kịp thời", "DVCQ2026", "imported", minh)
    assert files_of(minh) == []
    again = browser.post(trial.redirect_chain[-1][0], follow=True)
    assert "Tệp này đã được nhập" in again.content.decode()


def test_nothing_is_written_while_one_row_is_wrong_and_all_faults_are_told(sent, minh):
    browser, trial = sent(minh, "findings", xlsx_bytes(HEAD, [RIGHT, WRONG]))
    refused = browser.post(trial.redirect_chain[-1][0])
    assert (refused.status_code, Finding.objects.filter(position=91).count()) == (409, 0)
    faults = browser.get(f"{trial.redirect_chain[-1][0]}faults.xlsx")
    assert table_of(b"".join(faults.streaming_content)).rows == [
        [3, "Loại", "“hạn chế khác” không có trong danh sách: ưu điểm; hạn chế."],
        [3, "Thứ tự", "“một” không phải số nguyên từ 1 đến 32767."],
        [3, "Nội dung", "Ô này phải có."],
    ]
    assert "Cột không dùng đến" in trial.content.decode()


def test_a_file_waits_for_its_sender_alone(sent, signed_in, minh, ngoc):
    _browser, trial = sent(minh, "findings", xlsx_bytes(HEAD, [RIGHT]))
    path = trial.redirect_chain[-1][0]
    assert signed_in(ngoc).post(path).url == "/import/findings/"
    assert signed_in(minh).get(path.replace("findings", "values")).url == "/import/values/"
    assert Finding.objects.filter(position=91).count() == 0


def test_what_is_no_table_is_refused_beside_the_field(sent, minh):
    _browser, page = sent(minh, "findings", b"%PDF-1.7 \x00")
    assert FAULTS["unknown"] in page.context["form"].errors["file"]


def test_a_table_with_a_mark_of_secrecy_is_refused_beside_the_field_and_kept_nowhere(sent, minh):
    before = waiting(minh)
    _browser, page = sent(minh, "findings", xlsx_bytes(["Mã cuộc kiểm tra", "Nội dung"], [["MẬT", "x"]]))
    (error,) = page.context["form"].errors["file"]
    assert (error.startswith("Tệp mang dấu “MẬT”."), Finding.objects.filter(text="x").count()) == (True, 0)
    assert waiting(minh) == before


def test_a_request_larger_than_any_file_is_stopped_before_it_is_read(signed_in, minh, settings):
    settings.UPLOAD_BODY_MAX_BYTES = 2000
    answer = signed_in(minh).post("/import/findings/", {"file": io.BytesIO(b"x" * 3000)})
    assert answer.status_code == 413


@pytest.mark.parametrize("slug", list(REGISTERS))
def test_the_template_has_its_heads_and_its_example_is_passed_over(slug, signed_in, bring, minh, thu):
    user = thu if "administrator" in REGISTERS[slug].changers else minh
    answer = signed_in(user).get(reverse("import_template", args=[slug]))
    content = b"".join(answer.streaming_content)
    table = table_of(content)
    outcome = bring(user, slug, dict(zip(table.head, table.rows[0], strict=True)), is_dry=True)
    assert (outcome.to_write, outcome.faults, outcome.unused_heads) == (0, [], [])
    assert load_workbook(io.BytesIO(content)).sheetnames == [str(REGISTERS[slug].title), "Hướng dẫn"]


def test_a_missing_column_is_told_once(bring, minh):
    outcome = bring(minh, "findings", {"Loại": "hạn chế", "Nội dung": "x"})
    assert outcome.faults == [
        (None, "", "Thiếu cột “Thứ tự”."),
        (None, "", "Dùng tệp mẫu và giữ nguyên dòng tên cột."),
    ]


WHO = {  # export, import
    "localities": {"minh": (200, 403), "thu": (200, 200), "lan": (404, 404)},
    "organizations": {"minh": (200, 403), "thu": (200, 200), "tuyet": (404, 404)},
    "people": {"minh": (200, 403), "thu": (200, 200), "binh": (404, 404)},
    "users": {"minh": (404, 404), "thu": (200, 200), "khoa": (404, 404)},
    "criteria": {"minh": (200, 200), "thu": (200, 200), "lan": (404, 404)},
    "values": {"minh": (200, 200), "thu": (404, 404), "lan": (404, 404)},
    "findings": {"ngoc": (200, 200), "thu": (404, 404), "hoa": (404, 404)},
    "nothing": {"minh": (404, 404), "thu": (404, 404)},
}


@pytest.mark.parametrize("slug", list(WHO))
def test_registers_are_for_those_who_keep_or_read_them(slug, signed_in, request):
    got = {}
    for name in WHO[slug]:
        browser = signed_in(request.getfixturevalue(name))
        paths = [f"/export/{slug}.csv", f"/import/{slug}/"]
        got[name] = tuple(browser.get(path).status_code for path in paths)
    assert got == WHO[slug]


def test_each_taking_out_is_logged(signed_in, minh):
    signed_in(minh).get("/export/values.csv")
    row = AccessLog.objects.latest("pk")
    assert (row.kind, row.actor, row.label) == ("exported", minh, "Giá trị chỉ tiêu")


# --- Long cells ----------------------------------------------------------------------------------------------------
LONG = "x" * 49_000
CUT = f"{'x' * 200}… (còn 48800 chữ)"


def test_what_is_wrong_repeats_the_beginning_of_a_long_cell_and_says_how_much_there_is(sent, minh):
    rows = [[LONG, LONG, LONG, "Nội dung"] for _n in range(40)]
    browser, trial = sent(minh, "findings", xlsx_bytes(HEAD, rows))
    words = trial.content.decode()
    assert f"Không có cuộc kiểm tra mã “{CUT}”." in words
    assert f"“{CUT}” không có trong danh sách: ưu điểm; hạn chế." in words
    assert f"“{CUT}” không phải số nguyên từ 1 đến 32767." in words
    assert len(trial.content) < 300_000
    sheet = b"".join(browser.get(f"{trial.redirect_chain[-1][0]}faults.xlsx").streaming_content)
    assert max(len(row[2]) for row in table_of(sheet).rows) < 500


def test_what_would_change_is_shown_by_its_beginning(sent, minh):
    browser, first = sent(minh, "findings", xlsx_bytes(HEAD, [RIGHT]))
    browser.post(first.redirect_chain[-1][0])
    assert Finding.objects.get(position=91).text == "=Chưa kịp thời"
    _browser, trial = sent(minh, "findings", xlsx_bytes(HEAD, [[*RIGHT[:3], LONG]]))
    assert (trial.content.decode().count(CUT), len(trial.content) < 60_000) == (1, True)


def test_a_head_that_is_not_used_is_shown_by_its_beginning(sent, minh):
    _browser, trial = sent(minh, "findings", xlsx_bytes([*HEAD[:4], "y" * 30_000], [RIGHT]))
    assert f"{'y' * 60}… (còn 29940 chữ)" in trial.content.decode()


@pytest.mark.parametrize("slug", list(REGISTERS))
def test_no_column_of_any_register_repeats_a_long_cell_whole(slug, bring, minh, thu):
    user = thu if "administrator" in REGISTERS[slug].changers else minh
    heads = [str(column.column_name) for column in REGISTERS[slug](user).columns.values() if not column.readonly]
    for cell in ("x" * 40_000, "9" * 40_000, "x|" * 20_000, 1e300, float("inf")):
        outcome = bring(user, slug, dict.fromkeys(heads, cell), is_dry=True)
        assert outcome.faults != []
        assert max(len(fault) for _row, _column, fault in outcome.faults) < 1500


def test_five_files_wait_at_the_most(sent, minh):
    for _n in range(7):
        sent(minh, "findings", xlsx_bytes(HEAD, [RIGHT]))
    assert len(files_of(minh)) == 5
