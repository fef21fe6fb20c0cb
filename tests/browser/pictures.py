"""The pictures of the help pages and of the README: who opens what, does what there, and what of it is shown.

`script/pictures` runs this beside a portal on a fresh demo; the help's are static/help/LANGUAGE/NAME.png.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from portal.help.pages import PAGES
from portal.help.topics import WIDTH
from tests.browser.conftest import CHROMIUM, PATIENCE_MS, QUIET

STATIC = Path(__file__).resolve().parents[2] / "static"
LANGUAGES = ["vi", "en"]
COLOURS = 32  # a page of the portal has few; a third of the bytes
EDGE = 12  # of the page's margin that a picture has on each side
PASSWORD = "dan-van-2026"


@dataclass(frozen=True)
class Shot:
    """One picture: from the top of `clip` downwards, after `act` has done on the page what is to be seen."""

    name: str
    who: str
    address: str
    clip: str = "main h1"
    act: Callable = lambda page: None


# --- What is done before a picture is taken --------------------------------------------------------------------------
def as_next_year(page):
    page.locator("[name=code]").fill("DVCQ2027")


def to_the_new_set(page):
    page.goto(page.locator("main tbody a").first.get_attribute("href"))


def three_bodies(page):
    page.locator("textarea[name=pasted]").fill("UBND xã Cần Đước\nUBND xã Hưng Điền\nUBND huyện Cần Đước")
    press(page)


def writing_a_value(page):
    page.locator("#values details", has_text="4.3").locator("summary").first.click()
    page.locator("[data-row]", has_text="4.3").locator("[data-open]").click()
    page.locator("[name=numerator]").fill("42")
    page.locator("[name=denominator]").fill("45")


def telling_a_value(page):
    page.locator("a[data-open][href$='/findings/strength/']").click()
    page.locator("[name=text]").press_sequentially("Hồ sơ giải quyết đúng và trước hạn đạt {2.1}.")
    page.keyboard.press("Tab")
    page.locator("[data-preview] p").wait_for()


def left_unsent(page):
    page.locator("[name=place]").press_sequentially("Hội trường UBND phường Tân Ninh")
    page.locator("[data-draft-line]").wait_for()
    page.reload()
    page.locator("[data-use]").wait_for()


def a_file_with_faults(page, *lines):
    content = "\n".join(lines).encode()
    page.locator("[name=file]").set_input_files({"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": content})
    press(page)


def inspections_with_faults(page):
    heads = "Mã đợt,Đơn vị được kiểm tra (mã),Hình thức"
    a_file_with_faults(
        page, heads, "DVCQ2026,ubnd-27727,Kiểm tra", "DVCQ2026,ubnd-27728,Thanh tra", "DVCQ2062,ubnd-28108,"
    )


def people_with_faults(page):
    heads = "Họ và tên,Chức vụ,Cơ quan công tác (mã)"
    a_file_with_faults(page, heads, "Nguyễn Văn An,Chuyên viên,ubnd-28108", ",Chuyên viên,ubnd-28801")


def first_answer(page):
    """Of those that the body has accepted, the first: its page has the form of the answer."""
    page.goto(page.locator("main a[href*='task=answer']").first.get_attribute("href"))
    page.goto(page.locator("main a[href^='/assignments/']").first.get_attribute("href"))
    page.locator(".next-step [name=files]").wait_for()


def account_of_lan(page):
    page.locator("table.list a", has_text="Lê Thị Lan").click()


def password_of_lan(page):
    account_of_lan(page)
    page.locator("main a[href$='/password/']").first.click()


SHOTS = [
    Shot("start", "minh", "/"),
    Shot("campaign", "minh", "/campaigns/DVCQ2026/copy/", act=as_next_year),
    Shot("criteria", "minh", "/criteria/", act=to_the_new_set),
    Shot("subjects", "minh", "/campaigns/DVCQ2027/subjects/", act=three_bodies),
    Shot("delegation", "minh", "/delegations/2/"),
    Shot("opening", "minh", "/campaigns/DVCQ2027/plan/"),
    Shot("bulk", "minh", "/campaigns/DVCQ2026/bulk/?act=notify&all=1"),
    Shot("calendar", "minh", "/calendar/?on=2026-05-12"),
    Shot("values", "minh", "/inspections/DVCQ2026-27712/", "form[data-entry]", writing_a_value),
    Shot("findings", "minh", "/inspections/DVCQ2026-28144/", "form[data-entry]", telling_a_value),
    Shot("papers", "minh", "/inspections/DVCQ2026-27694/#documents", "#documents"),
    Shot("following", "minh", "/recommendations/"),
    Shot("lists", "minh", "/inspections/"),
    Shot("import", "minh", "/import/inspections/", act=inspections_with_faults),
    Shot("history", "minh", "/inspections/DVCQ2026-28138/#history", "#history"),
    Shot("kept", "minh", "/inspections/DVCQ2026-25459/sessions/new/", act=left_unsent),
    Shot("sign-in", "", "/sign-in/"),
    Shot("tasks", "lan", "/"),
    Shot("report", "hoa", "/inspections/DVCQ2026-28114/self-report/", "main form .measure >> nth=3"),
    Shot("conclusion", "lan", "/inspections/DVCQ2026-28108/#papers", "#papers"),
    Shot("answer", "lan", "/", ".next-step", first_answer),
    Shot("bodies", "thu", "/organizations/ubnd-28108/"),
    Shot("accounts", "thu", "/accounts/new/"),
    Shot("passwords", "thu", "/accounts/", "main", password_of_lan),
    Shot("leaving", "thu", "/accounts/", "main", account_of_lan),
    Shot("access-log", "thu", "/access-log/"),
    Shot("files", "thu", "/import/people/", act=people_with_faults),
]


# --- The taking ------------------------------------------------------------------------------------------------------
def press(page):
    """The main button of the page's form."""
    page.locator("main form .btn.main").last.click()
    page.wait_for_load_state()


