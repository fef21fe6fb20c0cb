"""Every shell block of deploy/README.md in its order: how it is walked, or why it isn't."""

import re
from collections import Counter
from collections.abc import Callable

from tests.deploy import printed
from tests.deploy.machine import updates
from tests.deploy.machine.new import NAME, Maker
from tests.deploy.machine.server import MANAGE, Server, expect, expect_words

CODE = "/var/tmp/danvan"  # where the archive is unpacked
ANSWERS = {
    "Tỉnh, thành phố nào": "14",
    "Cơ quan kiểm tra là": "state",
    "Họ và tên người quản trị": "Lò Thị Thu",
    "Tên đăng nhập": "thu",
    "Mật khẩu": "dao-may-nui-2026",
    "Gõ lại": "dao-may-nui-2026",
    "Lập cổng như trên": "có",
}
PRINTED_BACKUP = re.compile(r"/srv/danvan/backups/danvan-\d{8}T\d{6}Z")
# In the place of Debian's and Python's servers, for who installs by hand.
SOURCES = f"""
rm -rf /etc/apt/sources.list.d/* && echo "deb [trusted=yes] file:{CODE}/bundle/debs ./" >/etc/apt/sources.list
printf '[global]\\nno-index = true\\nfind-links = {CODE}/bundle/wheels\\n' >/etc/pip.conf
"""
PAGE = """python3 - <<'END'
import http.client
connection = http.client.HTTPConnection("127.0.0.1", 8000)
headers = {{"Host": "{name}", "X-Forwarded-Proto": "https", "X-Request-ID": "{number}"}}
connection.request("GET", "/sign-in/", headers=headers)
print(connection.getresponse().status)
END"""


class Walk:
    """`installed`: the machine on which deploy/install ran; `by_hand`: the other one."""

    def __init__(self, maker: Maker):
        self.maker = maker
        self.installed = self.start("installed")
        self.by_hand: Server

    def start(self, name: str) -> Server:
        server = Server(self.maker.start(name))
        server.machine.run("cp /media/*.tar* /var/tmp")
        server.machine.run(printed.unpacking(), "/var/tmp")
        server.machine.run("rm /var/tmp/*.tar")
        return server


def install(walk: Walk, block: str) -> None:
    """The check changes nothing, the installation asks at the terminal, a second one changes nothing any more."""
    machine, server = walk.installed.machine, walk.installed
    check, installation = block.strip().splitlines()
    before = server.state()
    machine.run(check, CODE)
    expect(server.state() == before, "the check changed something")
    said = machine.dialogue(installation, ANSWERS, CODE)
    expect_words(said, "Đã lập cổng cho UBND tỉnh Sơn La", f"https://{NAME}/")
    server.wait_until_well(60, "after the installation")
    before = server.state()
    machine.run(installation, CODE)
    expect(server.state() == before, "the second run changed something")


def check_deploy(walk: Walk, block: str) -> None:
    expect_words(walk.installed.machine.run(block), "System check identified no issues")


def install_by_hand(walk: Walk, block: str) -> None:
    walk.by_hand = walk.start("by-hand")
    walk.by_hand.machine.run(SOURCES)
    walk.by_hand.machine.run(block, CODE)
    expect(walk.by_hand.link("current") == "/srv/danvan/releases/first", "the release is the current one")


def write_variables(walk: Walk, block: str) -> None:
    machine = walk.by_hand.machine
    machine.run(block)
    expect(machine.says("stat -c '%U %a' /etc/danvan.env") == "root 600", "root alone reads the environment file")


def start_by_hand(walk: Walk, block: str) -> None:
    """With a certificate, which its last comment says has to be there first."""
    machine = walk.by_hand.machine
    machine.run(
        "install -d -m 750 /etc/ssl/danvan && cd /etc/ssl/danvan && openssl req -x509 -newkey ec "
        f"-pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={NAME} -keyout key.pem -out certificate.pem 2>/dev/null"
    )
    said = machine.dialogue(block, ANSWERS, "/srv/danvan/current")
    expect_words(said, "Đã lập cổng cho UBND tỉnh Sơn La")
    walk.by_hand.wait_until_well(120, "after the start by hand")


