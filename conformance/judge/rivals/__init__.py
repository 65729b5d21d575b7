"""The rivals of every operation; see :mod:`conformance.judge.rivals.catalogue`."""

from conformance.judge.rivals import adaptive, adjoint, rearrangement, windows  # noqa: F401 - they register their rivals
from conformance.judge.rivals.catalogue import RIVALS, Rival, rivals_of

__all__ = ["RIVALS", "Rival", "rivals_of"]
