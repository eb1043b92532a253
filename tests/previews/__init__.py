"""The pictures that a link shows in a chat or a ticket: drawn here, rendered by Chromium, committed as PNG."""
