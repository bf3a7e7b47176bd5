"""The customers' passwords in SQLite, hashed: for the frameworks that bring no accounts of their own."""

import hashlib
import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from examples.shop.data import CUSTOMERS, Customer

SAMPLE_PASSWORD = "oolong-at-four"  # noqa: S105  # every sample account's, and shown on the page

_TABLE = "CREATE TABLE IF NOT EXISTS account (customer TEXT PRIMARY KEY, salt BLOB NOT NULL, password BLOB NOT NULL)"


class Accounts:
    """The accounts in one SQLite file; SHOP_DATABASE names another one than that of this folder."""

    def __init__(self) -> None:
        """Make the file, and in it the sample accounts, where they are not there yet."""
        self._path = os.environ.get("SHOP_DATABASE") or Path(__file__).with_name("shop.sqlite3")
        with closing(sqlite3.connect(self._path)) as database, database:
            database.execute(_TABLE)
            known = {customer for (customer,) in database.execute("SELECT customer FROM account")}
            for customer in CUSTOMERS.keys() - known:
                salt = secrets.token_bytes(16)
                # Another process that starts now does the same.
                row = (customer, salt, _hash(SAMPLE_PASSWORD, salt))
                database.execute("INSERT OR IGNORE INTO account VALUES (?, ?, ?)", row)

    def sign_in(self, customer: str, password: str) -> Customer | None:
        """Return the customer if the password is theirs."""
        with closing(sqlite3.connect(self._path)) as database:
            found = database.execute("SELECT salt, password FROM account WHERE customer = ?", (customer,)).fetchone()
        salt, kept = found or (b"", b"")
        # Hashed where there is no such account too: how long the answer takes tells nothing.
        is_right = secrets.compare_digest(_hash(password, salt), kept)
        return CUSTOMERS.get(customer) if is_right else None


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
