"""Convolutions that are right in a fresh process, and wrong behind other calls."""

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
