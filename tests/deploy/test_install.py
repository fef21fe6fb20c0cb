"""deploy/install and its companions as far as a machine without systemd and without harm can try them.

`script/try_install` goes the whole way, on new machines.
"""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.deploy.test_environment import read_as_systemd

DEPLOY = settings.BASE_DIR / "deploy"
NAME = "danvan.example.gov.vn"
# systemd's own reader of such files, as far as it can be run by itself.
READER = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator"


def bash(lines, source=settings.BASE_DIR, **environment):
    """Runs lines after those that the scripts share."""
    command = f"set -euo pipefail; source={source}; . {DEPLOY}/common.sh; {lines}"
    return subprocess.run(["bash", "-c", command], env=os.environ | environment, capture_output=True, text=True)


def read_by_systemd(text: str, folder: Path) -> dict[str, str]:
    (folder / "environment.d").mkdir()
    (folder / "environment.d" / "danvan.conf").write_text(text)
    said = subprocess.run(
        [READER], env={"XDG_CONFIG_HOME": str(folder)}, capture_output=True, text=True, check=True
    ).stdout
    read = (line.partition("=") for line in said.splitlines())
    own = {name: "".join(shlex.split(value)) for name, _equals, value in read}  # it prints them for a shell
    return {name: value for name, value in own.items() if f"{name}=" in text}  # Debian's own files add to them


@pytest.fixture
def environment_file(tmp_path):
    """What the installer writes."""
    written = bash(f"name={NAME}; database=postgresql; {function('install', 'print_environment')}; print_environment")
    assert written.stderr == ""
    file = tmp_path / "danvan.env"
    file.write_text(written.stdout)
    return file


def function(script: str, name: str) -> str:
    """The text of one function of a script."""
    return re.search(rf"^{name}\(\) \{{\n.*?^\}}$", (DEPLOY / script).read_text(), re.MULTILINE | re.DOTALL).group()


def test_systemd_our_scripts_and_the_tests_read_the_same_of_what_the_installer_writes(environment_file, tmp_path):
    text = environment_file.read_text()
    ours = bash(f"read_environment {environment_file}").stdout.splitlines()
    by_systemd = read_by_systemd(text, tmp_path)
    key = by_systemd.pop("SECRET_KEY")
    assert by_systemd == {
        "ALLOWED_HOSTS": NAME,
        "DANVAN_DATA": "/srv/danvan/data",
        "BACKUP_DIR": "/srv/danvan/backups",
        "DATABASE_URL": "postgres:///danvan?host=/var/run/postgresql",
        "BEHIND_PROXY": "1",
        "PROXY_COUNT": "1",
    }
    assert len(key) > 60
    assert dict(line.split("=", 1) for line in ours) == read_as_systemd(text) == {"SECRET_KEY": key} | by_systemd


@pytest.mark.parametrize(
    "line", ["A=1  # about it", "A= 1 ", "A='1 2'", 'A="x y"', "# A=0\n; A=0\nA=1", "  A=1", "A=b=c?d&e"]
)
def test_the_scripts_read_an_odd_line_as_systemd_does(line, tmp_path):
    file = tmp_path / "danvan.env"
    file.write_text(line + "\n")
    ours = dict(each.split("=", 1) for each in bash(f"read_environment {file}").stdout.splitlines())
    assert ours == read_by_systemd(line + "\n", tmp_path) == read_as_systemd(line)


def look_at(folders):
    """What is in the folders: every path with its kind, mode, size, target and the time of its last change."""
    command = ["find", *folders, "-printf", "%p %y %m %s %l %C@\n"]
    return sorted(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())


def check(*options):
    command = [DEPLOY / "install", "--check", *options]
    finished = subprocess.run(command, capture_output=True, text=True)
    return finished.returncode, finished.stderr.splitlines()


