"""Catches what changes a table of the product and leaves nothing on the trail.

Every request of a test's client and every command of the product is watched. What its outermost
transaction writes to our tables, and to those of second steps, must come with an entry of the trail in that same transaction; a
write outside any transaction stands alone. What is taken back did not happen.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

import pytest
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic
from django.test.client import ClientHandler

APPS = ("accounts", "partners", "peers", "citizens", "budget", "reporting", "mfa")
ENTRIES = "accounts_trailentry"
WRITE = re.compile(
    rf'\s*(?P<verb>INSERT|UPDATE|DELETE)\b[^"]*"(?P<table>(?:{"|".join(APPS)})_\w+)"', re.IGNORECASE
)
COLUMN = re.compile(r'"(\w+)" = ')

# table -> why a write to it needs no entry
EXEMPT = {
    "accounts_trailseal": "tells of the trail itself; that segments are removed is on the trail",
    "reporting_storedpaper": "drawn once from frozen figures; that the month was issued is on the trail",
    "partners_transferdraft": "a file on its way in: what it becomes is on the trail, or it is gone",
}
# table and verb -> why such a write needs none
EXEMPT_VERBS = {
    (
        "mfa_authenticator",
        "UPDATE",
    ): "that a second step was used, codes were seen or used up, its name",
}
# columns of a table that somebody may write alone -> why
EXEMPT_COLUMNS = {
    ("accounts_user", "last_login"): "that somebody signed in, noted by Django",
    ("accounts_user", "language"): "the person's own choice of how pages read",
    ("accounts_user", "theme"): "the person's own choice of how pages look",
}
# what the parameters hold -> why
EXEMPT_VALUES = {
    ("accounts_user", "@system.invalid"): "the account of a command, made at its first use",
}


class Untrailed(AssertionError):
    """Something was written without a trace."""


@dataclass
class Frame:
    """A transaction, or one inside another."""

    written: list[str] = field(default_factory=list)
    is_told: bool = False


class Watch:
    """One request or command."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.offences: list[str] = []

    def note(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql[:1] in "IUDiud \n":
            self._written(sql, params)
        return result

    def begin(self) -> None:
        self.frames.append(Frame())

    def end(self, *, is_kept: bool) -> None:
        frame = self.frames.pop()
        if not is_kept:
            return
        if self.frames:
            self.frames[-1].written += frame.written
            self.frames[-1].is_told |= frame.is_told
        elif not frame.is_told:
            self.offences += frame.written

    def settle(self) -> None:
        """The outermost transaction is kept; what waited for that is written in one of its own."""
        if self.frames:
            frame = self.frames[-1]
            self.offences += [] if frame.is_told else frame.written
            frame.written, frame.is_told = [], False

    def _written(self, sql: str, params) -> None:
        found = WRITE.match(sql)
        if not found:
            return
        if found["table"] == ENTRIES:
            if self.frames:
                self.frames[-1].is_told = True
        elif not is_exempt(found["verb"].upper(), found["table"], sql, params):
            statement = f"{found['verb']} {found['table']}: {sql[:160]}"
            (self.frames[-1].written if self.frames else self.offences).append(statement)


def is_exempt(verb: str, table: str, sql: str, params) -> bool:
    if table in EXEMPT or (table, verb) in EXEMPT_VERBS:
        return True
    if any(of == table and value in str(params) for of, value in EXEMPT_VALUES):
        return True
    if verb != "UPDATE":
        return False
    columns = COLUMN.findall(sql.partition(" WHERE ")[0])
    return bool(columns) and all((table, column) in EXEMPT_COLUMNS for column in columns)


class _Watching(threading.local):
    watch: Watch | None = None


_watching = _Watching()


@contextmanager
def watched(what: str) -> Iterator[None]:
    """Raises Untrailed after what ends well and has written without a trace."""
    if _watching.watch is not None:
        yield
        return
    watch = _watching.watch = Watch()
    try:
        with connection.execute_wrapper(watch.note):
            yield
    finally:
        _watching.watch = None
    if watch.offences:
        raise Untrailed(f"{what} wrote without an entry on the trail: {watch.offences}")


@pytest.fixture(scope="session", autouse=True)
def _everything_is_on_the_trail():
    call, execute = ClientHandler.__call__, BaseCommand.execute
    enter, leave = Atomic.__enter__, Atomic.__exit__
    hooks = BaseDatabaseWrapper.run_and_clear_commit_hooks

    def request(self, environ):
        with watched(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"):
            return call(self, environ)

    def command(self, *arguments, **options):
        module = type(self).__module__
        ours = module.startswith("peerstoette.")
        with watched(module) if ours else nullcontext():
            return execute(self, *arguments, **options)

    def begin(self):
        enter(self)
        if _watching.watch:
            _watching.watch.begin()

    def end(self, kind, value, trace):
        watch = _watching.watch
        is_kept = kind is None and not connection.needs_rollback
        try:
            leave(self, kind, value, trace)
        finally:
            # a transaction that began before the request is the test's own
            if watch and watch.frames:
                watch.end(is_kept=is_kept)

    def afterwards(self):
        if _watching.watch:
            _watching.watch.settle()
        hooks(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "run_and_clear_commit_hooks", afterwards)
        patch.setattr(ClientHandler, "__call__", request)
        patch.setattr(BaseCommand, "execute", command)
        patch.setattr(Atomic, "__enter__", begin)
        patch.setattr(Atomic, "__exit__", end)
        yield
