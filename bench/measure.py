"""Prints figures about the code's structure: `script/measure [FOLDER]`, one JSON line a figure; none of them has a
limit.

The shape is read from the files. The two walks run on a demo of their own and name the project's functions that were
entered: one figure, from POST to page and paper, and the publishing of a conclusion. `FOLDER` is another checkout to
measure instead of this one, run with the libraries of this one.
"""

import ast
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from bench.bulk import ENVIRONMENT

OWN = Path(__file__).resolve().parent.parent
NOT_MEASURED = {"tests", "bench", "script", "migrations", "locale", "var"}
NOT_WALKED = {"middleware", "fields", "settings", "urls", "wsgi"}  # every request has them, whatever it does
PARTS = ("from POST to its answer", "the page it leads to", "from compose to the bytes of the PDF")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


# --- The shape of the files ------------------------------------------------------------------------------------------
def shape(root: Path) -> Iterator[dict]:
    texts = {str(path.relative_to(root)): path.read_text() for path in python_files(root)}
    folders = Counter(str(Path(name).parent) for name in texts if Path(name).name != "__init__.py")
    yield {"name": "modules a folder", **dict(folders.most_common())}
    lines = Counter({name: len(text.splitlines()) for name, text in texts.items()})
    yield {"name": "lines a file", **spread(lines.values()), "longest": dict(lines.most_common(5))}
    trees = {name: ast.parse(text) for name, text in texts.items()}
    yield lengths_of_functions(trees)
    yield {"name": "nodes a statement", **spread(sizes_of_statements(trees))}
    yield {"name": "first words of docstrings", **dict(first_words(trees).most_common(25))}


def python_files(root: Path) -> list[Path]:
    """The project's own modules, in order; what tests, measures or migrates is left out."""
    return sorted(path for path in root.rglob("*.py") if is_measured(path.relative_to(root)))


def is_measured(path: Path) -> bool:
    return not NOT_MEASURED & set(path.parts) and not any(part.startswith(".") for part in path.parts)


def lengths_of_functions(trees: dict[str, ast.Module]) -> dict:
    lengths = Counter()
    for name, tree in trees.items():
        for node in nodes(tree, FUNCTIONS):
            lengths[f"{name}:{node.name}:{node.lineno}"] = node.end_lineno - node.lineno + 1
    return {"name": "lines a function", **spread(lengths.values()), "longest": dict(lengths.most_common(5))}


def sizes_of_statements(trees: dict[str, ast.Module]) -> list[int]:
    """How many nodes of the syntax tree each plain statement within a function has: how dense it is."""
    sizes = {}
    for tree in trees.values():
        for function in nodes(tree, FUNCTIONS):
            for statement in nodes(function, (ast.stmt,)):
                if not hasattr(statement, "body"):
                    sizes[statement] = sum(1 for _node in ast.walk(statement))
    return list(sizes.values())


def nodes(tree: ast.AST, kinds: tuple) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, kinds))


def spread(figures: Iterable[int]) -> dict:
    ordered = sorted(figures)
    nine_in_ten = round(quantiles(ordered, n=10)[-1], 1)
    return {"count": len(ordered), "median": median(ordered), "nine_in_ten": nine_in_ten, "most": ordered[-1]}


def first_words(trees: dict[str, ast.Module]) -> Counter:
    """Of functions and methods alone: classes and modules are named by nouns."""
    texts = [ast.get_docstring(node) for tree in trees.values() for node in nodes(tree, FUNCTIONS)]
    return Counter(text.split()[0] for text in texts if text)


# --- The walks -------------------------------------------------------------------------------------------------------
class Entered(set):
    """The project's functions that were called while watched, as (module, function)."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root
        self._known: dict = {}  # by code object; what is None is not noted

    @contextmanager
    def watch(self) -> Iterator[None]:
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)

    @contextmanager
    def watch_view(self, path: str) -> Iterator[None]:
        """Watch from the call of the path's view to its response, without the middleware around it."""
        from django.urls import resolve

        view = resolve(path).func.__code__
        depth = 0

        def note(frame, event, argument):
            nonlocal depth
            if frame.f_code is view and event in ("call", "return"):
                depth += 1 if event == "call" else -1
            if depth > 0:
                self._note(frame, event, argument)

        sys.setprofile(note)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _note(self, frame, event, _argument) -> None:
        code = frame.f_code
        if event == "call" and code not in self._known:
            self._known[code] = self._name_of(code)
            if self._known[code]:
                self.add(self._known[code])

    def _name_of(self, code) -> tuple[str, str] | None:
        """None for what isn't the project's, comprehensions and lambdas, and what every request goes through."""
        if code.co_name.startswith("<") or not code.co_filename.startswith(f"{self.root}/"):
            return None
        path = Path(code.co_filename).relative_to(self.root)
        return (str(path), code.co_qualname) if is_measured(path) and path.stem not in NOT_WALKED else None

    def figure(self, name: str) -> dict:
        modules = Counter(module for module, _function in self)
        return {"name": name, "modules": len(modules), "functions": len(self), "by_module": dict(modules.most_common())}


