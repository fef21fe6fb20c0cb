"""A PDF may show and lead to places; whatever else it would do refuses it, wherever and however it is written."""

import subprocess

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from ground.processes.child import Fault
from inspections.papers.uploads.reading import read
from tests.inspections.papers.made_files import pdf, written


def fault_of(content):
    """The code with which the reading process refuses a file, None for one that it reads."""
    try:
        read(content)
    except Fault as fault:
        return fault.code
    return None


def plain(value):
    """ "/GoTo" → a name, "GoTo" → a text, dicts and lists likewise."""
    if isinstance(value, dict):
        return DictionaryObject({NameObject(f"/{key}"): plain(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return ArrayObject(map(plain, value))
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return NumberObject(value) if isinstance(value, int) else value


class Made:
    """A PDF of one page being made."""

    def __init__(self):
        self.writer = PdfWriter()
        self.page = self.writer.add_blank_page(width=595, height=842)

    def ref(self, value):
        return self.writer._add_object(plain(value))

    def catalogue(self, **entries):
        self.writer.root_object.update(plain(entries))
        return written(self.writer)

    def on_page(self, **entries):
        self.page.update(plain(entries))
        return written(self.writer)

    def annotation(self, kind="/Link", **entries):
        rect = ArrayObject([FloatObject(0), FloatObject(0), FloatObject(90), FloatObject(20)])
        return self.on_page(Annots=[{"Type": "/Annot", "Subtype": kind, "Rect": rect, **entries}])


def click(**action):
    return Made().annotation(A=action)


# --- What may stay -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        click(S="/URI", URI="https://canduoc.longan.gov.vn/bao-cao?nam=2019"),
        click(S="/URI", URI="mailto:vanthu@longan.gov.vn"),
        click(S="/GoTo", D="muc-1"),
        click(S="/Named", N="/NextPage"),
        Made().annotation(Dest="muc-1"),
        Made().annotation("/Highlight", Contents="Xem lại"),
        Made().annotation("/Widget", FT="/Sig", T="Chữ ký", V={"Type": "/Sig", "Contents": "00"}),
        Made().catalogue(OpenAction=[0, "/Fit"]),
        Made().catalogue(OpenAction={"S": "/GoTo", "D": "muc-1"}),
        Made().catalogue(OpenAction={"S": "/Named", "N": "/FirstPage"}),
        Made().catalogue(Names={"Dests": {"Names": ["muc-1", [0, "/Fit"]]}}),
        Made().catalogue(StructTreeRoot={"K": [{"S": "/Link", "A": {"O": "/Layout", "Placement": "/Block"}}]}),
        Made().catalogue(URI={"Base": "https://longan.gov.vn/"}),
        Made().catalogue(OutputIntents=[{"Type": "/OutputIntent", "S": "/GTS_PDFA1"}]),
        pdf('<h1>Mục 1</h1><p><a href="https://longan.gov.vn">Long An</a></p>'),
    ],
)
def test_going_to_places_and_links_to_follow_by_a_click_may_stay(content):
    assert fault_of(content) is None


# --- What a click would do -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("action", "fault"),
    [
        ({"S": "/Launch", "F": "cmd.exe"}, "script"),
        ({"S": "/JavaScript", "JS": "app.alert(1)"}, "script"),
        ({"S": "/SubmitForm", "F": "https://x.vn"}, "script"),
        ({"S": "/ImportData", "F": "x.fdf"}, "script"),
        ({"S": "/ResetForm"}, "script"),
        ({"S": "/Hide", "T": "o"}, "script"),
        ({"S": "/SetOCGState", "State": []}, "script"),
        ({"S": "/Trans"}, "script"),
        ({"S": "/GoToR", "F": "//may/bao-cao.pdf", "D": [0, "/Fit"]}, "foreign_parts"),
        ({"S": "/GoToE", "D": [0, "/Fit"]}, "foreign_parts"),
        ({"S": "/Rendition", "OP": 0}, "embedded"),
        ({"S": "/Sound"}, "embedded"),
        ({"S": "/Movie"}, "embedded"),
        ({"S": "/GoTo3DView"}, "embedded"),
        ({"S": "/RichMediaExecute"}, "embedded"),
        ({"S": "/Named", "N": "/Print"}, "strange_action"),
        ({"S": "/Named", "N": "/SaveAs"}, "strange_action"),
        ({"S": "/LaMoi"}, "strange_action"),
        ({"S": "Launch"}, "strange_action"),
        ({"D": "muc-1"}, "strange_action"),
        ({"S": "/URI", "URI": "javascript:app.alert(1)"}, "strange_link"),
        ({"S": "/URI", "URI": "java\tscript:app.alert(1)"}, "strange_link"),
        ({"S": "/URI", "URI": " JAVASCRIPT:app.alert(1)"}, "strange_link"),
        ({"S": "/URI", "URI": "file://may-khac/chung/a.exe"}, "strange_link"),
        ({"S": "/URI", "URI": "\\\\may-khac\\chung\\a.exe"}, "strange_link"),
        ({"S": "/URI", "URI": "ms-msdt:/id PCWDiagnostic"}, "strange_link"),
        ({"S": "/URI", "URI": "search-ms:query=a"}, "strange_link"),
        ({"S": "/GoTo", "D": "muc-1", "Next": {"S": "/Launch", "F": "cmd.exe"}}, "script"),
        ({"S": "/GoTo", "D": "muc-1", "Next": [{"S": "/Named", "N": "/NextPage"}, {"S": "/GoToR"}]}, "foreign_parts"),
    ],
)
def test_a_click_that_does_more_than_lead_somewhere_refuses_the_file(action, fault):
    assert fault_of(click(**action)) == fault


