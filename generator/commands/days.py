"""Which day it is; the commands ask here, and nothing below them asks at all."""

import datetime as dt


def latest() -> dt.date:
    """Return the latest date that it is anywhere: what is the future everywhere is a mistake in every time zone."""
    return (dt.datetime.now(tz=dt.UTC) + dt.timedelta(hours=14)).date()


def today() -> dt.date:
    """Return the day on which a link begins to live."""
    return dt.datetime.now(tz=dt.UTC).date()
