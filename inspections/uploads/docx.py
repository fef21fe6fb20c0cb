"""A .docx: a zip of harmless size whose parts are plain XML, without macros, foreign parts or foreign objects.

Sizes are judged from the zip's directory before anything is unpacked; no XML with a DTD is read on.
"""

import zipfile
from io import BytesIO
from xml.parsers import expat

from inspections.uploads.faults import Fault

MEMBERS_MAX = 1000
UNPACKED_MAX = 200 << 20
RATIO_MAX = 100  # of a member above RATIO_FROM; Word's own XML packs 10 to 30 times
RATIO_FROM = 1 << 20
PARAGRAPHS_OF_HEAD = 80
TYPES, ROOT, BODY = "[Content_Types].xml", "_rels/.rels", "word/document.xml"
BODY_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "  # "Strict Open XML" says the same under other names
WORD_ART = "urn:schemas-microsoft-com:vml textpath"
RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types "
# Parts by what they are to the document: their names can be any.
PROGRAMS = {"vbaproject", "wordvbadata", "control", "activexcontrolbinary"}
FILES_WITHIN = {"oleobject", "afchunk"}


def text_of_head(content: bytes) -> str:
    """The words of the headers and of the body's first paragraphs, a paragraph a line."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        members = package.infolist()
        names = [member.filename for member in members]
        refuse_bomb(members)
        refuse_strange_names(names)
        if not {TYPES, ROOT, BODY} <= set(names):
            raise Fault("unknown")
        heads = sorted(name for name in names if name.startswith("word/header") and name.endswith(".xml"))
        refuse_macros(names)
        paragraphs = {name: read_part(package, name) for name in names if name.lower().endswith((".xml", ".rels"))}
    return "\n".join(line for name in [*heads, BODY] for line in paragraphs[name][:PARAGRAPHS_OF_HEAD])


def refuse_bomb(members: list) -> None:
    if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_MAX:
        raise Fault("too_much_inside")
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > RATIO_MAX * member.compress_size:
            raise Fault("too_much_inside")
        if member.flag_bits & 1:
            raise Fault("encrypted")


def refuse_strange_names(names: list[str]) -> None:
    """What no Word writes: a path that leads out, or two parts of one name, of which readers see different ones."""
    strange = any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names)
    if strange or len({name.lower() for name in names}) < len(names):
        raise Fault("unreadable")


def refuse_macros(names: list[str]) -> None:
    for name in map(str.lower, names):
        if "vba" in name or "activex" in name or name.endswith((".docm", ".xlsm", ".pptm")):
            raise Fault("script")
        if name.endswith((".exe", ".dll", ".js", ".vbs")) or (name.startswith("word/embeddings/") and ".bin" in name):
            raise Fault("embedded")


class Part:
    """One part read through: its paragraphs' words, and what it says of other parts."""

    def __init__(self):
        self.lines: list[str] = []
        self.open: list[list[str]] = []  # paragraphs not ended; a text box lies within another's paragraph
        self.is_text = False

    def start(self, name, attributes):
        name = name.replace(STRICT, W)
        if name == RELATION:
            refuse_relation(attributes)
        elif name.startswith(CONTENT_TYPES):
            refuse_type(attributes)
        elif name == f"{W}p":
            self.open.append([])
        elif name == WORD_ART:
            self.lines.append(attributes.get("string", ""))
        elif self.open and name in (f"{W}tab", f"{W}br", f"{W}cr"):
            self.open[-1].append("\t" if name == f"{W}tab" else "\n")
        self.is_text = name == f"{W}t"

    def end(self, name):
        self.is_text = False
        if name in (f"{W}p", f"{STRICT}p"):
            self.lines.append("".join(self.open.pop()))

    def words(self, text):
        if self.is_text and self.open and len(self.lines) < PARAGRAPHS_OF_HEAD:
            self.open[-1].append(text)


def read_part(package: zipfile.ZipFile, name: str) -> list[str]:
    part, parser = Part(), expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = part.start, part.end
    parser.CharacterDataHandler = part.words
    parser.StartDoctypeDeclHandler = refuse_doctype
    with package.open(name) as member:
        parser.ParseFile(member)
    return part.lines


def refuse_doctype(*_declaration) -> None:
    raise Fault("entities")


def refuse_relation(attributes: dict) -> None:
    """Links a reader may follow stay; programs, files within and what Word would fetch by itself don't."""
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    if kind in PROGRAMS:
        raise Fault("script")
    if kind in FILES_WITHIN:
        raise Fault("embedded")
    if attributes.get("TargetMode") == "External" and kind != "hyperlink":
        raise Fault("foreign_parts")
    if kind == "officedocument" and attributes.get("Target", "").lstrip("/") != BODY:
        raise Fault("unreadable")  # Word would open another part than the one judged here


def refuse_type(attributes: dict) -> None:
    kind, part = attributes.get("ContentType", "").lower(), attributes.get("PartName", "")
    if any(word in kind for word in ("macro", "vba", "activex")):
        raise Fault("script")
    if part == f"/{BODY}" and kind != BODY_TYPE.lower():
        raise Fault("unknown")