def heights() -> dict[str, int]:
    return {picture.name: picture.height for page in PAGES.values() for picture in page.pictures}


def visitor(browser, site, username, language="vi", width=WIDTH + 2 * EDGE):
    """A page that the demo's account of that name has signed in to; nobody's for ""."""
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 1500})
    context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    if username:
        page.goto("/sign-in/")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form:has([name=password]) [type=submit]").click()
        page.wait_for_url("**/")
    return page


def prepare_next_year(page):
    """The campaign of 2027 from that of 2026, with criteria that can still be changed."""
    page.goto("/campaigns/DVCQ2026/copy/")
    page.locator("[name=set_choice][value=copy]").check()
    press(page)


def take(page, shot, height) -> bytes:
    page.goto(shot.address)
    shot.act(page)
    top = page.locator(shot.clip).first.bounding_box()["y"] + page.evaluate("scrollY")
    clip = {"x": EDGE, "y": top, "width": WIDTH, "height": height}
    return page.screenshot(clip=clip, full_page=True)


def write(path: Path, screenshot: bytes):
    """Few colours, and none that comes only from the smoothing of letters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(STATIC)}  {path.stat().st_size / 1000:.0f} KB")


def main(site):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        prepare_next_year(visitor(browser, site, "minh"))
        visitors, known = {}, heights()
        for shot, language in product(SHOTS, LANGUAGES):
            reader = shot.who, language
            visitors[reader] = page = visitors.get(reader) or visitor(browser, site, *reader)
            write(STATIC / "help" / language / f"{shot.name}.png", take(page, shot, known[shot.name]))
        front = visitor(browser, site, "minh", width=1366)
        front.goto("/inspections/DVCQ2019-806/")
        write(STATIC / "pictures" / "inspection.png", front.screenshot())
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