def test_looking_at_the_machine_changes_nothing_on_it():
    places = ["/etc", "/srv", "/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt"]
    before = look_at(places)
    code, said = check("--name", NAME)
    assert look_at(places) == before
    assert said[0] == "Kiểm tra máy (chưa thay đổi gì) / Looking at the machine (nothing is changed):"
    assert code == (1 if any("MISSING" in line for line in said) else 0)


def missing(said):
    return [line.split("MISSING   ")[1] for line in said if "MISSING" in line and "port" not in line]


def test_what_is_missing_is_said_and_the_installation_does_not_begin(tmp_path):
    code, said = check("--name", "danvan", "--certificate", f"{tmp_path}/none.pem")
    assert (code, missing(said)) == (
        1,
        [
            "--name “danvan”: không phải tên máy / not a host name",
            f"Không đọc được tệp {tmp_path}/none.pem / can't be read",
        ],
    )
    assert said[-1].endswith("things are missing. Nothing was changed.")


def certificate(folder, name):
    """A key and a certificate of that name, signed by itself."""
    files = ["-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", *files]
    subjects = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run([*command, *subjects], check=True, capture_output=True)
    return folder / f"{name}.pem", folder / f"{name}.key"


def test_a_certificate_of_another_name_or_key_is_refused_before_anything_is_changed(tmp_path):
    own, own_key = certificate(tmp_path, NAME)
    other, other_key = certificate(tmp_path, "other.gov.vn")
    offered = [(own, own_key), (own, other_key), (other, other_key)]
    assert [missing(check("--name", NAME, "--certificate", c, "--key", k)[1]) for c, k in offered] == [
        [],
        [f"Chứng thư không thuộc khóa {other_key} / the certificate isn't of this key"],
        [f"Chứng thư không phải của tên {NAME} / the certificate isn't of this name"],
    ]


def make_certificate(tls, **variables):
    functions = "\n".join(function("install", name) for name in ["make_key_and_request", "sign", "make_certificate"])
    variables = {"certificate": "", "key": "", "authority": "", "authority_key": ""} | variables
    values = "; ".join(f"{name}='{value}'" for name, value in variables.items())
    done = bash(f"tls={tls}; name={NAME}; {values}\n{functions}\nmake_certificate")
    assert done.returncode == 0, done.stderr


