"""What was made of a project's files the last time: a name and what a value is made from in, the value out.

Only what changed is made again. ``mkdocs serve`` keeps a memory; a build makes everything once and needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

K = TypeVar("K")
T = TypeVar("T")


class Memory:
    """Values by name, each good as long as what it was made from is the same."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[tuple[object, ...], Any]] = {}
        self._asked: set[Hashable] = set()

    def __len__(self) -> int:
        """Return how many values it holds."""
        return len(self._made)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Forget what the body did not ask for: a file that is gone, a protocol that has another name.

        A body that fails has not asked for everything, so all is kept.

        >>> memory = Memory()
        >>> for name in ("old", "new"):
        ...     with memory.reading():
        ...         _ = memory.made(name, (), list)
        >>> len(memory), memory.last("old")
        (1, None)
        """
        self._asked.clear()
        yield
        self._made = {name: made for name, made in self._made.items() if name in self._asked}

    def made(self, name: Hashable, inputs: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return the value made from these inputs, now or before.

        Bytes and text are the same if they are equal, all else if it is one object. ``name`` says what is made: it
        has one value at a time, so it must be the same in every reading.

        >>> memory = Memory()
        >>> memory.made("sum", (b"1",), lambda: [1]) is memory.made("sum", (b"1",), lambda: [1])
        True
        """
        self._asked.add(name)
        found = self._made.get(name)
        if found is not None and len(found[0]) == len(inputs) and all(map(_same, found[0], inputs)):
            value: T = found[1]
            return value
        made = make()
        self._made[name] = (inputs, made)
        return made

    def last(self, name: Hashable) -> Any:
        """Return the value of that name, whatever it was made from; None if there is none."""
        found = self._made.get(name)
        return found[1] if found is not None else None


class Forgetful(Memory):
    """Makes everything when it is asked for."""

    def made(self, name: Hashable, inputs: tuple[object, ...], make: Callable[[], T]) -> T:
        """Make the value."""
        return make()


def once(make: Callable[[K], T]) -> Callable[[K], T]:
    """Make a function remember what it gave for an object, as long as that object lives.

    Entries and guidance never change: what is read again after an edit is another object.
    """
    known: WeakKeyDictionary[K, T] = WeakKeyDictionary()

    @wraps(make)
    def remembered(key: K) -> T:
        try:
            return known[key]
        except KeyError:
            found = known[key] = make(key)
            return found

    return remembered


FORGETFUL = Forgetful()


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, bytes | str | int) and one == other)
