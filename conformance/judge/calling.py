"""Calls of a backend: what reaches it, what must come back, what a refusal may depend on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
from msgspec import Struct

from conformance.backend import Backend, Implementation, Unsupported
from conformance.capabilities import requirements
from conformance.cases.data import Array, Arrays
from conformance.judge.finding import Finding, NotDeclared, Refused
from conformance.judge.poison import poison
from conformance.judge.prepared import Outputs, Prepared, typed
from conformance.judge.spelling import spelled
from conformance.operations import ARRAYS, INDICES, OUTPUTS, Case, Judged, returns_tuple

Watch = Callable[[int, Judged], None]


class Outcome(Struct, frozen=True):
    """What a call came to: outputs, or the exception that it raised; ``case`` as it was made."""

    case: Case
    arrays: Arrays
    outputs: Outputs
    error: Exception | None = None


def ignore(number: int, judged: Judged) -> None:
    """Watch nothing."""


class Caller:
    """Makes legal calls of one backend at one dtype, and counts the cases and the refusals.

    ``watch`` is told of every case right before the backend is called.
    """

    def __init__(self, backend: Backend, dtype: str, watch: Watch) -> None:
        self.backend = backend
        self.dtype = dtype
        self.cases = 0
        self.refusals: Counter[str] = Counter()
        self.emulated: set[str] = set()
        self._watch = watch

    def _implementation(self, case: Case) -> Implementation:
        found = self.backend.implementations.get(case.operation)
        if found is None:
            raise NotDeclared(case.operation)
        return found

    def declared(self, case: Case) -> tuple[Implementation, Case]:
        """The function for a case, and the case in the spelling that it takes.

        Raises NotDeclared where there is none.
        """
        implementation = self._implementation(case)
        made = spelled(case, self.backend)
        for name, value in requirements(made, self.dtype):
            supported = implementation.declared[name]
            if value not in supported:
                raise NotDeclared(f"{case.operation} {name}={value}")
            how = supported[value]
            if how is not None:
                self.emulated.add(f"{name}={value}: {how}")
        return implementation, made

    def _as_prepared(self, case: Case, prepared: Prepared, judged: Judged | None = None) -> Outcome:
        """Make a legal call on the prepared arrays."""
        arrays = typed(case, prepared.arrays, self.dtype)
        return self._legal(case, arrays, judged=judged, expected=prepared.outputs)

    def _legal(
        self,
        case: Case,
        arrays: Arrays,
        where: str = "",
        judged: Judged | None = None,
        expected: Outputs = (),
    ) -> Outcome:
        """Make a legal call, of which ``judged`` is the whole where it is a part.

        ``expected`` tells how much memory its results take.
        """
        implementation, made = self.declared(case)
        self._watch(self.cases, case if judged is None else judged)
        poison(arrays, expected)
        try:
            got = implementation(arrays, made.keywords())
        except Unsupported as refusal:
            self._refuse(case, arrays, refusal)
        except (Exception, SystemExit) as error:
            raise Finding(
                "raised",
                f"a legal call raised {one_line(error)}{where}",
                made,
                arrays=arrays,
            ) from error
        return Outcome(made, arrays, self._outputs(made, arrays, got))

    def _refuse(self, case: Case, arrays: Arrays, refusal: Unsupported) -> NoReturn:
        """A refusal may depend on parameters only: other values must be refused too.

        A joint limit that only another spelling runs into is no refusal of the case.
        """
        implementation, made = self.declared(case)
        for others in other_values(made, arrays):
            try:
                implementation(others, made.keywords())
            except Unsupported:
                continue
            except Exception:  # any other outcome depends on the values as well
                pass
            raise Finding(
                "refusal",
                f"Unsupported({str(refusal)!r}) was raised for these values, but not for others",
                made,
                arrays=arrays,
            )
        if made != case:
            raise NotDeclared(implementation.lacks(case, self.dtype))
        self.refusals[str(refusal) or "no reason given"] += 1
        raise Refused(str(refusal)) from None

    def _outputs(self, case: Case, arrays: Arrays, got: Any) -> Outputs:
        """The arrays that the backend returned; Finding unless they are what was promised."""
        names = OUTPUTS[case.operation]
        if not returns_tuple(case.operation):
            got = (got,)
        elif not isinstance(got, tuple) or len(got) != len(names):
            promised = f"({', '.join(names)}{',' * (len(names) == 1)})"
            raise Finding("type", f"returned {_kind_of(got)}, not {promised}", case, arrays=arrays)
        outputs: list[Any] = []
        for name, y in zip(names, got, strict=True):
            if name not in case.outputs:
                if y is not None:
                    raise Finding(
                        "type", f"{name} is {_kind_of(y)}, expected None", case, arrays=arrays
                    )
                continue
            dtype = "int64" if name == INDICES else self.dtype
            outputs.append(y)
            if not isinstance(y, np.ndarray):
                raise Finding(
                    "type", f"{name} is {_kind_of(y)}, not a NumPy array", case, arrays=arrays
                )
            if y.dtype != dtype:
                raise Finding(
                    "dtype",
                    f"{name} has dtype {y.dtype}, expected {dtype}",
                    case,
                    arrays=arrays,
                    got=tuple(outputs),
                )
        return tuple(np.asarray(y) for y in outputs)  # a subclass may mask cells


def other_values(case: Case, arrays: Arrays) -> tuple[Arrays, ...]:
    """The same shapes with other values: exchanged and doubled, all 0, large ones."""
    named = list(zip(ARRAYS[case.operation], arrays, strict=True))
    changes: tuple[Callable[[Array], Array], ...] = (
        lambda a: a[::-1] * a.dtype.type(2),
        lambda a: a * 0,
        lambda a: a * a.dtype.type(3 if a.dtype.kind in "iu" else -1000),
    )
    with np.errstate(invalid="ignore", over="ignore"):  # infinities among the values
        return tuple(
            tuple(a if a is None or name == INDICES else change(a) for name, a in named)
            for change in changes
        )


def one_line(error: BaseException) -> str:
    """An exception on one line of at most 300 characters."""
    text = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")
    return text if len(text) <= 300 else text[:297] + "..."


def _kind_of(value: object) -> str:
    kind = type(value)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return "None" if value is None else f"a {module}{kind.__name__}"
