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
        command = [sys.executable, "manage.py", "set_up", "--today", "2026-03-02"]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, start_new_session=True,
            stdin=other_end, stdout=other_end, stderr=other_end,
        )  # fmt: skip
        os.close(other_end)
        self.shown = b""

    def answer(self, question, typed):
        """`typed` where the screen ends with `question`."""
        while not self.shown.decode(errors="ignore").endswith(f"{question}: "):
            self.read()
        self.shown = b""
        os.write(self.screen, f"{typed}\n".encode())

    def read(self):
        self.shown += os.read(self.screen, 4096)

    def rest(self):
        """What is still said after the last answer, line by line."""
        try:
            while True:
                self.read()
        except OSError:  # the other end is closed
            os.close(self.screen)
        assert self.process.wait(PATIENCE_S) == 0
        return self.shown.decode().split("\r\n")


@pytest.fixture(scope="module")
def environment(own_database, tmp_path_factory):
    """Of a server whose database has its tables and no row."""
    folder = tmp_path_factory.mktemp("server")
    return os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": own_database(folder, stage=TABLES)}


def test_at_a_terminal_every_answer_has_form_for(environment):
    thu = Terminal(environment)
    thu.answer("Tỉnh, thành phố nào (mã hoặc tên, không cần dấu)", "quang")
    thu.answer("Tỉnh, thành phố nào (mã hoặc tên, không cần dấu)", "son la")
    thu.answer("Cơ quan kiểm tra là ban của cấp ủy (party) hay là UBND (state) [party]", "Đảng")
    thu.answer("Tên cơ quan kiểm tra, như in trên văn bản [Ban Tuyên giáo và Dân vận]", "Ban Dân vận")
    thu.answer("Ký hiệu cơ quan trên văn bản [BDVTU]", "")
    thu.answer("Địa danh trên văn bản [Sơn La]", "")
    thu.answer("Họ và tên người ký (có thể bỏ trống)", "")
    thu.answer("Chức vụ người ký [Trưởng ban]", "")
    thu.answer("Họ và tên người quản trị hệ thống đầu tiên", "")
    thu.answer("Họ và tên người quản trị hệ thống đầu tiên", "Lò Thị Thu")
    thu.answer("Tên đăng nhập của người quản trị", "thu")
    thu.answer("Mật khẩu của người quản trị (không hiện khi gõ)", "ngan")
    thu.answer("Mật khẩu của người quản trị (không hiện khi gõ)", SECRET)
    thu.answer("Gõ lại mật khẩu", "khac-han-mat-khau")
    thu.answer("Mật khẩu của người quản trị (không hiện khi gõ)", SECRET)
    thu.answer("Gõ lại mật khẩu", SECRET)
    assert thu.rest() == [
        "",
        "Đã lập cổng cho Ban Dân vận Tỉnh ủy Sơn La: 153 cơ quan, người quản trị đăng nhập là thu.",
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
