"""The scan for malware: in the background, once; until then nobody opens the file."""

import sys
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from ground.processes.places import place
from inspections.attachments.acts import attach_notice, publish_conclusion
from inspections.models import OfficialPaper, PaperLink, StoredFile
from inspections.papers.acts import store_file
from inspections.papers.uploads import scanning
from inspections.papers.uploads.judge import TYPES, AcceptedFile
from reports.documents.press.engine import OwnFilesFetcher, RefusedAddress
from reports.models import Dossier, SectionText
from reports.submissions.contents.written import contents_of
from reports.submissions.files import add_files, owners_in
from tests.inspections.papers.made_files import pdf
from tests.made_clamd import SILENT, clamd_that
from workflow.models import Notice
from workflow.records.refusals import StepRefused
from workflow.steps.acts import take

Scan = StoredFile.Scan
READS = "import sys; content = sys.stdin.buffer.read(); open(sys.argv[1], 'a').write('scanned\\n'); "
BAD, REPORT = b"X5O!P%@AP", pdf()


@pytest.fixture
def scans(settings, tmp_path, db):
    """`scans()` is how often the scanner ran; it calls a file infected that has the mark in it."""
    log = tmp_path / "scans"
    settings.PLACES_DIR = tmp_path / "places"
    settings.SCANNER_COMMAND = [sys.executable, "-c", READS + f"sys.exit({BAD!r} in content)", str(log)]
    StoredFile.objects.filter(scan_state=Scan.WAITING).update(scan_state=Scan.CLEAN)
    return lambda: len(log.read_text().splitlines()) if log.exists() else 0


@pytest.fixture
def clamd(settings, tmp_path, scans):
    """`with clamd(answer):` has ClamAV's daemon answer so; before and after it is down."""
    settings.CLAMD_ADDRESS, settings.SCANNER_SECONDS = str(tmp_path / "clamd.ctl"), 0.5
    return lambda answer, manner="": clamd_that(answer, tmp_path / "clamd.ctl", manner)


@pytest.fixture
def hanging(settings, scans):
    settings.SCANNER_COMMAND, settings.SCANNER_SECONDS = ["sh", "-c", "sleep 1000; true"], 0.3


@pytest.fixture
def report(notified, lan):
    """`report()` is a file that Lan has put beside her self-report."""

    def add(content=REPORT):
        dossier = Dossier.objects.get(inspection=notified)
        file = AcceptedFile(content, "bao cao.pdf", TYPES["pdf"], Scan.WAITING)
        [made] = add_files(dossier, owners_in(contents_of(dossier))[0], [file], lan)
        return made

    return add


@pytest.fixture
def a_photo_of_lans(report):
    """A photo that waits for its scan, with the portal's own picture of it."""
    made = report(pdf() + b"%2")
    StoredFile.objects.filter(pk=made.file_id).update(shown_key=made.file.key)
    return made


def send_and_open(dossier, lan, minh):
    """Lan sends what she has written with its files, Minh opens it."""
    SectionText.objects.create(dossier=dossier, section="survey", text="Xã có 11 ấp.", changed_by=lan)
    for step, actor in (("send", lan), ("read", minh)):
        take(dossier, step, actor)


def state_of(attachment):
    return StoredFile.objects.get(pk=attachment.file_id).scan_state


def path_of(attachment):
    return f"/self-report-files/{attachment.pk}/"


def test_a_file_that_comes_in_sends_its_scan_to_work(scans, report, django_capture_on_commit_callbacks):
    before = OrmQ.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        paper = report()
    assert (OrmQ.objects.count() - before, state_of(paper), scans()) == (1, "waiting", 0)


def test_while_it_waits_only_its_sender_gets_it_back_and_the_page_says_why(
    scans, report, signed_in, minh, ngoc, lan, khoa, a_photo_of_lans
):
    paper = report()
    send_and_open(paper.dossier, lan, minh)
    readers = [signed_in(user) for user in (minh, ngoc, khoa, lan)]
    assert [reader.get(path_of(paper)).status_code for reader in readers] == [404] * 3 + [200]
    back = readers[-1].get(path_of(paper))
    assert (back["Content-Disposition"][:10], back["X-Content-Type-Options"]) == ("attachment", "nosniff")
    assert readers[-1].get(f"{path_of(a_photo_of_lans)}picture/").status_code == 404  # nothing is shown in the browser
    words = ("cổng đang kiểm tra tệp, mở được khi xong", "cổng đang kiểm tra tệp; đến khi xong chỉ bạn mở được")
    pages = [reader.get(paper.dossier.get_absolute_url()).content.decode() for reader in readers[2:]]
    said = [[each in page for each in (*words, path_of(paper))] for page in pages]
    assert said == [[True, False, False], [False, True, True]]
    scanning.scan_waiting()
    assert [reader.get(path_of(paper)).status_code for reader in readers] == [200] * 4
    StoredFile.objects.filter(pk=paper.file_id).update(scan_state=Scan.INFECTED)
    assert [reader.get(path_of(paper)).status_code for reader in readers] == [404] * 4


