"""What a host should send beside each file: the headers, the same on every host."""

import re

# Files of the theme whose name changes with their content.
HASHED = re.compile(r"\.[0-9a-f]{8}\.(?:min\.)?(?:js|css)(?:\.map)?$")
FOR_EVER = "public, max-age=31536000, immutable"
_UNUSED = ("accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
SECURE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
}
# Who may read, from pages of other sites, what is made for programs.
OPEN = "*"
# What is made for programs, and as what it is sent; "" for what the host knows by itself.
READ_BY_PROGRAMS = {
    "/api/*": "",
    "/*.md": "text/markdown; charset=utf-8",
    "/feed.json": "application/feed+json; charset=utf-8",
    "/feed.xml": "application/atom+xml; charset=utf-8",
    "/llms.txt": "text/plain; charset=utf-8",
    "/opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
}