def names_of(file):
    command = ["openssl", "x509", "-in", file, "-noout", "-issuer", "-ext", "subjectAltName"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_server_signs_its_own_certificate_once_until_one_is_given(tmp_path):
    tls = tmp_path / "tls"
    make_certificate(tls)
    first = (tls / "certificate.pem").read_bytes()
    assert f"DNS:{NAME}" in names_of(tls / "certificate.pem")
    assert (tls / "key.pem").stat().st_mode & 0o077 == 0
    make_certificate(tls)
    assert (tls / "certificate.pem").read_bytes() == first
    sent, key = certificate(tmp_path, NAME)
    make_certificate(tls, certificate=sent, key=key)
    assert [(tls / name).read_bytes() for name in ("certificate.pem", "key.pem")] == [
        sent.read_bytes(),
        key.read_bytes(),
    ]


def test_the_sites_own_authority_signs_it(tmp_path):
    authority, authority_key = certificate(tmp_path, "ca.gov.vn")
    make_certificate(tmp_path / "tls", authority=authority, authority_key=authority_key)
    made = tmp_path / "tls" / "certificate.pem"
    verified = subprocess.run(["openssl", "verify", "-CAfile", authority, made], capture_output=True, text=True)
    assert (verified.returncode, f"DNS:{NAME}" in names_of(made)) == (0, True)


# --- Releases -----------------------------------------------------------------------------------------------------
@pytest.fixture
def home(tmp_path):
    for name in ("one", "two", "three", "four", "five"):
        (tmp_path / "releases" / name).mkdir(parents=True)
    return tmp_path


def links(home):
    return {
        name: os.readlink(home / name).rpartition("/")[2] for name in ("current", "last") if (home / name).is_symlink()
    }


def test_a_switch_remembers_the_release_before_and_the_same_one_again_is_none(home):
    steps = [("one", {"current": "one"}), ("two", {"current": "two", "last": "one"})]
    steps += [("two", {"current": "two", "last": "one"}), ("one", {"current": "one", "last": "two"})]
    for release, expected in steps:
        bash(f"switch_to {home}/releases/{release}", DANVAN_HOME=str(home))
        assert links(home) == expected


def test_old_releases_go_those_of_the_links_stay(home):
    bash(f"switch_to {home}/releases/five; switch_to {home}/releases/four; remove_old_releases", DANVAN_HOME=str(home))
    newest = ["two", "three", "one"]  # by their names, which begin with the day
    assert {path.name for path in (home / "releases").iterdir()} == {*newest, "five", "four"}


def test_the_same_files_make_the_same_release_wherever_they_lie(tmp_path):
    for name in ("here", "there"):
        (tmp_path / name / "deploy").mkdir(parents=True)
        (tmp_path / name / "deploy" / "install").write_text("one")
    (tmp_path / "here" / "bundle").mkdir()
    (tmp_path / "here" / "bundle" / "a.whl").write_text("not the code")
    ids = [bash(f"release_id {tmp_path / name}").stdout for name in ("here", "there")]
    assert ids[0] == ids[1]
    (tmp_path / "there" / "deploy" / "install").write_text("two")
    assert bash(f"release_id {tmp_path / 'there'}").stdout != ids[0]


def test_the_way_back_takes_the_list_of_static_files_that_the_release_had(tmp_path):
    for name in ("data/static", "one", "two"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "danvan.env").write_text(f"DANVAN_DATA={tmp_path}/data\n")
    lines = f"""cd {tmp_path}; runuser() {{ shift 3; "$@"; }}
        portal() {{ echo "of $1" >data/static/staticfiles.json; echo "$*" >>collected; }}
        collect_static one; collect_static two; bring_back_static one"""
    done = bash(lines, DANVAN_ENVIRONMENT=f"{tmp_path}/danvan.env")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "data" / "static" / "staticfiles.json").read_text() == "of one\n"
    assert (tmp_path / "collected").read_text() == "one collectstatic --noinput\ntwo collectstatic --noinput\n"


# --- Updating: what is called, in which order ---------------------------------------------------------------------
def of_update(tmp_path, names, lines):
    """Run lines with these functions of deploy/update; what else they call writes itself down."""
    stand_ins = """calls() { echo "$*" >>calls; }; before=old; is_rehearsed=yes; release=$PWD/new
        systemctl() { calls systemctl "$@"; }; portal() { calls portal "${1##*/}" "${@:2}"; }
        install_packages() { :; }; make_release() { echo "$PWD/new"; }; start_both() { calls start_both; }
        switch_to() { calls switch_to "${1##*/}"; }; start_web() { calls start_web; }"""
    (tmp_path / "new" / "deploy").mkdir(parents=True)
    (tmp_path / "new" / "deploy" / "go_back").write_text("#!/bin/sh\necho go_back >>calls\n")
    (tmp_path / "new" / "deploy" / "go_back").chmod(0o755)
    functions = "\n".join(function("update", name) for name in names)
    done = bash(f"cd {tmp_path}; {stand_ins}\n{functions}\n{lines}")
    calls = tmp_path / "calls"
    return done, calls.read_text().splitlines() if calls.exists() else []


def test_code_that_cannot_run_is_refused_while_the_portal_goes_on(tmp_path):
    lines = 'portal() { calls portal "${1##*/}" "${@:2}"; [[ $2 != check ]]; }; make_ready'
    done, calls = of_update(tmp_path, ["announce", "make_ready"], lines)
    assert (done.returncode, "This release can't run; nothing was updated." in done.stderr) == (1, True)
    assert calls == ["portal new check"]