def walks(root: Path) -> Iterator[dict]:
    """A figure is entered twice and the second time counts, so that nothing is loaded on the way."""
    browsers = {name: browser_of(name) for name in ("minh", "ngoc")}
    for number in ("2.1", "2.2"):
        parts = {name: Entered(root) for name in PARTS}
        walk_of_a_figure(browsers["minh"], number, *parts.values())
    all_of_it = Entered(root)
    all_of_it.update(*parts.values())
    yield all_of_it.figure("one figure, from POST to page and PDF")
    yield from (entered.figure(f"one figure: {name}") for name, entered in parts.items())
    conclusion = Entered(root)
    walk_of_a_conclusion(browsers, conclusion)
    yield conclusion.figure("publishing a conclusion")
    yield {"name": "functions entered", "figure": names_of(all_of_it), "conclusion": names_of(conclusion)}


def names_of(entered: Entered) -> list[str]:
    return sorted(f"{module}:{function}" for module, function in entered)


def browser_of(username: str):
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    user = get_user_model().objects.get(username=username)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def walk_of_a_figure(browser, number: str, saving: Entered, page: Entered, paper: Entered) -> None:
    """The paper is made in this process by what the press calls in its own, so that it can be watched."""
    from inspections.models import Inspection
    from reports.documents.compose import kind_of
    from reports.documents.issue.printing import pdf_of, unsaved
    from reports.documents.press.render import pdf_of as press

    inspection = Inspection.objects.get(reference="DVCQ2026-27712")
    criterion = inspection.campaign.criteria_set.criteria.get(number=number)
    path = f"/inspections/{inspection.reference}/criteria/{criterion.pk}/value/"
    typed = {"printed": "97%", "side": "verified", "time": "2026", "about_organization": "ubnd phuong tan an"}
    with saving.watch_view(path):
        response = browser.post(path, typed, headers={"HX-Request": "true"})
    expect(302, response)
    shown = urlsplit(response["Location"]).path
    with page.watch_view(shown):
        expect(200, browser.get(shown, headers={"HX-Request": "true"}))
    earliest = Inspection.objects.order_by("campaign__year", "pk").first()  # its layout rules are known to the portal
    with paper.watch():
        pdf_of(unsaved(kind_of("result-report"), earliest), press)


def walk_of_a_conclusion(browsers: dict, entered: Entered) -> None:
    """Of the first inspection that waits for the leader; its page is opened before, as the leader would."""
    from django.utils import timezone

    from inspections.models import Inspection

    waiting = Inspection.objects.filter(state="for_decision", campaign__code="DVCQ2026").earliest("pk")
    steps = f"{waiting.get_absolute_url()}steps/"
    notice = {"number": "15-TB/BTGDVTU", "title": "Kết luận", "dated_on": f"{timezone.localdate():%d/%m/%Y}"}
    sent = {**notice, "is_not_secret": "on", "file": notice_file(waiting.reference)}
    expect(302, browsers["minh"].post(f"{steps}attach/", sent))
    expect(200, browsers["ngoc"].get(f"{steps}conclude/"))
    paper = waiting.paper_links.notices().get().paper
    with entered.watch_view(f"{steps}conclude/"):
        response = browsers["ngoc"].post(f"{steps}conclude/", {"seen": paper.pk})
    expect(302, response)


def notice_file(reference: str):
    """A PDF with a page of text: a page without any is refused."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from weasyprint import HTML

    content = HTML(string=f"<p>Thông báo kết luận kiểm tra {reference}</p>").write_pdf()
    return SimpleUploadedFile("TB.pdf", content, content_type="application/pdf")


def expect(status: int, response) -> None:
    if response.status_code == status and not errors_in(response):
        return
    raise SystemExit(f"{response.request['PATH_INFO']}: {response.status_code}, not {status}. {errors_in(response)}")


def errors_in(response) -> str:
    """What the page's form says is wrong with what was sent; empty for a page without form or error."""
    form = response.context.get("form") if response.context else None
    return form.errors.as_text() if form else ""


def main() -> None:
    root = Path(sys.argv[1]).resolve() if sys.argv[1:] else OWN
    sys.path[:] = [str(root), *(path for path in sys.path if Path(path).resolve() != OWN)]
    for line in shape(root):
        print(json.dumps(line, ensure_ascii=False), flush=True)
    with tempfile.TemporaryDirectory(prefix="danvan-measure-") as home:
        load_demo(home)
        for line in walks(root):
            print(json.dumps(line, ensure_ascii=False), flush=True)


def load_demo(home: str) -> None:
    os.environ |= {**ENVIRONMENT, "DANVAN_DATA": home}
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", stdout=nowhere)


if __name__ == "__main__":
    main()
