"""The rivals of every operation; see :mod:`conformance.judge.rivals.catalogue`."""

from conformance.judge.rivals import (  # noqa: F401 - they register their rivals
    adaptive,
    adjoint,
    gradients,
    lp,
    plane_gradients,
    pooling_gradients,
    rearrangement,
    unpooling,
    windows,
)
from conformance.judge.rivals.catalogue import RIVALS, Rival, rivals_of

__all__ = ["RIVALS", "Rival", "rivals_of"]
