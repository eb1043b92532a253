"""A drawing as a figure of a page: with its name, its description and a caption."""

from dataclasses import dataclass
from html import escape

from generator.pictures.svg import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a drawing shows, in words: for those who do not see it, and for all below it."""

    name: str
    description: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A finished drawing; `id` tells it from the others of its page.

    A drawing without `width` is as wide as the page lets it be: its places along the width are percentages, and its
    letters keep their size.
    """

    id: str
    words: Words
    body: str
    height: float
    width: float | None = None
    linked: bool = False  # holds links, so it is not one image to a screen reader


def figure(picture: Picture) -> str:
    """Return the whole figure as one line of HTML, which Markdown leaves alone."""
    label, role = f"picture-{picture.id}", "group" if picture.linked else "img"
    size = (
        f'width="100%" height="{number(picture.height)}"'
        if picture.width is None
        else f'width="{number(picture.width)}" height="{number(picture.height)}" '
        f'viewBox="0 0 {number(picture.width)} {number(picture.height)}"'
    )
    return (
        f'<figure class="atlas-picture" data-search-exclude="">'
        f'<svg {size} role="{role}" aria-labelledby="{label}" aria-describedby="{label}-text">'
        f'<title id="{label}">{escape(picture.words.name, quote=False)}</title>'
        f'<desc id="{label}-text">{escape(picture.words.description, quote=False)}</desc>'
        f"{picture.body}</svg>"
        f"<figcaption>{escape(picture.words.caption, quote=False)}</figcaption></figure>"
    )