def test_of_a_file_that_waits_for_long_its_readers_learn_since_when_and_that_it_is_known(
    scans, report, signed_in, minh, lan, khoa, settings
):
    paper = report()
    send_and_open(paper.dossier, lan, minh)
    began = timezone.now() - timedelta(minutes=settings.SCANNER_SILENT_MINUTES)
    StoredFile.objects.filter(pk=paper.file_id).update(created_at=began)
    since = f"tệp chờ kiểm tra từ {timezone.localtime(began):%H:%M, %d/%m/%Y}, lâu hơn thường lệ"
    said = f"{since}; quản trị hệ thống đã được báo; "
    ends = {khoa: "mở được khi xong", lan: "đến khi xong chỉ bạn mở được"}
    pages = {user: signed_in(user).get(paper.dossier.get_absolute_url()).content.decode() for user in ends}
    assert {user: said + end in pages[user] for user, end in ends.items()} == dict.fromkeys(ends, True)
    scanning.scan_waiting()
    assert since not in signed_in(lan).get(paper.dossier.get_absolute_url()).content.decode()


def test_without_a_scanner_a_file_opens_and_the_page_says_nothing_of_scans(report, signed_in, lan, settings):
    paper = report()
    scanning.scan_waiting()
    client = signed_in(lan)
    assert (client.get(path_of(paper)).status_code, state_of(paper)) == (200, "waiting")
    page = client.get(paper.dossier.get_absolute_url()).content.decode()
    assert (path_of(paper) in page, "chờ quét" in page) == (True, False)


def test_a_file_is_scanned_once_however_often_the_job_runs(scans, report):
    paper = report()
    for _n in range(3):
        scanning.scan_waiting()
    assert (state_of(paper), scans()) == ("clean", 1)


def test_a_second_job_leaves_the_work_to_the_first(scans, report):
    paper = report()
    with place("scanner", 1):
        scanning.scan_waiting()
    assert (state_of(paper), scans()) == ("waiting", 0)


def test_an_infected_file_opens_for_nobody_and_its_sender_is_told_once(scans, report, signed_in, minh, lan):
    paper = report(pdf() + b"\n%" + BAD)
    stored = paper.file
    send_and_open(paper.dossier, lan, minh)
    scanning.scan_waiting()
    scanning._settle(stored, "Test")  # another job that had begun before
    assert (state_of(paper), signed_in(minh).get(path_of(paper)).status_code) == ("infected", 404)
    notices = Notice.objects.filter(text__contains="có mã độc")
    assert list(notices.values_list("recipient", "path")) == [(lan.pk, paper.dossier.get_absolute_url())]


def test_a_scanner_that_hangs_is_ended_and_the_file_goes_on_waiting(hanging, report):
    paper = report()
    scanning.scan_waiting()
    assert state_of(paper) == "waiting"


def test_a_scanner_that_is_missing_or_fails_lets_nothing_through(scans, settings, report):
    paper = report()
    for command in (["/nonexistent/scanner"], [sys.executable, "-c", "raise SystemExit(2)"]):
        settings.SCANNER_COMMAND = command
        scanning.scan_waiting()
    assert state_of(paper) == "waiting"


def test_a_file_that_makes_the_scanner_fail_holds_up_no_other(scans, settings, report):
    paper = report()
    default_storage.delete(paper.file.key)
    other = store_file(pdf(), "b.pdf", TYPES["pdf"])
    for _n in range(2):
        scanning.scan_waiting()
    assert [state_of(paper), StoredFile.objects.get(pk=other.pk).scan_state] == ["waiting", "clean"]


