"""Reads a Word file in a child process: the words of a draft's slots, what stands outside of them, what isn't taken.

Answers {"document": "12" or "", "digests": {key: digest}, "slots": {key: [block, …]}, "outside": [line, …],
"changes": how many tracked changes, "comments": how many, "left": [what, …]}; or {"fault": code}. Tracked changes are
read as accepted. It doesn't import Django.
"""

from io import BytesIO

from ground.office.parts import Package
from ground.office.properties import properties_of
from ground.office.xml import read_xml
from reports.documents.word.marks import DOCUMENT, SLOT, Block
from reports.documents.word.parsing import Numbering, Paper

NUMBERING = "word/numbering.xml"


def read(content: bytes) -> dict:
    package = Package(content, "docx")
    properties = dict(properties_of(package))
    numbering = Numbering()
    for part in package.targets("numbering") & package.names.keys():
        package.read(part, numbering)
    digests = {name.removeprefix(SLOT): text for name, text in properties.items() if name.startswith(SLOT)}
    paper = Paper(numbering, digests)
    package.read(package.main, paper)
    return {"document": properties.get(DOCUMENT, ""), "digests": digests, **paper.found()}


def slots_in(xml: bytes) -> dict[str, list[Block]]:
    """Return the slots of a document's main part."""
    paper = Paper(Numbering())
    read_xml(BytesIO(xml), paper)
    return paper.found()["slots"]
