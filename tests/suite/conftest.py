"""Backends made from the NumPy backend's functions, with more or less declared."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from conformance import Backend
from conformance.backends.numpy import backend as numpy
from conformance.capabilities import CAPABILITIES
from conformance.operations import Operation


@pytest.fixture(scope="session")
def declaring() -> Callable[..., Backend]:
    """Make a right backend that declares what is given, where it is of an operation."""

    def make(
        operations: Iterable[Operation] = tuple(numpy.implementations), **capabilities: Any
    ) -> Backend:
        backend = Backend("declaring", version="1")
        for operation in operations:
            own = {k: v for k, v in capabilities.items() if operation in CAPABILITIES[k].operations}
            backend.implements(operation, **own)(numpy.implementations[operation].function)
        return backend

    return make


@pytest.fixture(scope="session")
def convolving() -> Callable[..., Backend]:
    """Make a backend of convolution alone from ``function(right, x, w, b, **keywords)``."""
    right = numpy.implementations["conv"].function

    def make(function: Callable[..., Any], **capabilities: Any) -> Backend:
        backend = Backend("convolving", version="1")

        @backend.implements("conv", **{"rank": [1, 2, 3], **capabilities})
        def conv(x: Any, w: Any, b: Any, **keywords: Any) -> Any:
            return function(right, x, w, b, **keywords)

        return backend

    return make