# --- What would happen by itself -----------------------------------------------------------------------------------
URI = {"S": "/URI", "URI": "https://x.vn/?toi=da-mo"}


@pytest.mark.parametrize(
    "content",
    [
        Made().catalogue(OpenAction=URI),
        Made().catalogue(OpenAction={"S": "/GoTo", "D": "muc-1", "Next": URI}),
        Made().catalogue(AA={"WC": URI}),
        Made().on_page(AA={"O": URI}),
        Made().annotation("/Widget", FT="/Tx", AA={"Fo": URI}),
        Made().annotation("/Link", AA={"E": URI}),
        Made().catalogue(AcroForm={"Fields": [{"T": "o", "FT": "/Tx", "AA": {"K": URI}}]}),
    ],
    ids=["opening", "after going", "closing", "a page", "a field in focus", "the mouse over a link", "a field's key"],
)
def test_an_address_that_opens_by_itself_refuses_the_file(content):
    assert fault_of(content) == "opens_by_itself"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (Made().catalogue(OpenAction={"S": "/GoToR", "F": "//may/a.pdf"}), "foreign_parts"),
        (Made().catalogue(AA={"WS": {"S": "/Launch", "F": "a.exe"}}), "script"),
        (Made().on_page(AA={"C": {"S": "/SubmitForm", "F": "https://x.vn"}}), "script"),
        (Made().catalogue(Outlines={"First": {"Title": "1", "A": {"S": "/Launch", "F": "a"}}}), "script"),
        (Made().catalogue(Names={"JavaScript": {"Names": ["a", "b"]}}), "script"),
        (Made().catalogue(Names={"EmbeddedFiles": {"Names": ["a", "b"]}}), "embedded"),
        (Made().catalogue(Names={"Renditions": {"Names": ["a", "b"]}}), "embedded"),
        (Made().catalogue(Names={"LaMoi": {"Names": ["a", "b"]}}), "strange_part"),
        (Made().catalogue(AcroForm={"XFA": ["xdp:xdp", "x"]}), "script"),
        (Made().catalogue(Collection={"View": "/D"}), "embedded"),
        (Made().catalogue(URI={"Base": "javascript:"}), "strange_link"),
        (Made().annotation("/RichMedia"), "embedded"),
        (Made().annotation("/3D"), "embedded"),
        (Made().annotation("/Screen"), "embedded"),
        (Made().annotation("/Movie"), "embedded"),
        (Made().annotation("/Sound"), "embedded"),
        (Made().annotation("/FileAttachment"), "embedded"),
        (Made().annotation("/LaMoi"), "embedded"),
        (Made().catalogue(AF=[{"Type": "/Filespec", "FS": "/URL", "F": "https://x.vn/a.bin"}]), "foreign_parts"),
    ],
)
def test_every_place_from_which_a_pdf_can_act_is_looked_at(content, fault):
    assert fault_of(content) == fault


