"""The box is one component: it stands on four pages and is the same on each."""

import re

import pytest

from tests.conftest import ROOT

FORM = re.compile(r'<form class="atlas-ask".*?</form>', re.DOTALL)
# Where the form stands, and how its page reaches the resolver.
PLACES = {
    "docs/index.md": "lookup/",
    "docs/lookup/index.md": "./",
    "generator/templates/ports-index.md.j2": "../lookup/",
    "generator/theme/404.html": "{{ 'lookup/' | url }}",
}


def form_of(path: str) -> str:
    """Return the one form of a page."""
    [form] = FORM.findall((ROOT / path).read_text(encoding="utf-8"))
    return str(form)


@pytest.mark.parametrize("path", PLACES)
def test_the_form_is_the_same_on_every_page(path: str) -> None:
    """Only the way to the resolver differs between the pages that have the box."""
    action = f'action="{PLACES[path]}"'
    assert form_of(path).replace(action, 'action=""') == form_of("docs/index.md").replace(
        'action="lookup/"', 'action=""'
    )


def test_the_form_can_send_nothing() -> None:
    """No part of the form has a name, so that a browser without scripts puts no text into an address or a request."""
    assert "name=" not in form_of("docs/index.md")
