"""The JSON interface: whatever a page says, as data."""