def test_clamd_decides_and_while_it_is_down_or_hangs_files_wait(clamd, scans, report, signed_in, khoa):
    paper, client = report(), signed_in(khoa)
    scanning.scan_waiting()
    for answer, manner in ((b"stream: OK\0", SILENT), (b"", ""), (b"stream: Out of memory ERROR\0", "")):
        with clamd(answer, manner) as daemon:
            scanning.scan_waiting()
            assert (state_of(paper), daemon.received, client.get(path_of(paper)).status_code) == (
                "waiting",
                [REPORT],
                404,
            )
    for answer, state, status in ((b"stream: OK\0", "clean", 200), (b"stream: Own.Test FOUND\0", "infected", 404)):
        StoredFile.objects.filter(pk=paper.file_id).update(scan_state=Scan.WAITING)
        with clamd(answer):
            scanning.scan_waiting()
        assert (state_of(paper), client.get(path_of(paper)).status_code) == (state, status)
    assert scans() == 0  # the command isn't run beside it


def test_what_clamd_cannot_scan_holds_up_no_other_and_one_that_is_down_is_asked_once(clamd, scans, report):
    for n in range(3):
        store_file(b"%d" % n, "a.pdf", TYPES["pdf"])
    for answer, tries in ((b"stream: Broken ERROR\0", 3), (b"INSTREAM size limit exceeded. ERROR\0", 3), (b"", 1)):
        with clamd(answer) as daemon:
            scanning.scan_waiting()
        assert (len(daemon.received), len(set(daemon.received))) == (tries, tries)


def test_no_page_waits_for_a_scanner_that_hangs(clamd, notified, signed_in, lan, django_capture_on_commit_callbacks):
    dossier = Dossier.objects.get(inspection=notified)
    form = {"files": SimpleUploadedFile("bao cao.pdf", REPORT), "owner": "", "is_not_secret": "on"}
    with clamd(b"stream: OK\0", SILENT) as daemon:
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in(lan).post(f"{dossier.get_absolute_url()}files/", form)
        page = signed_in(lan).get(dossier.get_absolute_url()).content.decode()
        assert (answer.status_code, "cổng đang kiểm tra tệp" in page, daemon.commands) == (302, True, [])


def test_an_official_paper_opens_and_is_linked_only_when_it_is_clean(clamd, notified, signed_in, minh, ngoc):
    stored = store_file(pdf(), "ke hoach.pdf", TYPES["pdf"])
    columns = {"kept_by": notified.campaign.inspecting_organization, "paper_type": "KH", "title": "Kế hoạch"}
    paper = OfficialPaper.objects.create(file=stored, issuer="Ban", **columns)
    PaperLink.objects.create(paper=paper, inspection=notified, role=PaperLink.Role.ISSUED)
    path, readers = f"/papers/{paper.pk}/file", [signed_in(user) for user in (minh, ngoc)]
    for answer, statuses, is_linked in ((b"", [404] * 2, False), (b"stream: OK\0", [200] * 2, True)):
        with clamd(answer):
            scanning.scan_waiting()
        assert [reader.get(path).status_code for reader in readers] == statuses
        page = readers[0].get(notified.get_absolute_url()).content.decode()
        assert ("Kế hoạch" in page, path in page) == (True, is_linked)


def test_ngoc_cannot_publish_a_conclusion_before_its_scan(scans, for_decision, ngoc, minh, today):
    file = AcceptedFile(pdf("<p>Thông báo</p>"), "tb.pdf", TYPES["pdf"], Scan.WAITING)
    paper = attach_notice(for_decision, minh, file, number="1-TB", dated_on=today, title="Kết luận")
    with pytest.raises(StepRefused) as refused:
        publish_conclusion(for_decision, ngoc, seen=paper.pk)
    assert refused.value.messages[0].startswith("Tệp của thông báo chờ quét mã độc")
    scanning.scan_waiting()
    publish_conclusion(for_decision, ngoc, seen=paper.pk)
    assert PaperLink.objects.get(paper=paper).inspection.state in ("concluded", "followed_up")


def test_a_paper_of_ours_takes_no_picture_that_waits(scans):
    stored = store_file(b"x", "a.png", "image/png")
    with pytest.raises(RefusedAddress):
        OwnFilesFetcher().fetch(f"stored:{stored.pk}")


def test_what_waits_is_looked_at_every_minute(db):
    schedule = Schedule.objects.get(name="inspections.scan_waiting")
    assert (schedule.func, schedule.schedule_type, schedule.minutes) == (
        "inspections.papers.uploads.scanning.scan_waiting",
        Schedule.MINUTES,
        1,
    )
