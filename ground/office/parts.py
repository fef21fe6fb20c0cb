"""A Word or Excel file as its parts: the type of each, and the relations between them.

Names prove nothing: a macro can be called media/picture.png, and a picture "vba.png".
"""

import posixpath
import zipfile
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

from ground.links import is_remote, may_be_followed
from ground.office import kinds
from ground.office.xml import Ignoring, read_xml
from ground.office.zips import names_by_part, refuse_bomb
from ground.processes.child import Fault

TYPES, ROOT = "[content_types].xml", "_rels/.rels"


@dataclass(frozen=True)
class Relation:
    source: str  # the part it starts from, "" for the file itself
    kind: str  # the last word of its type, in small letters
    target: str  # a part's name in small letters, or an address outside
    is_outside: bool


class Types(Ignoring):
    """[Content_Types].xml: `overrides` by part, `defaults` by the extension of a name."""

    def __init__(self) -> None:
        self.defaults: dict[str, str] = {}
        self.overrides: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").partition(";")[0].strip().lower()
        if name == "Default":
            self.defaults[attributes.get("Extension", "").lower()] = kind
        elif name == "Override":
            self.overrides[unquote(attributes.get("PartName", "")).lstrip("/").lower()] = kind

    def of(self, part: str) -> str:
        """Return the type of a part; "" for one that declares none and whose name doesn't imply it either."""
        ending = part.rpartition(".")[2]
        return self.overrides.get(part) or self.defaults.get(ending) or kinds.KNOWN_ENDINGS.get(ending, "")


class Relations(Ignoring):
    """One .rels part: the relations that start from `source`."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[Relation] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        said = {key.lower(): text for key, text in attributes.items()}
        target, mode = said.get("target", ""), said.get("targetmode", "internal").strip().lower()
        kind = said.get("type", "").rpartition("/")[2].strip().lower()
        is_outside = mode != "internal" or is_remote(target)
        self.found.append(Relation(self.source, kind, target if is_outside else self.part(target), is_outside))

    def part(self, target: str) -> str:
        path = posixpath.join("/", posixpath.dirname(self.source), unquote(target.partition("#")[0]))
        return posixpath.normpath(path).lstrip("/").lower()


class Package:
    """The parts of a file; raises Fault for a file not of its kind ("docx", "xlsx"), and for every unknown part and
    relation.

    `is_inner`: a workbook behind a chart, which may contain no further file.
    """

    def __init__(self, content: bytes, kind: str, is_inner: bool = False) -> None:
        self.is_inner = is_inner
        self.zip = zipfile.ZipFile(BytesIO(content))
        refuse_bomb(self.zip, kind)
        self.names = names_by_part(self.zip)
        if not {TYPES, ROOT} <= self.names.keys():
            raise Fault("unknown")
        self.types = Types()
        self.read(TYPES, self.types)
        self.relations = [relation for part in self.names if part.endswith(".rels") for relation in self._from(part)]
        behind_charts = self._behind_charts()
        for part in self.names.keys() - behind_charts:
            self._refuse_part(part)
        for relation in self.relations:
            self._refuse_relation(relation, behind_charts)
        for part in behind_charts:
            Package(self.zip.read(self.names[part]), "xlsx", is_inner=True)
        self.main = self._main_part(kinds.MAIN_TYPES[kind])

    def read(self, part: str, *listeners: Ignoring) -> None:
        with self.zip.open(self.names[part]) as member:
            read_xml(member, *listeners)

    def xml_parts(self) -> list[str]:
        """Return all parts but pictures; SVG is included, because it may have a DTD."""
        return [part for part in self.names if self._is_xml(part)]

    def targets(self, kind: str) -> set[str]:
        """Return the parts to which relations of this kind lead."""
        return {relation.target for relation in self.relations if relation.kind == kind and not relation.is_outside}

    def _is_xml(self, part: str) -> bool:
        return self.types.of(part).endswith(("xml", "vmldrawing")) and not self._is_picture(part)

    def _is_picture(self, part: str) -> bool:
        return self.types.of(part).startswith("image/")

    def _from(self, part: str) -> list[Relation]:
        folder, _slash, name = part.rpartition("/")
        listener = Relations(posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels")))
        self.read(part, listener)
        return listener.found

    def _behind_charts(self) -> set[str]:
        if self.is_inner:
            return set()
        from_charts = {r.target for r in self.relations if self.types.of(r.source) in kinds.CHART_TYPES}
        sheets = from_charts & self.targets("package") & self.names.keys()
        return {part for part in sheets if self.types.of(part) == kinds.WORKBOOK_TYPE}

    def _refuse_part(self, part: str) -> None:
        kind = self.types.of(part)
        if kind in kinds.GENERIC_TYPES:
            fault = kinds.fault_of(part)
            if fault != "strange_part":
                raise Fault(fault)
            if not kind:
                raise Fault("embedded")
        elif kind not in kinds.KNOWN_TYPES and not self._is_picture(part):
            raise Fault(kinds.fault_of(kind))

    def _refuse_relation(self, relation: Relation, behind_charts: set[str]) -> None:
        """Raise Fault for a relation to a program, an embedded file or something Office would fetch by itself; links
        are allowed.
        """
        if relation.kind == "hyperlink":
            if relation.is_outside and not may_be_followed(relation.target):
                raise Fault("strange_link")
        elif relation.kind not in kinds.KNOWN_RELATIONS and relation.target not in behind_charts:
            raise Fault(kinds.fault_of(relation.kind))
        elif relation.is_outside:
            raise Fault("foreign_parts")

    def _main_part(self, kind: str) -> str:
        """Return the one part that Office opens first, and the only one checked as the paper's text."""
        mains = {r.target for r in self.relations if r.kind == "officedocument" and not r.source}
        if len(mains) != 1:
            raise Fault("unknown")
        main = mains.pop()
        if main not in self.names:
            raise Fault("unreadable")
        if self.types.of(main) != kind:
            raise Fault("unknown")
        return main
