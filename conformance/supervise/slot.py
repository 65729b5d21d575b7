"""A slot of shared memory in which a child says what it is about to do.

Writing takes about a microsecond, so a child does it before every case; what it wrote last
outlives it, however it dies.
"""

from __future__ import annotations

import mmap
import os
import struct
import tempfile
from zlib import crc32

from msgspec import Struct

HALF = 64 * 1024
CHECKSUM = struct.Struct("=I")
HEAD = struct.Struct("=QIIII")  # beat, process, task, number, length of the case


class Position(Struct, frozen=True):
    """Where a child is: ``beat`` counts the writes, ``process`` is the one that wrote, ``task``
    counts the tasks of its job from 0, and ``number`` the cases of the task; ``case`` is empty
    before the first one."""

    beat: int
    process: int
    task: int
    number: int
    case: bytes


class Slot:
    """Two records with checksums, written in turn: a torn one is seen, and the other still holds.

    One process writes at a time, another reads. The file has no name, so none is left behind.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._map = mmap.mmap(fd, 2 * HALF)
        self._beat = 0

    @classmethod
    def create(cls) -> Slot:
        """Make an empty slot; ``fd`` is what a child inherits."""
        fd, name = tempfile.mkstemp(prefix="convspec-")
        os.unlink(name)
        os.truncate(fd, 2 * HALF)
        return cls(fd)

    def write(self, task: int, number: int, case: bytes) -> None:
        """Record a position. A case too large for the slot is left out."""
        if len(case) > HALF - HEAD.size - CHECKSUM.size:
            case = b""
        self._beat += 1
        record = HEAD.pack(self._beat, os.getpid(), task, number, len(case)) + case
        start = HALF * (self._beat & 1)
        self._map[start : start + CHECKSUM.size + len(record)] = (
            CHECKSUM.pack(crc32(record)) + record
        )

    def resume(self) -> None:
        """Go on behind what a copy of this process has written."""
        latest = self.read()
        self._beat = 0 if latest is None else latest.beat

    def read(self) -> Position | None:
        """Return the latest whole record, None before the first."""
        whole = [p for p in (self._record(0), self._record(HALF)) if p is not None]
        return max(whole, key=lambda p: p.beat, default=None)

    def _record(self, start: int) -> Position | None:
        half = self._map[start : start + HALF]
        (checksum,) = CHECKSUM.unpack_from(half)
        beat, process, task, number, length = HEAD.unpack_from(half, CHECKSUM.size)
        end = CHECKSUM.size + HEAD.size + length
        if crc32(half[CHECKSUM.size : end]) != checksum:
            return None
        return Position(beat, process, task, number, half[end - length : end])

    def close(self) -> None:
        """Release the memory and the file."""
        self._map.close()
        os.close(self.fd)
