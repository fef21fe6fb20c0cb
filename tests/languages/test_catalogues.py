"""The catalogues hold what the code says: nothing missing, nothing guessed, nothing left over, compiled as written."""

import ast
import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import pytest
from django.conf import settings

DJANGO = Path(django.__file__).parent
CATALOGUES = [("en", "django"), ("vi", "django"), ("vi", "djangojs")]
ROOTS = ["danvan", "ground", "workflow", "localities", "accounts", "inspections", "reports", "portal"]
CODE = [*ROOTS, "templates", "locale", "manage.py"]
ROOMS = ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/sessions"]  # of what we install
TRANSLATORS = ("_", "gettext", "ngettext", "pgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy")
NEVER_SHOWN = ("conf/global_settings.py", "views/")  # names of languages; pages in whose place we have our own


def output_of(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def entries(path):
    """(context, text, has it a plural) → (its words in this catalogue, the files it stands in)."""
    found = {}
    for block in output_of("msgcat", "--no-wrap", path).split("\n\n")[1:]:
        part = dict(re.findall(r'^(msg\S+) "(.*)"$', block.replace('"\n"', ""), re.MULTILINE))
        if "msgid" in part:
            words = part.get("msgstr", "") + part.get("msgstr[0]", "")
            places = re.findall(r"[\w/]+\.\w+(?=:\d)", block)
            found[part.get("msgctxt", ""), part["msgid"], "msgid_plural" in part] = (words, places)
    return found


def compiled(path):
    """The messages of a .mo file; the header, under "", holds dates."""
    with path.open("rb") as file:
        return {key: text for key, text in gettext.GNUTranslations(file)._catalog.items() if key != ""}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """The English catalogue as script/messages would make it from the code of today."""
    root = tmp_path_factory.mktemp("code")
    for name in CODE:
        source = settings.BASE_DIR / name
        if source.is_file():
            shutil.copy(source, root)
        else:
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("*.csv", "*.json", "__pycache__"))
    finished = subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=en", "--no-location", "--no-wrap", "--no-obsolete"],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    return root / "locale/en/LC_MESSAGES/django.po"


def test_the_english_catalogue_holds_the_strings_of_the_code_and_no_others(extracted, catalogue):
    assert entries(catalogue("en")).keys() == entries(extracted).keys()


def test_gettext_has_no_name_by_which_the_extraction_misses_it():
    names = {
        (file.name, name)
        for room in ROOTS
        for file in (settings.BASE_DIR / room).rglob("*.py")
        for name in re.findall(r"gettext(?:_lazy)? as (\w+)", file.read_text())
    }
    assert {(file, name) for file, name in names if name != "_"} == set()


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
def test_every_string_is_translated(catalogue, language, domain):
    assert [key for key, (words, _places) in entries(catalogue(language, domain)).items() if not words] == []


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
def test_no_translation_is_a_guess(catalogue, language, domain):
    assert output_of("msgattrib", "--only-fuzzy", "--no-wrap", catalogue(language, domain)) == ""


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
def test_the_compiled_catalogue_is_the_written_one(catalogue, tmp_path, language, domain):
    path = catalogue(language, domain)
    output_of("msgfmt", "--check-format", "-o", tmp_path / "fresh.mo", path)
    assert compiled(path.with_suffix(".mo")) == compiled(tmp_path / "fresh.mo")


def test_no_english_text_has_vietnamese_letters(catalogue, tmp_path):
    output_of("msgfmt", "-o", tmp_path / "en.mo", catalogue("en"))
    texts = compiled(tmp_path / "en.mo").values()
    assert [text for text in texts if re.search("[À-ỹĐđ]", text.replace("×", ""))] == []


@pytest.fixture(params=["django", "djangojs"])
def domain(request):
    return request.param


def left_english(domain):
    """What Django says on pages of ours and its own Vietnamese catalogue has no words for."""
    lacking = set()
    for room in ROOMS:
        english, vietnamese = (
            DJANGO / room / "locale" / language / "LC_MESSAGES" / f"{domain}.po" for language in ("en", "vi")
        )
        if english.exists():
            known = {key for key, (words, _places) in entries(vietnamese).items() if words}
            shown = {key for key, (_words, places) in entries(english).items() if not _is_never_shown(places)}
            lacking |= shown - known
    return lacking


def _is_never_shown(places):
    return bool(places) and all(place.startswith(NEVER_SHOWN) for place in places)


def test_what_django_leaves_english_has_vietnamese_words(catalogue, domain):
    assert left_english(domain) - entries(catalogue("vi", domain)).keys() == set()


def test_no_vietnamese_words_stand_for_what_django_no_longer_says(catalogue, domain):
    said = set()
    for room in ROOMS:
        path = DJANGO / room / "locale/en/LC_MESSAGES" / f"{domain}.po"
        said |= entries(path).keys() if path.exists() else set()
    assert entries(catalogue("vi", domain)).keys() - said == set()


def words_in_braces(path):
    """Texts to be translated inside a formatted string, which the catalogues' tool doesn't find there."""
    strings = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)]
    calls = [call for string in strings for call in ast.walk(string) if isinstance(call, ast.Call)]
    return [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id in TRANSLATORS]


def test_no_text_stands_where_the_catalogues_cannot_find_it(tmp_path):
    sources = [path for root in ROOTS for path in Path(settings.BASE_DIR, root).rglob("*.py")]
    assert {path.name: found for path in sources if (found := words_in_braces(path))} == {}
    hidden = tmp_path / "hidden.py"
    hidden.write_text("name = f\"{_('Tiến độ')} 2026\"")
    assert (len(sources) > 200, words_in_braces(hidden)) == (True, [1])
