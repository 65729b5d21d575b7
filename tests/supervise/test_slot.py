"""The slot: what is read from it is whole, whatever the writer was doing."""

import os
import threading

from conformance.supervise.slot import HALF, Position, Slot


def test_an_empty_slot_holds_no_position() -> None:
    assert Slot.create().read() is None


def test_the_latest_position_is_read() -> None:
    slot = Slot.create()
    for number in range(5):
        slot.write(3, number, b"case %d" % number)
    assert slot.read() == Position(5, os.getpid(), 3, 4, b"case 4")


def test_another_view_of_the_file_reads_the_same() -> None:
    slot = Slot.create()
    slot.write(1, 2, b"case")
    assert Slot(slot.fd).read() == Position(1, os.getpid(), 1, 2, b"case")


def test_what_a_copy_has_written_is_gone_on_from() -> None:
    slot = Slot.create()
    slot.write(0, 1, b"first")
    copy = Slot(slot.fd)
    copy.resume()
    copy.write(0, 2, b"second")
    slot.resume()
    slot.write(1, 0, b"third")
    assert slot.read() == Position(3, os.getpid(), 1, 0, b"third")


def test_a_torn_record_is_seen_and_the_one_before_it_holds() -> None:
    slot = Slot.create()
    slot.write(0, 1, b"first")
    slot.write(0, 2, b"second")
    slot._map[20] ^= 1  # the second record lies in the first half
    assert slot.read() == Position(1, os.getpid(), 0, 1, b"first")


def test_a_case_too_large_for_the_slot_is_left_out() -> None:
    slot = Slot.create()
    slot.write(4, 5, b"x" * HALF)
    assert slot.read() == Position(1, os.getpid(), 4, 5, b"")


def test_no_read_during_writes_is_torn() -> None:
    slot = Slot.create()
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            slot.write(number % 7, number, str(number).encode() * 50)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        reader = Slot(slot.fd)
        for _ in range(2000):
            at = reader.read()
            if at is not None:
                assert at.case == str(at.number).encode() * 50
                assert at.task == at.number % 7
    finally:
        stop.set()
        writer.join()