def test_a_stream_whose_data_lie_elsewhere_refuses_the_file():
    made, stream = Made(), DecodedStreamObject()
    stream.set_data(b"")
    stream[NameObject("/F")] = TextStringObject("https://x.vn/a.bin")
    assert fault_of(made.on_page(Contents=made.writer._add_object(stream))) == "foreign_parts"


# --- However it is written -----------------------------------------------------------------------------------------
def by_reference(place):
    """Every value of an acting dictionary as a reference of its own: `/S 6 0 R`."""
    made = Made()
    action = {"S": made.ref("/Launch"), "F": made.ref("cmd.exe"), "Type": made.ref("/Action")}
    if place == "open":
        return made.catalogue(OpenAction=made.ref(action))
    if place == "click":
        return made.annotation(made.ref("/Link"), A=made.ref(action))
    if place == "lost":
        made.ref(action)
        return written(made.writer)
    return made.on_page(AA=made.ref({"O": made.ref({"S": made.ref("/GoTo"), "Next": made.ref([made.ref(action)])})}))


@pytest.mark.parametrize("place", ["open", "click", "lost", "after another"])
def test_an_action_written_by_references_is_known_for_what_it_is(place):
    assert fault_of(by_reference(place)) == "script"


def test_subtypes_types_and_addresses_by_reference_are_known():
    made, other, third = Made(), Made(), Made()
    player = made.annotation(made.ref("/FileAttachment"), FS=made.ref({"F": "a"}))
    address = other.annotation(A={"S": other.ref("/URI"), "URI": other.ref("javascript:x")})
    spec = third.catalogue(AF=[{"FS": third.ref("/URL"), "F": "x"}])
    assert [fault_of(player), fault_of(address), fault_of(spec)] == ["embedded", "strange_link", "foreign_parts"]


@pytest.mark.parametrize("place", ["open", "click", "after another"])
def test_an_action_in_an_object_stream_is_found(place, tmp_path):
    plain_file, packed = tmp_path / "a.pdf", tmp_path / "b.pdf"
    plain_file.write_bytes(by_reference(place))
    subprocess.run(["qpdf", "--object-streams=generate", plain_file, packed], check=True)
    assert (b"/Launch" in packed.read_bytes(), fault_of(packed.read_bytes())) == (False, "script")


def test_references_in_a_circle_do_not_hold_the_reader():
    made = Made()
    ring = made.ref({"S": "/GoTo", "D": "a"})
    ring.get_object()[NameObject("/Next")] = ring
    assert fault_of(made.catalogue(OpenAction=ring)) is None


# --- Behind a lock nothing can be looked at --------------------------------------------------------------------------
@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
@pytest.mark.parametrize("password", ["", "mat-khau"])
def test_every_lock_is_called_a_lock(algorithm, password):
    made = Made()
    made.writer.encrypt(password, "chu-so-huu", algorithm=algorithm)
    assert fault_of(written(made.writer)) == "encrypted"


@pytest.mark.parametrize("lock", [{"Filter": "/Adobe.PubSec", "V": 4}, {"Filter": "/Standard", "V": 9}, {}])
def test_a_lock_that_the_portal_does_not_know_is_called_a_lock(lock):
    made = Made()
    content = written(made.writer)
    entry = b"/Encrypt <<" + b" ".join(f"/{key} {value}".encode() for key, value in lock.items()) + b">> "
    assert fault_of(content.replace(b"/Root", entry + b"/Root", 1)) == "encrypted"
