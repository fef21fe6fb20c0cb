"""Active elements in Word's and Excel's texts: fields, data sources, formulas that fetch.

A field's code is joined from the runs over which it is split, and only known fields are allowed.
"""

import re

from ground.links import is_remote, may_be_followed
from ground.office.xml import Ignoring
from ground.processes.child import Fault

_FIELDS = """
    = ADDIN ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT AUTOTEXT AUTOTEXTLIST BIBLIOGRAPHY
    BIDIOUTLINE CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ
    FILENAME FILESIZE FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT GOTOBUTTON GREETINGLINE HYPERLINK IF INDEX INFO
    KEYWORDS LASTSAVEDBY LISTNUM MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS
    PAGE PAGEREF PRINTDATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF SUBJECT
    SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
"""
KNOWN_FIELDS = set(_FIELDS.split())
_NAME = re.compile(r"\s*(=|[A-Za-z]+(?=[\s\\\"]|$))")
_LINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|(?!\\)(\S+))', re.IGNORECASE)
INNER = "\x00"  # stands in a field's code for the field within it
NESTED_MAX = 100

DATA_SOURCES = {"mailMerge", "connectString", "webVideoPr", "externalReference", "ddeLink", "oleLink", "dbPr", "webPr"}
PICTURES = {"imagedata", "fill", "stroke", "image"}  # of VML, with addresses of their own besides relations
_QUOTED = re.compile(r'"[^"]*"')
# =server|topic!item, and functions that fetch or call a program
_FETCHING = re.compile(
    r"[\w.'\])]\s*\|\s*['\w]|\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST|IMAGE|IMPORTDATA|"
    r"DDEAUTO|DDE|FOPEN|FWRITE)\s*\(",
    re.IGNORECASE,
)


def refuse_field(code: str) -> None:
    """Raise Fault for a field that is unknown, whose name another field computes, or that links to a program."""
    if not code.strip():
        return
    name = _NAME.match(code)
    if not name or name[1].upper() not in KNOWN_FIELDS:
        raise Fault("field")
    link = _LINK.match(code)
    address = (link[1] or link[2] or "") if link else ""
    if INNER in address:
        raise Fault("field")
    if not may_be_followed(address.replace("\\\\", "\\")):
        raise Fault("strange_link")


class Fields(Ignoring):
    """A listener for one Word part; `finish` checks fields that the part left open."""

    hears = frozenset({"instrText", "delInstrText", "fldSimple", "fldChar", *DATA_SOURCES, *PICTURES})

    def __init__(self) -> None:
        self.open: list[list[str]] = [[]]  # the first is what stands in no field
        self.is_code = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_code = name in ("instrText", "delInstrText")
        if name == "fldSimple":
            refuse_field(attributes.get("instr", ""))
        elif name == "fldChar":
            self._turn(attributes.get("fldCharType", "").lower())
        elif name in DATA_SOURCES:
            raise Fault("foreign_parts")
        elif name in PICTURES:
            refuse_remote_picture(attributes)

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            if len(self.open) > NESTED_MAX:
                raise Fault("field")
            self.open[-1].append(INNER)
            self.open.append([])
        elif kind == "end" and len(self.open) > 1:
            refuse_field("".join(self.open.pop()))

    def end(self, name: str) -> None:
        self.is_code = False

    def words(self, text: str) -> None:
        if self.is_code:
            self.open[-1].append(text)

    def finish(self) -> None:
        outside, *unended = self.open
        refuse_field("".join(outside).replace(INNER, " "))
        for code in unended:
            refuse_field("".join(code))


def refuse_remote_picture(attributes: dict[str, str]) -> None:
    if any(is_remote(attributes.get(key, "")) for key in ("src", "href", "althref")):
        raise Fault("foreign_parts")


class Formulas(Ignoring):
    """A listener for one part of a workbook: formulas of cells, names, rules and charts."""

    PLACES = {"f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"}
    MACROS = {"macro", "FmlaMacro"}
    SHAPES = {"sp", "pic", "cxnSp", "grpSp", "graphicFrame"}  # whose attribute "macro" a click would call
    hears = frozenset(PLACES | MACROS | SHAPES | DATA_SOURCES | PICTURES)

    def __init__(self) -> None:
        self.is_formula = False
        self.texts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_formula, self.texts = name in self.PLACES, []
        if name in DATA_SOURCES:
            raise Fault("foreign_parts")
        if name in PICTURES:
            refuse_remote_picture(attributes)
        if name in self.MACROS or attributes.get("macro") or attributes.get("xlm", "0") in ("1", "true"):
            raise Fault("script")

    def words(self, text: str) -> None:
        if self.is_formula:
            self.texts.append(text)

    def end(self, name: str) -> None:
        if self.is_formula and _FETCHING.search(_QUOTED.sub('""', "".join(self.texts))):
            raise Fault("foreign_parts")
        self.is_formula = False
