"""A workbook may hold figures, texts, pictures and links; what fetches, calls a program or isn't known refuses it."""

import pytest

from ground.processes.child import Fault
from ground.sheets.reading import read
from tests.inspections.papers.made_files import OFFICE
from tests.made_office import KIND, SHEET, excel

BOOK, FIRST = "xl/workbook.xml", "xl/worksheets/sheet1.xml"


def fault_of(office):
    try:
        read(office.made())
    except Fault as fault:
        return fault.code
    return None


@pytest.mark.parametrize(
    ("name", "kind", "relation", "fault"),
    [
        ("xl/externalLinks/externalLink1.xml", f"{SHEET}externalLink+xml", "externalLink", "foreign_parts"),
        ("xl/hinh.xml", f"{SHEET}externalLink+xml", "externalLink", "foreign_parts"),
        ("xl/hinh.xml", "application/xml", "externalLink", "foreign_parts"),
        ("xl/connections.xml", f"{SHEET}connections+xml", "connections", "foreign_parts"),
        ("xl/q.xml", f"{SHEET}queryTable+xml", "queryTable", "foreign_parts"),
        ("xl/v.xml", f"{SHEET}volatileDependencies+xml", "volatileDependencies", "foreign_parts"),
        ("xl/m.xml", "application/vnd.ms-excel.macrosheet+xml", "xlMacrosheet", "script"),
        ("xl/d.xml", f"{SHEET}dialogsheet+xml", "dialogsheet", "script"),
        ("xl/media/hinh.png", "application/vnd.ms-office.vbaProject", "vbaProject", "script"),
        ("xl/a.bin", "application/vnd.ms-office.activeX", "control", "script"),
        ("xl/e.bin", f"{KIND}oleObject", "oleObject", "embedded"),
        ("xl/w.xml", "application/vnd.ms-office.webextension+xml", "webextension", "script"),
        ("xl/la.xml", "application/vnd.la-moi+xml", "laMoi", "strange_part"),
    ],
)
def test_a_part_or_relation_that_is_not_known_refuses_the_file(name, kind, relation, fault):
    by_type, both = excel().add(name, kind), excel().add(name, kind, "<x/>", BOOK, relation)
    by_relation = excel().add("xl/media/hinh.png", "image/png", "PNG", BOOK, relation)
    faults = [fault_of(both), fault_of(by_relation)]
    assert faults == [fault, fault]
    if kind != "application/xml":
        assert fault_of(by_type) == fault


@pytest.mark.parametrize("mode", ["External", "external", "EXTERNAL"])
@pytest.mark.parametrize(
    ("kind", "target", "fault"),
    [
        ("image", "a.png", "foreign_parts"),
        ("hyperlink", "file://may/a.exe", "strange_link"),
        ("hyperlink", "javascript:x", "strange_link"),
        ("hyperlink", "https://longan.gov.vn", None),
        ("pivotCacheDefinition", "https://x.vn/a.xlsx", "foreign_parts"),
    ],
)
def test_only_links_to_follow_may_lead_out(kind, target, fault, mode):
    assert fault_of(excel().relate(FIRST, kind, target, mode)) == fault


@pytest.mark.parametrize(
    "formula",
    [
        "cmd|'/c calc'!A0", "=excel|'a.xlsx'!R1C1", "1+MSEXCEL|'\\..\\cmd.exe'!A1", "WEBSERVICE(\"https://x.vn\")",
        '_xlfn.WEBSERVICE("https://x.vn")', '_xlfn.IMAGE("https://x.vn/a.png")', 'RTD("a",,"b")', 'CALL("a","b")',
        'REGISTER.ID("a","b")', 'EXEC("calc")',
    ],
)  # fmt: skip
def test_a_formula_that_fetches_or_calls_refuses_the_file(formula):
    text = formula.replace("&", "&amp;")
    cell = excel([("Mã", "Số"), ("a", f"<c><f>{text}</f><v>1</v></c>")])
    name = excel(of_book=f'<definedNames><definedName name="a">{text}</definedName></definedNames>')
    rule = excel(
        more=f"<dataValidations><dataValidation><formula1>{text}</formula1></dataValidation></dataValidations>"
    )
    assert [fault_of(cell), fault_of(name), fault_of(rule)] == ["foreign_parts"] * 3


@pytest.mark.parametrize("formula", ["A2+1", 'IF(A1="a|b",1,2)', 'TEXTJOIN("|",TRUE,A1:A9)', "SUM(A1:A9)", "[0]!Ten"])
def test_formulas_that_reckon_do_no_harm(formula):
    assert fault_of(excel([("Mã", "Số"), ("a", f"<c><f>{formula}</f><v>1</v></c>")])) is None


@pytest.mark.parametrize(
    ("of_book", "fault"),
    [
        (
            f'<externalReferences><externalReference xmlns:r="{OFFICE}" r:id="r9"/></externalReferences>',
            "foreign_parts",
        ),
        ('<definedNames><definedName name="Auto_Open" xlm="1">a</definedName></definedNames>', "script"),
    ],
)
def test_what_the_workbook_itself_says_is_heard(of_book, fault):
    assert fault_of(excel(of_book=of_book)) == fault


@pytest.mark.parametrize(
    "inside", ['<x:sp xmlns:x="x" macro="[0]!Chay"/>', '<v xmlns:x="x"><x:FmlaMacro>[0]!Chay</x:FmlaMacro></v>']
)
def test_a_shape_that_calls_a_macro_refuses_the_file(inside):
    shapes = excel().add("xl/drawings/d1.xml", f"{KIND}drawing+xml", inside, FIRST, "drawing")
    plain = excel().add("xl/drawings/d1.xml", f"{KIND}drawing+xml", '<sp macro=""/>', FIRST, "drawing")
    assert [fault_of(shapes), fault_of(plain)] == ["script", None]


def test_pictures_drawings_and_a_second_workbook_name_do_no_harm():
    svg = '<!DOCTYPE svg PUBLIC "a" "b"><svg/>'
    drawn = excel().add("xl/media/so-do.svg", "image/svg+xml", svg).add("xl/media/vba.png", "image/png", "PNG")
    assert [fault_of(drawn), fault_of(excel(main="xl/workbook2.xml"))] == [None, None]
