"""Holds what can be held of the house's style: plain names, docstrings, annotations, lengths."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APART = {"migrations", "var", "node_modules"}
OUTSIDE = {"tests", "bench"}  # held to plain names and lengths alone

WORDS = {"told", "tells", "asked", "given", "kept", "takes", "hats", "door", "speaks", "hangs"}
FINE = re.compile(r"given_name|GivenName")  # a person's
COLUMNS = {"kept_by", "is_confirmation_asked", "asked_at", "kept"}  # columns and parameters of addresses keep theirs
ASIDE = {"What", "Where", "Who", "Whom", "Whose", "Which", "When", "Why", "How", "Whether", "That", "If"}
ASIDE |= {
    "By",
    "Of",
    "From",
    "For",
    "As",
    "In",
    "On",
    "At",
    "To",
    "With",
    "Without",
    "Within",
    "Beside",
    "Before",
    "After",
}
ARTICLES = {
    "The",
    "A",
    "An",
    "One",
    "Those",
    "These",
    "This",
    "Its",
    "Each",
    "Every",
    "All",
    "Both",
    "No",
    "None",
    "Not",
}

LONGEST_FUNCTION, LONGEST_MODULE, MOST_MODULES = 30, 400, 14
PROPERTIES = {"property", "cached_property", "classproperty"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def faults() -> Iterator[tuple[str, str]]:
    """Yield (rule, name) for everything that breaks a rule."""
    folders = Counter()
    for path in python_files():
        name = path.relative_to(ROOT)
        text = path.read_text()
        folders[name.parent] += path.name != "__init__.py"
        if len(text.splitlines()) > LONGEST_MODULE:
            yield "module", str(name)
        yield from (("word", word) for word in names_in(ast.parse(text), path.stem) if has_word(word))
        yield from faults_of_functions(ast.parse(text), name)
    yield from (
        ("folder", str(folder)) for folder, count in folders.items() if count > MOST_MODULES and is_held(folder)
    )


def python_files() -> list[Path]:
    paths = (path for path in ROOT.rglob("*.py") if not APART & set(path.relative_to(ROOT).parts))
    return sorted(path for path in paths if not any(part.startswith(".") for part in path.relative_to(ROOT).parts))


def is_held(path: Path) -> bool:
    return path.parts[:1] and path.parts[0] not in OUTSIDE


# --- Names -----------------------------------------------------------------------------------------------------------
def names_in(tree: ast.Module, module: str) -> set[str]:
    """Collect what the module names itself: functions, classes, parameters, variables, attributes it sets."""
    names = {module}
    for node in ast.walk(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
    return {name for name in names if not name.startswith("test_")}  # a test's name is a sentence


def has_word(name: str) -> bool:
    if name in COLUMNS:
        return False
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", FINE.sub("", name))
    return bool(WORDS & {word.lower() for word in words})


# --- Functions -------------------------------------------------------------------------------------------------------
def faults_of_functions(tree: ast.Module, path: Path) -> Iterator[tuple[str, str]]:
    for owner, function in functions_in(tree):
        name = f"{owner.name}.{function.name}" if owner else function.name
        if function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION:
            yield "function", name
        if not is_held(path) or is_private(function.name):
            continue
        if begins_aside(function):
            yield "docstring", name
        if lacks_annotation(function, owner):
            yield "annotation", name


def functions_in(
    tree: ast.AST, owner: ast.ClassDef | None = None
) -> Iterator[tuple[ast.ClassDef | None, ast.FunctionDef]]:
    """Yield functions of the module and methods of its classes, each with its class or None; nested functions aren't
    checked.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from functions_in(node, node)
        elif isinstance(node, FUNCTIONS):
            yield owner, node
        elif not isinstance(node, ast.expr):
            yield from functions_in(node, owner)


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def begins_aside(function: ast.FunctionDef) -> bool:
    """Tell whether the docstring begins with a word that can't be a verb; a property may begin with an article."""
    first = re.match(r"\w+", ast.get_docstring(function) or "")
    is_property = any(isinstance(mark, ast.Name) and mark.id in PROPERTIES for mark in function.decorator_list)
    return bool(first) and first[0] in (ASIDE if is_property else ASIDE | ARTICLES)


def lacks_annotation(function: ast.FunctionDef, owner: ast.ClassDef | None) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args]
    is_static = any(isinstance(mark, ast.Name) and mark.id == "staticmethod" for mark in function.decorator_list)
    if owner and not is_static:
        arguments = arguments[1:]
    return not function.returns or any(not each.annotation for each in [*arguments, *function.args.kwonlyargs])


# --- The report ------------------------------------------------------------------------------------------------------
def main() -> int:
    found = sorted(set(faults()))
    print(*[f"{rule} {name}: {WAYS[rule]}" for rule, name in found], sep="\n", end="\n" if found else "")
    return 1 if found else 0


WAYS = {
    "word": "say what it is or does; out are " + ", ".join(sorted(WORDS)),
    "docstring": "begin the docstring with a verb",
    "annotation": "annotate every parameter and what is returned",
    "function": f"a function has at most {LONGEST_FUNCTION} lines",
    "module": f"a module has at most {LONGEST_MODULE} lines",
    "folder": f"a folder has at most {MOST_MODULES} modules",
}


if __name__ == "__main__":
    sys.exit(main())
