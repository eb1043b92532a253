"""What a screen reader is told: the names in Chromium's own accessibility tree."""

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.browser.test_keyboard import settled
from tests.kinds import KINDS, MISSING, PHONE

pytestmark = pytest.mark.browser

NAMED = {
    "link",
    "button",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "tab",
    "img",
    "image",
    "dialog",
    "group",
}
LANDMARKS = {"navigation", "form", "search", "region", "complementary"}


def told(page: Page) -> list[tuple[str, str]]:
    """Return role and name of all that is told, in order."""
    nodes: list[dict[str, Any]] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [(it["role"]["value"], it.get("name", {}).get("value", "").strip()) for it in nodes if not it["ignored"]]


@pytest.mark.parametrize("path", [*KINDS.values(), *MISSING.values()])
def test_everything_has_a_name_that_is_heard(opened: Opener, path: str) -> None:
    """Each link, button, field and picture has a name; no two landmarks of one kind share theirs; there is one title."""
    parts = told(settled(opened(path, allow_404=True, viewport=PHONE, reduced_motion="reduce"), path))
    assert [role for role, name in parts if role in NAMED - {"group"} and not name] == []
    landmarks = Counter(part for part in parts if part[0] in LANDMARKS and (part[1] or part[0] == "search"))
    assert [part for part, count in landmarks.items() if count > 1] == []
    assert sum(role == "main" for role, _ in parts) == 1


@pytest.mark.parametrize(
    "path", ["/ports/62893/", "/addresses/", "/learn/binding/", "/troubleshooting/timeout-or-filtered/"]
)
def test_pictures_are_told_in_words(opened: Opener, path: str) -> None:
    """A drawing is announced as a picture by what it shows, in more than a word."""
    page = opened(path)
    pictures = page.locator(".atlas-picture svg").count()
    assert pictures >= 1
    told_ones = [
        name
        for role, name in told(page)
        if role in {"img", "image", "graphics-document", "group", "figure"} and len(name.split()) > 2
    ]
    assert len(told_ones) >= pictures


def test_copy_buttons_say_what_they_do(opened: Opener) -> None:
    """Whoever hears a button that copies hears that it copies."""
    page = opened("/ports/62893/")
    page.wait_for_selector(".md-code__button")
    names = {name for role, name in told(page) if role == "button" and "copy" in name.lower()}
    assert names
    assert all(name.lower().startswith("copy") for name in names)