def reset_second_factors(walk: Walk, block: str) -> None:
    expect_words(walk.installed.machine.run(block), "không có tài khoản nào")


def find_request(walk: Walk, block: str) -> None:
    """One whose id is known."""
    machine, number = walk.installed.machine, "5" * 32
    machine.says(PAGE.format(name=NAME, number=number))
    expect_words(machine.run(block.replace("ID-FROM-THE-PAGE", number)), "ground.logs.requests")


def list_slowest(walk: Walk, block: str) -> None:
    times = [int(line.split()[0]) for line in walk.installed.machine.run(block).splitlines()]
    expect(times and times == sorted(times, reverse=True), f"the slowest pages first: {times}")


def check_health(walk: Walk, block: str) -> None:
    expect_words(walk.installed.machine.run(block), "+ ")


def back_up(walk: Walk, block: str) -> None:
    """It is one more, and stock tools find it whole."""
    for server in (walk.installed, walk.by_hand):
        before = server.backups()
        server.machine.run(block)
        [made] = [each for each in server.backups() if each not in before]
        server.machine.run("sha256sum --quiet -c SHA256SUMS", made)
        expect(server.machine.says("systemctl is-active danvan-backup.timer") == "active", "the timer is active")


def restore(walk: Walk, block: str) -> None:
    """What was written after the backup is gone."""
    server = walk.installed
    users = 'from accounts.models import User; print(User.objects.filter(username="thu").update(username="{}"))'
    expect(server.shell(users.format("later")) == "1", "an account has another name")
    expect_words(server.machine.run(PRINTED_BACKUP.sub(server.backups()[-1], block)), "Đã phục hồi bản của")
    server.wait_until_well(120, "after the restore")
    expect(server.shell("from accounts.models import User; print(User.objects.get())") == "thu", "its name is back")


def move_to_postgresql(walk: Walk, block: str) -> None:
    """From a portal on SQLite, made here by leaving out the variable's line; with an empty database as printed."""
    server, machine = walk.by_hand, walk.by_hand.machine
    again = printed.blocks("Install by hand")[0].partition("runuser -u postgres -- createdb")
    machine.run("systemctl stop danvan-web danvan-worker && sed -i '/^DATABASE_URL=/d' /etc/danvan.env")
    machine.run("runuser -u postgres -- dropdb danvan\n" + again[1] + again[2], "/")
    machine.run("systemctl start danvan-web danvan-worker")
    machine.dialogue(f"{MANAGE} set_up", ANSWERS)
    server.wait_until_well(120, "on SQLite")
    machine.run(block)
    server.wait_until_well(120, "after the move to PostgreSQL")
    users = machine.says("cd / && runuser -u postgres -- psql -Atc 'SELECT username FROM accounts_user' danvan")
    expect(users == "thu", f"the accounts in PostgreSQL: {users!r}")


BLOCKS: list[tuple[str, int, Callable[[Walk, str], None] | str]] = [
    ("Install", 0, install),
    ("Install", 1, check_deploy),
    ("Install by hand", 0, install_by_hand),
    ("Variables", 0, write_variables),
    ("Start", 0, start_by_hand),
    ("Second factor and single sign-on", 0, reset_second_factors),
    ("Logs and metrics", 0, find_request),
    ("Logs and metrics", 1, list_slowest),
    (
        "Malware scanner",
        0,
        "freshclam fetches the signatures from the Internet, 400 MB; tests/inspections tries the daemon",
    ),
    ("Update", 0, updates.update),
    ("Update", 1, updates.go_back),
    ("Update", 2, updates.go_back_by_the_backup),
    ("Health", 0, check_health),
    ("Backup", 0, back_up),
    ("Restore", 0, restore),
    ("From SQLite to PostgreSQL", 0, move_to_postgresql),
]


def numbered() -> list[tuple[str, int, str]]:
    """The blocks as they are printed: heading up to what explains it, number, text."""
    seen: Counter[str] = Counter()
    found = []
    for heading, text in printed.all_blocks():
        short = re.split(r" \(|:", heading)[0]
        found.append((short, seen[short], text))
        seen[short] += 1
    return found
