"""Every kind of page that the site has, by one example: what the gates and the gallery visit."""

# The usual ones, which a path of the site opens as they are.
KINDS = {
    "home": "/",
    "lookup": "/lookup/",
    "answer": "/lookup/?q=ECONNREFUSED",
    "port": "/ports/62893/",
    "other port": "/lookup/?q=51515",
    "ports": "/ports/",
    "case": "/troubleshooting/port-in-use/",
    "cases": "/troubleshooting/",
    "block": "/addresses/loopback/",
    "addresses": "/addresses/",
    "class": "/addresses/class-a/",
    "ranges": "/ranges/",
    "range": "/ranges/dynamic/",
    "ephemeral": "/ranges/ephemeral/",
    "article": "/learn/binding/",
    "glossary": "/learn/glossary/",
    "how-to": "/howto/see-open-ports/",
    "help desk": "/helpdesk/",
    "cheat sheet": "/helpdesk/cheat-sheet/",
    "about": "/about/",
}
# Where a static host has no file: it sends 404.html, which answers by the address.
MISSING = {"no page": "/no/such/page", "no page, but a port": "/ports/51515/"}
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
