"""What holds for every page on every screen: nothing that axe finds, nothing sideways, nothing too small to be hit."""

import json

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}
# Axe takes two thirds of its time for the contrast of texts. What decides on it is the same for most of them: it is
# judged once on all pages: texts that look like none judged before are marked, and axe looks at these alone.
MARK_JUDGED = """judged => {
    const known = new Set(judged), grounds = new Map();
    const styleOf = element => getComputedStyle(element);
    const ground = element => {
        if (!element) return "";
        if (!grounds.has(element)) {
            const {backgroundColor, backgroundImage, opacity, position} = styleOf(element);
            const own = `${backgroundColor} ${backgroundImage} ${opacity} ${position}`;
            const isClear = own === "rgba(0, 0, 0, 0) none 1 static";
            grounds.set(element, ground(element.parentElement) + (isClear ? "" : `/${own}`));
        }
        return grounds.get(element);
    };
    const textOf = element => [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim());
    const isSpoken = element => element.matches("input, select, textarea") || textOf(element).some(Boolean);
    for (const element of document.querySelectorAll("body, body *")) {
        const isSeen = element.checkVisibility({visibilityProperty: true, opacityProperty: true});
        element.toggleAttribute("data-unjudged", isSpoken(element));
        if (!isSeen || !isSpoken(element)) continue;
        const {color, fontSize, fontWeight, textShadow} = styleOf(element);
        const isLong = textOf(element).join("").length > 1, isOff = element.closest(":disabled, [aria-disabled]");
        const kind = [element.tagName, element.getAttribute("class"), isLong, Boolean(isOff)];
        const look = [...kind, color, fontSize, fontWeight, textShadow, ground(element)].join(" ");
        element.toggleAttribute("data-unjudged", !known.has(look));
        known.add(look);
    }
    axe.configure({rules: [{id: "color-contrast", selector: "[data-unjudged]"}]});
    return [...known];
}"""
AXE = Axe().axe_script
LEAST, MAIN = 24, 44  # CSS pixels; main targets on a phone
JUDGED = set()  # looks of texts whose contrast was judged on a page before
PHONES = 704  # widths up to which the style sheet makes them large
# A tick's target is its label; a link in a line of other words may be as high as the line (WCAG 2.5.8).
SMALL_TARGETS = """([least, main]) => {
    const isInLine = link => link.matches("a") && getComputedStyle(link).display === "inline"
        && [...link.parentElement.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const boxOf = target => (target.matches("[type=checkbox], [type=radio]") && target.labels[0] || target)
        .getBoundingClientRect();
    const isMain = target => target.matches(".btn, input:not([type=checkbox], [type=radio]), select, textarea");
    const found = [];
    for (const target of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
        if (!target.checkVisibility({visibilityProperty: true, opacityProperty: true}) || isInLine(target)) continue;
        if (target.closest(".vh, .skip") || target.type === "hidden") continue;
        const {width, height} = boxOf(target), isSmall = Math.min(width, height) < least - 0.5;
        if (width <= 1) continue; // of a table's head that is there for screen readers alone
        if (isSmall || isMain(target) && height < main - 0.5)
            found.push(`${target.outerHTML.slice(0, 120)} ${Math.round(width)}×${Math.round(height)}`);
    }
    return found;
}"""


def barriers(page, judged=None, are_colours_looked_at=True):
    """Rule → the first elements that break it. Axe is put into the page once, not for each width.

    `judged`: looks of texts whose contrast needs no judgement any more; this page's are added.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    if judged is not None and are_colours_looked_at:
        judged |= set(page.evaluate(MARK_JUDGED, sorted(judged)))
    options = OPTIONS | {"rules": {"color-contrast": {"enabled": are_colours_looked_at}}}
    found = page.evaluate(f"axe.run({json.dumps(options)}).then(results => results.violations)")
    return {rule["id"]: [node["html"] for node in rule["nodes"]][:3] for rule in found}


def small_targets(page) -> list[str]:
    """Return what is too small for a finger on a phone, with its size."""
    return page.evaluate(SMALL_TARGETS, [LEAST, MAIN])


def spilling(page) -> list[int]:
    """Return the widths at which the page scrolls sideways: as it is, and at 200 %."""
    whole = page.viewport_size
    found = []
    for width in (whole["width"], whole["width"] // 2):
        page.set_viewport_size({**whole, "width": width})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    page.set_viewport_size(whole)
    return found


def is_in_order(page) -> None:
    page.wait_for_load_state()
    faults = {"axe": barriers(page, JUDGED), "sideways at": spilling(page)}
    if page.viewport_size["width"] <= PHONES:
        faults["too small"] = small_targets(page)
    faults = {name: found for name, found in faults.items() if found}
    assert not faults, f"{page.url}: {faults}"
