"""`manage.py set_up` at a terminal, on a database without even the places; and before the demo."""

import io
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Organization, Person, User
from tests.loaded_database import TABLES

SECRET = "con-tra-beo-ngam-la-mia"
PATIENCE_S = 60


class Terminal:
    """Somebody before a terminal, who types an answer when the question is there."""

    def __init__(self, environment):
        self.screen, other_end = os.openpty()
        command = [sys.executable, "manage.py", "set_up", "--no-color", "--today", "2026-03-02"]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, start_new_session=True,
            stdin=other_end, stdout=other_end, stderr=other_end,
        )  # fmt: skip
        os.close(other_end)
        self.shown = b""

    def answer(self, question, typed):
        """Type where the screen ends with `question`; return what has been shown since the last answer."""
        while not self.shown.decode(errors="ignore").endswith(f"{question}: "):
            self.read()
        shown, self.shown = self.shown.decode(), b""
        os.write(self.screen, f"{typed}\n".encode())
        return shown.split("\r\n")

    def read(self):
        self.shown += os.read(self.screen, 4096)

    def rest(self, code=0):
        """What is still said after the last answer, line by line."""
        try:
            while True:
                self.read()
        except OSError:  # the other end is closed
            os.close(self.screen)
        assert self.process.wait(PATIENCE_S) == code
        return self.shown.decode().split("\r\n")


@pytest.fixture(scope="module")
def environment(own_database, tmp_path_factory):
    """Of a server whose database has its tables and no row."""
    folder = tmp_path_factory.mktemp("server")
    return os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": own_database(folder, stage=TABLES)}


ANSWERS = [
    ("Tỉnh, thành phố nào (mã hoặc tên, không cần dấu)", "quang"),
    ("Tỉnh, thành phố nào (mã hoặc tên, không cần dấu)", "tuyen quang"),
    ("Cơ quan kiểm tra là ban của cấp ủy (party) hay là UBND (state) [party]", "Đảng"),
    ("Tên cơ quan kiểm tra, như in trên văn bản [Ban Tuyên giáo và Dân vận]", "Ban Dân vận"),
    ("Ký hiệu cơ quan trên văn bản [BDVTU]", ""),
    ("Địa danh trên văn bản [Tuyên Quang]", ""),
    ("Họ và tên người ký (có thể bỏ trống)", ""),
    ("Chức vụ người ký [Trưởng ban]", ""),
    ("Họ và tên người quản trị hệ thống đầu tiên", ""),
    ("Họ và tên người quản trị hệ thống đầu tiên", "Lò Thị Thu"),
    ("Tên đăng nhập của người quản trị", "thu"),
    ("Mật khẩu của người quản trị (không hiện khi gõ)", "ngan"),
    ("Mật khẩu của người quản trị (không hiện khi gõ)", SECRET),
    ("Gõ lại mật khẩu", "khac-han-mat-khau"),
    ("Mật khẩu của người quản trị (không hiện khi gõ)", SECRET),
    ("Gõ lại mật khẩu", SECRET),
]
CONFIRM = "Lập cổng như trên? Ghi “có” hoặc “không”"


def until_the_summary(environment):
    """Somebody who has answered all; before the last question the screen shows what would be created."""
    thu = Terminal(environment)
    for question, typed in ANSWERS:
        thu.answer(question, typed)
    return thu


def test_who_says_no_to_the_summary_has_created_nothing(environment):
    thu = until_the_summary(environment)
    thu.answer(CONFIRM, "không")
    assert [line for line in thu.rest(code=1) if line] == ["không", "CommandError: Đã dừng, chưa lập gì."]


def test_at_a_terminal_every_answer_has_form_for(environment):
    thu = until_the_summary(environment)
    assert thu.answer(CONFIRM, "có") == [
        "",
        "",
        "Sẽ lập cổng như sau:",
        "  Tỉnh, thành phố: Tỉnh Tuyên Quang (08)",
        "  Gồm các tỉnh, thành phố cũ: Tỉnh Hà Giang",
        "  Cơ quan kiểm tra: Ban Dân vận Tỉnh ủy Tuyên Quang",
        "  Ký hiệu cơ quan trên văn bản: BDVTU",
        "  Địa danh trên văn bản: Tuyên Quang",
        "  Người ký: Trưởng ban",
        "  Người quản trị: Lò Thị Thu (thu)",
        f"{CONFIRM}: ",
    ]
    assert thu.rest() == [
        "có",
        "Đã lập cổng cho Ban Dân vận Tỉnh ủy Tuyên Quang: 251 cơ quan, người quản trị đăng nhập là thu.",
        "Đăng nhập, mở menu Quản trị › Tài khoản (/accounts/): lập tài khoản và giao vai trò cho từng người.",
        "",
    ]
    assert must_change(environment) == "False"  # nobody else has seen the password


def must_change(environment):
    code = "from accounts.models import User; print(User.objects.get(username='thu').must_change_password)"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    finished = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    return finished.stdout.strip()


@pytest.mark.django_db
def test_a_database_that_holds_the_demo_is_refused_untouched():
    before = [model.objects.count() for model in (Organization, Person, User)]
    who = {"administrator": "thu2", "administrator_name": "Lò Thị Thu", "password": SECRET}
    with pytest.raises(CommandError) as refused:
        call_command("set_up", province="14", track="state", stdout=io.StringIO(), **who)
    there = "{} cơ quan, {} người, {} tài khoản".format(*before)
    assert str(refused.value) == (
        f"Cơ sở dữ liệu này không trống: đang có {there} của bản dùng thử (load_demo) hoặc của người khác. "
        "Lập cổng trên một cơ sở dữ liệu trống, riêng với bản dùng thử. Không thay đổi gì."
    )
    assert [model.objects.count() for model in (Organization, Person, User)] == before
