"""Draws all pictures anew: `make previews`. It asks nobody for anything; the letters are Debian's DejaVu."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import browser_options
from tests.previews.drawings import KINDS
from tests.previews.plate import HEIGHT, WIDTH

FOLDER = Path(__file__).parent.parent.parent / "docs/assets/previews"
COLOURS = 64


def main() -> None:
    """Write one PNG for each kind of page."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browser_options())
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for kind, draw in KINDS.items():
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{draw()}")
            picture = Image.open(BytesIO(page.screenshot()))
            # Few colours are enough for a flat drawing, and the file is a third.
            picture.convert("RGB").quantize(COLOURS).save(FOLDER / f"{kind}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
