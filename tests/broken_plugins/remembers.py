"""Convolutions that are right in a fresh process, and wrong behind other calls."""

from collections import Counter

from correct import conv

from conformance import Backend


def _wrong(name, condition):
    backend = Backend(name, version="1")
    calls = []

    @backend.implements("conv", rank=[1])
    def remembering(x, w, b, **keywords):
        calls.append(None)
        return conv(x, w, b, **keywords) + condition(len(calls))

    return backend


from_second = _wrong("from-second", lambda call: call > 1)
fifth = _wrong("fifth", lambda call: call == 5)
late = _wrong("late", lambda call: call > 100)
always = _wrong("always", lambda call: True)

stale = Backend("stale", version="1")
_kept = {}


@stale.implements("conv", rank=[1])
def conv_with_kept_keywords(x, w, b, **keywords):
    """Keeps the keywords of the first call with arrays of these shapes."""
    return conv(x, w, b, **_kept.setdefault((x.shape, w.shape), keywords))


third_time = Backend("third-time", version="1")
_made = Counter()


@third_time.implements("conv", rank=[1])
def conv_wrong_from_the_third_time(x, w, b, **keywords):
    """Wrong from the third call on that is made with the same arrays and keywords."""
    call = x.tobytes(), w.tobytes(), str(keywords)
    _made[call] += 1
    return conv(x, w, b, **keywords) + (_made[call] > 2)


shared = Backend("shared", version="1")
_place = [None]


@shared.implements("conv", rank=[1])
def conv_of_what_lies_in_a_shared_place(x, w, b, **keywords):
    _place[0] = x
    padding = keywords.pop("padding")
    return conv(_place[0], w, b, padding=padding, **keywords)