def test_pages_stop_for_migrations_alone(tmp_path):
    without, calls = of_update(tmp_path / "1", ["migrate", "switch_over"], "migrations=''; switch_over")
    following = ["switch_to new", "start_web", "systemctl start danvan-worker"]
    assert (without.returncode, calls) == (0, following)
    done, calls = of_update(tmp_path / "2", ["migrate", "switch_over"], "migrations=accounts.0002; switch_over")
    assert (done.returncode, calls) == (0, ["systemctl stop danvan-web", "portal new migrate --noinput", *following])


def test_pages_that_do_not_come_are_stopped_before_the_release_before_starts(tmp_path):
    """Else systemd starts them again and again meanwhile, and the processors are theirs."""
    lines = "migrations=''; start_web() { false; }; current_release() { echo $PWD/new; }; switch_over"
    done, calls = of_update(tmp_path, ["migrate", "switch_over", "take_back"], lines)
    assert (done.returncode, "Nothing was updated" in done.stderr) == (1, True)
    assert calls == ["switch_to new", "systemctl stop danvan-web", "go_back"]


def test_migrations_that_fail_leave_the_release_before_running(tmp_path):
    lines = """migrations=accounts.0002; current_release() { echo $PWD/old; }
        portal() { calls portal "${1##*/}" "${@:2}"; [[ $2 != migrate ]]; }; switch_over"""
    done, calls = of_update(tmp_path, ["migrate", "switch_over", "take_back"], lines)
    assert (done.returncode, "The release before runs; nothing was updated." in done.stderr) == (1, True)
    back = ["portal new check_upgrade --back-to old/migrations.txt", "start_both"]
    assert calls == ["systemctl stop danvan-web", "portal new migrate --noinput", *back]


# --- Running ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("state", "end"), [("active", "ready\n"), ("activating", "gave up\n")])
def test_a_release_is_waited_for_until_it_ends(state, end, tmp_path):
    """`activating`: systemd waits to start it again. It is ready when asked for the second time."""
    (tmp_path / "systemctl").write_text(f"#!/bin/sh\n[ \"$*\" = 'is-active -q danvan-web' ] && [ {state} = active ]\n")
    (tmp_path / "systemctl").chmod(0o755)
    answer = f"answer_of() {{ [ -e {tmp_path}/asked ] && echo ok; touch {tmp_path}/asked; }}"
    waited = bash(f"{answer}; wait_until_ready && echo ready || echo gave up", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert waited.stdout == end


@pytest.mark.parametrize("answers", [True, False])
def test_background_jobs_start_after_the_pages_whether_these_answer_or_not(answers, tmp_path):
    lines = f"""systemctl() {{ echo "$*"; }}; install_units() {{ :; }}
        wait_until_ready() {{ echo waited; {str(answers).lower()}; }}
        start_both && echo well || echo unwell"""
    said = bash(lines, DANVAN_HOME=str(tmp_path)).stdout.splitlines()
    assert said == ["restart danvan-web", "waited", "start danvan-worker", "well" if answers else "unwell"]


def test_the_latest_backup_is_found_where_backups_are_made(tmp_path):
    for name in ("danvan-20261126T013000Z", "danvan-20261127T013000Z", "danvan-20261128T013000Z.part", "note"):
        (tmp_path / "backups" / name).mkdir(parents=True)
    file = tmp_path / "danvan.env"
    for line in (f"BACKUP_DIR={tmp_path}/backups", f"DANVAN_DATA={tmp_path}"):
        file.write_text(line + "\n")
        found = bash("latest_backup", DANVAN_ENVIRONMENT=str(file)).stdout
        assert found == f"{tmp_path}/backups/danvan-20261127T013000Z\n"


def test_the_backup_of_the_latest_update_alone_is_held(tmp_path):
    for name in ("danvan-20261126T013000Z", "danvan-20261127T013000Z"):
        (tmp_path / name).mkdir()
        assert bash(f"{function('update', 'hold')}\nhold {tmp_path / name}").stderr == ""
    assert [path.parent.name for path in tmp_path.glob("*/held")] == ["danvan-20261127T013000Z"]
