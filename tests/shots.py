"""The gallery: each kind of page in eight ways, side by side: `make shots` writes build/shots/index.html.

Wide and phone, light and dark, with scripts and without them; the open search and the open menu are shown beside those.
"""

from collections.abc import Callable
from html import escape
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ROOT, browser_options, served
from tests.kinds import KINDS, MISSING, PHONE, WIDE

FOLDER = ROOT / "build/shots"
SIZES = {"wide": WIDE, "phone": PHONE}
WAYS = list(product(SIZES, ("light", "dark"), ("scripts", "no scripts")))
TALLEST = 2400  # pixels of a page that are shown
STYLE = """body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem } section { border-top: 1px solid #999 }
div { display: flex; gap: 1rem; overflow-x: auto; align-items: flex-start } figure { margin: 0; flex: none }
img { border: 1px solid #999; display: block } .wide img { width: 480px } .phone img { width: 200px }"""


def search(page: Page) -> None:
    """Open the search with results."""
    page.locator(".md-search__input").focus()
    page.wait_for_selector(".md-search-result__meta:has-text('Type to start')", state="attached")
    page.keyboard.type("62893")
    page.locator(".md-search-result__list > li > a").first.wait_for()


def menu(page: Page) -> None:
    """Open the menu that only a phone has."""
    if (page.viewport_size or WIDE)["width"] == PHONE["width"]:
        page.locator(".md-header label[for='__drawer']").click()


Act = Callable[[Page], None]
OPENED: dict[str, Act] = {"search open": search, "menu open": menu}


def shoot(browser: Browser, address: str, way: tuple[str, str, str], to: Path, act: Act | None) -> None:
    """Write the picture of one page in one way; nothing where an act needs scripts and there are none."""
    size, scheme, scripts = way
    context = browser.new_context(
        viewport=SIZES[size],  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        java_script_enabled=scripts == "scripts",
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    if act and scripts == "scripts":
        act(page)
    width, height = SIZES[size]["width"], SIZES[size]["height"]
    if act is None and scripts == "scripts":
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": width, "height": height if scripts == "scripts" else TALLEST}
    page.screenshot(path=to, full_page=act is None, clip=clip)  # type: ignore[arg-type]
    context.close()


def main() -> None:
    """Write all pictures, and the page that shows them side by side."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    pages: list[tuple[str, str, Act | None]] = [(kind, path, None) for kind, path in (KINDS | MISSING).items()]
    pages += [(name, "/ports/62893/", act) for name, act in OPENED.items()]
    parts = []
    with served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browser_options())
        for kind, path, act in pages:
            figures = []
            for way in WAYS if act is None else [way for way in WAYS if way[2] == "scripts"]:
                name = f"{kind}-{'-'.join(way)}.png".replace(" ", "-").replace(",", "")
                shoot(browser, origin + path, way, FOLDER / name, act)
                figures.append(
                    f'<figure class="{way[0]}"><figcaption>{", ".join(way)}</figcaption><img src="{name}" alt="" loading="lazy"></figure>'
                )
            parts.append(
                f"<section><h2>{escape(kind)} <small>{escape(path)}</small></h2><div>{''.join(figures)}</div></section>"
            )
        browser.close()
    text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Port Atlas: all pages</title><style>{STYLE}</style><h1>All kinds of page</h1>{"".join(parts)}'
    (FOLDER / "index.html").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
