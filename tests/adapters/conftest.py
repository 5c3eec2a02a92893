"""Records on either database, for adapters that keep something."""

from tests.records.conftest import address, opened

__all__ = ["address", "opened"]
