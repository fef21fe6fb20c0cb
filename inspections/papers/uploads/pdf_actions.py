"""Active parts of a PDF. Every value is checked after references are resolved; unknown ones are refused.

Allowed: going to a place of the same file, the actions "next page" and the like, and an address that a reader opens by
a click. Only the first two may happen by themselves. Source of the names: ISO 32000-2, 12.5 and 12.6.
"""

from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, PdfObject, StreamObject

from ground.links import may_be_followed
from ground.processes.child import Fault

BY_ITSELF = {"/GoTo", "/Named"}
BY_CLICK = BY_ITSELF | {"/URI"}
PAGE_MOVES = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
ACTIONS = {
    "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide", "/SubmitForm", "/ResetForm",
    "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/RichMediaExecute",
    "/NOP", "/SetState", "/FormView", *BY_CLICK,
}  # fmt: skip
# Other values of a dictionary's /S are kinds of structure, borders, numbering…, not actions.
HARMLESS_TWINS = {"/Sound", "/Movie", "/Thread", "/Hide", "/Trans"}
FETCHING = {"/GoToR", "/GoToE", "/GoToDp"}
PLAYING = {"/Sound", "/Movie", "/Rendition", "/RichMediaExecute", "/GoTo3DView"}

ANNOTATIONS = {
    "/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget", "/PrinterMark", "/TrapNet",
    "/Watermark", "/Redact",
}  # fmt: skip
NAME_TREES = {"/Dests", "/AP", "/Pages", "/Templates", "/IDS", "/URLS"}
SCRIPT_KEYS = {"/JS", "/JavaScript", "/XFA"}
FILE_KEYS = {
    "/EF", "/EmbeddedFiles", "/RichMediaContent", "/RichMediaSettings", "/Collection", "/3DD", "/Renditions",
}  # fmt: skip
MAYBE_EMPTY_TREES = {"/JavaScript", "/EmbeddedFiles", "/Renditions"}
FOREIGN_KEYS = {"/F", "/FFilter", "/Ref", "/OPI"}  # of a stream: its data, a page or a picture lie in another file
REFERENCES_MAX = 20


def refuse_what_acts(reader: PdfReader) -> None:
    """Raise Fault for the first active part, whether a page refers to it or not."""
    for thing in dictionaries_of(reader):
        refuse_parts(thing)
        refuse_actions(thing)


def refuse_parts(thing: DictionaryObject) -> None:
    keys = {key for key in thing if key not in MAYBE_EMPTY_TREES or not is_empty_tree(entry(thing, key))}
    if keys & SCRIPT_KEYS:
        raise Fault("script")
    if keys & FILE_KEYS or name(thing, "/Type") in ("/EmbeddedFile", "/3D", "/Rendition", "/MediaClip"):
        raise Fault("embedded")
    if name(thing, "/FS") == "/URL" or (isinstance(thing, StreamObject) and keys & FOREIGN_KEYS):
        raise Fault("foreign_parts")
    refuse_name_trees(entry(thing, "/Names"))
    if "/Rect" in thing:
        refuse_annotation(thing)
    for annotation in listed(entry(thing, "/Annots")):
        refuse_annotation(annotation)


def refuse_name_trees(names: PdfObject | None) -> None:
    """Raise Fault for unknown name trees in the catalogue's /Names; known trees are arrays, checked by what they
    contain.
    """
    trees = names if isinstance(names, DictionaryObject) else {}
    unknown = {key for key in trees if key not in NAME_TREES and not is_empty_tree(entry(names, key))}
    if unknown & SCRIPT_KEYS:
        raise Fault("script")
    if unknown:
        raise Fault("embedded" if unknown & FILE_KEYS else "strange_part")


def is_empty_tree(tree: PdfObject | None) -> bool:
    """Tell whether a name tree has no names: programs write the trees of files and scripts without any."""
    if tree is None:
        return True
    if not isinstance(tree, DictionaryObject) or tree.keys() - {"/Names", "/Kids", "/Limits"}:
        return False
    return not listed(entry(tree, "/Names")) and not listed(entry(tree, "/Kids"))


def refuse_annotation(thing: PdfObject) -> None:
    if isinstance(thing, DictionaryObject) and name(thing, "/Subtype") not in ANNOTATIONS | {None}:
        raise Fault("embedded")


def refuse_actions(thing: DictionaryObject) -> None:
    """Check every key under which a dictionary may have an action, and the dictionary itself."""
    kind = name(thing, "/S")
    if name(thing, "/Type") == "/Action" or (kind in ACTIONS - HARMLESS_TWINS and "/K" not in thing):
        refuse_action(thing, BY_CLICK)
    for key in ("/A", "/PA"):
        action = entry(thing, key)
        if isinstance(action, DictionaryObject) and "/O" not in action:  # with /O it is an attribute of a structure
            refuse_action(action, BY_CLICK)
    opening = entry(thing, "/OpenAction")
    if isinstance(opening, DictionaryObject):
        refuse_action(opening, BY_ITSELF)
    refuse_triggers(entry(thing, "/AA"))
    base = entry(thing, "/URI")
    if isinstance(base, DictionaryObject) and not may_be_followed(text_of(entry(base, "/Base"))):
        raise Fault("strange_link")


def refuse_triggers(triggers: PdfObject | None) -> None:
    """Check additional actions, which run when a page is opened, a field left, a key pressed."""
    if triggers is None:
        return
    if not isinstance(triggers, DictionaryObject):
        raise Fault("script")
    for key in triggers:
        action = entry(triggers, key)
        if isinstance(action, DictionaryObject):
            refuse_action(action, BY_ITSELF)


def refuse_action(action: PdfObject, allowed: set[str]) -> None:
    """Check an action and all that follow it."""
    waiting, seen = [action], set()
    while waiting:
        action = waiting.pop()
        if not isinstance(action, DictionaryObject):
            raise Fault("strange_action")
        if id(action) in seen:
            continue
        seen.add(id(action))
        refuse_single_action(action, name(action, "/S"), allowed)
        waiting += listed(entry(action, "/Next"))


def refuse_single_action(action: DictionaryObject, kind: str | None, allowed: set[str]) -> None:
    if kind in FETCHING:
        raise Fault("foreign_parts")
    if kind in PLAYING:
        raise Fault("embedded")
    if kind == "/URI" and kind not in allowed:
        raise Fault("opens_by_itself")
    if kind not in allowed:
        raise Fault("script" if kind in ACTIONS else "strange_action")
    if kind == "/URI" and not may_be_followed(text_of(entry(action, "/URI"))):
        raise Fault("strange_link")
    if kind == "/Named" and name(action, "/N") not in PAGE_MOVES:
        raise Fault("strange_action")
    if kind == "/GoTo" and isinstance(entry(action, "/D"), DictionaryObject):
        raise Fault("strange_action")


# --- What is there -------------------------------------------------------------------------------------------------
def entry(thing: DictionaryObject, key: str) -> PdfObject | None:
    """Return the value of the key with all references resolved; None if it is missing, null or leads nowhere."""
    return resolved(dict.get(thing, key))


def name(thing: DictionaryObject, key: str) -> str | None:
    """Return the value if it is a PDF name, such as "/GoTo"; None for anything else."""
    value = entry(thing, key)
    return str(value) if isinstance(value, NameObject) else None


def resolved(value: PdfObject | None) -> PdfObject | None:
    for _step in range(REFERENCES_MAX):
        if not isinstance(value, IndirectObject):
            break
        value = value.get_object()
    else:
        raise Fault("unreadable")
    return None if isinstance(value, NullObject) else value


def listed(value: PdfObject | None) -> list[PdfObject]:
    """Return the members of an array, a single value as a list, [] for None; members that lead nowhere are left out."""
    values = value if isinstance(value, ArrayObject) else [value]
    return [found for found in map(resolved, values) if found is not None]


def text_of(value: PdfObject | None) -> str:
    """Return the text of a value; "" if it is no text."""
    if isinstance(value, StreamObject):
        value = value.get_data()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return str(value) if isinstance(value, str) else ""


def dictionaries_of(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary of the file, whether a page refers to it or not."""
    yield from dictionaries_in(reader.trailer)
    numbers = {(number, generation) for generation, places in reader.xref.items() for number in places}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        yield from dictionaries_in(reader.get_object(IndirectObject(number, generation, reader)))


def dictionaries_in(thing: PdfObject | None) -> Iterator[DictionaryObject]:
    waiting = [thing]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting.extend(dict.values(thing))
        elif isinstance(thing, ArrayObject):
            waiting.extend(list.__iter__(thing))
