"""The correct backends of this folder, by name; no clause may call one of them wrong."""

from collections.abc import Callable
from typing import Any, TypeAlias

from conformance import Backend, Unsupported
from conformance.capabilities import CAPABILITIES
from tests.legitimate import adjoints, gradients, norms, outputs, plain, pools, sums, transforms
from tests.legitimate.plain import Freedom

Make: TypeAlias = Callable[[], Backend]
Function: TypeAlias = Callable[..., Any]


# -- making backends


def conv(inner: Function, **capabilities: Any) -> Backend:
    """A backend of direct convolution, and transposed, by an inner product."""
    return _of_conv(plain.conv(inner), **capabilities)


def transformed(correlate: Function, **capabilities: Any) -> Backend:
    """A backend of convolution through a transform of planes, declared unless said otherwise."""
    function = plain.conv_of_planes(correlate)
    return _of_conv(function, **{"arithmetic": "transform", **capabilities})


def _of_conv(function: Function, **capabilities: Any) -> Backend:
    backend = Backend("legitimate", version="1")
    backend.implements("conv", **{**plain.CONV, **capabilities})(function)
    transposed = adjoints.conv_transpose(function)
    backend.implements("conv_transpose", **{**adjoints.TRANSPOSED, **capabilities})(transposed)
    gradient = gradients.conv_grad(function)
    backend.implements("conv_grad", **{**gradients.GRADIENT, **capabilities})(gradient)
    return backend


def max_pool(maximum: Function) -> Backend:
    """A backend of max pooling, with and without indices."""
    backend, function = Backend("legitimate", version="1"), plain.max_pool(maximum)
    backend.implements("max_pool_with_indices", **plain.POOL)(function)
    backend.implements("max_pool", **plain.POOL)(_first_of(function))
    return backend


def _first_of(function: Function) -> Function:
    return lambda x, **keywords: function(x, **keywords)[0]


def avg_pool(function: Function) -> Backend:
    """A backend of average pooling."""
    backend = Backend("legitimate", version="1")
    backend.implements("avg_pool", **plain.AVG_POOL)(function)
    return backend


def lp_pool(function: Function) -> Backend:
    """A backend of lp pooling."""
    backend = Backend("legitimate", version="1")
    backend.implements("lp_pool", **norms.LP_POOL)(function)
    return backend


def lp_pool_grad(function: Function) -> Backend:
    """A backend of the gradient of lp pooling."""
    backend = Backend("legitimate", version="1")
    backend.implements("lp_pool_grad", **norms.LP_POOL)(function)
    return backend


def whole(
    around: Callable[[Function], Function] = lambda function: function,
    free: Freedom = plain.USUAL,
    **capabilities: Any,
) -> Backend:
    """A backend of every operation, each function ``around`` a plain one."""
    backend = Backend("legitimate", version="1")
    with_indices = plain.max_pool(pools.first_wins, free)
    for operation, function, declared in (
        ("conv", plain.conv(sums.blas, free), plain.CONV),
        ("conv_transpose", adjoints.conv_transpose(plain.conv(sums.blas)), adjoints.TRANSPOSED),
        ("max_pool", _first_of(with_indices), plain.POOL),
        ("max_pool_with_indices", with_indices, plain.POOL),
        ("avg_pool", plain.avg_pool(pools.sum_over_divisor, free), plain.AVG_POOL),
    ):
        given = {k: v for k, v in capabilities.items() if operation in CAPABILITIES[k].operations}
        backend.implements(operation, **{**declared, **given})(around(function))
    return backend


# -- arithmetic


def _named(*functions: Function) -> dict[str, Function]:
    return {f.__name__.replace("_", "-"): f for f in functions}


DIRECT = {
    "channels-outermost": sums.sequential(sums.by_channels),
    "taps-outermost": sums.sequential(sums.by_taps),
    "reversed": sums.sequential(sums.reversed_order),
    "shuffled": sums.sequential(sums.shuffled),
    "bias-first": sums.sequential(sums.by_taps, bias_first=True),
    "four-lanes": sums.lanes(4),
    "blocks-of-8": sums.blocks(8),
    **_named(sums.blas, sums.blas_per_tap, sums.pairwise, sums.kahan, sums.fused, sums.wider),
    **_named(sums.padding_skipped, sums.split, sums.flushed_to_zero),
}
TRANSFORMS = {
    "fft": transforms.fft,
    "winograd-f2": transforms.winograd(transforms.F23),
    "winograd-f4": transforms.winograd(transforms.F43),
}
MAXIMA = _named(
    pools.first_wins,
    pools.from_the_last,
    pools.by_halves,
    pools.nan_wins,
    pools.nan_ignored,
    pools.cell_of_the_plane,
    pools.refused_if_empty,
)
AVERAGES = _named(
    pools.sum_over_divisor,
    pools.sum_times_reciprocal,
    pools.scaled_taps,
    pools.divided_taps,
    pools.wider_sum,
)
NORMS = _named(
    norms.powers_in_order,
    norms.powers_reversed,
    norms.scaled_by_the_largest,
    norms.by_logarithms,
    norms.mean_times_taps,
    norms.products_and_named_roots,
    norms.wider_norm,
)
SHARES = _named(
    norms.quotients,
    norms.powers_apart,
    norms.chain_rule,
    norms.quotients_by_logarithms,
    norms.wider_quotients,
)
SUMS_OF_PLANES = _named(pools.separable, pools.running_sums, pools.summed_area)

ARITHMETIC: dict[str, Make] = {
    **{name: lambda f=f: conv(f) for name, f in DIRECT.items()},
    **{name: lambda f=f: transformed(f) for name, f in TRANSFORMS.items()},
    "winograd-f6": lambda: transformed(transforms.winograd(transforms.F63), rank=[1, 2]),
    **{name: lambda f=f: max_pool(f) for name, f in MAXIMA.items()},
    **{name: lambda f=f: avg_pool(plain.avg_pool(f)) for name, f in AVERAGES.items()},
    **{name: lambda f=f: lp_pool(norms.lp_pool(f)) for name, f in NORMS.items()},
    **{name: lambda f=f: lp_pool_grad(norms.lp_pool_grad(f)) for name, f in SHARES.items()},
    **{
        name: lambda f=f: avg_pool(plain.avg_pool_of_planes(f))
        for name, f in SUMS_OF_PLANES.items()
    },
}


# -- what the specification leaves open, and what it says nothing of


def _limited(beyond: Callable[..., bool]) -> Callable[[Function], Function]:
    """Refuses calls ``beyond(x, kernel, **keywords)`` a joint limit of their parameters."""

    def around(function: Function) -> Function:
        def call(*arrays: Any, **keywords: Any) -> Any:
            kernel = keywords.get("kernel") or arrays[1].shape[2:]
            if beyond(arrays[0], **{**keywords, "kernel": kernel}):
                raise Unsupported("beyond a joint limit")
            return function(*arrays, **keywords)

        return call

    return around


LIMITS: dict[str, Callable[..., bool]] = {
    "stride-or-dilation": lambda x, *, stride, dilation=(1,), **_: max(stride) > 1 < max(dilation),
    "one-stride": lambda x, *, stride, **_: len(set(stride)) > 1,
    "stride-up-to-kernel": lambda x, *, stride, kernel, **_: max(stride) > min(kernel),
    "same-at-stride-1": lambda x, *, stride, padding, **_: (
        isinstance(padding, str) and max(stride) > 1
    ),
    "odd-kernels": lambda x, *, kernel, **_: any(k % 2 == 0 for k in kernel),
    "kernel-up-to-3": lambda x, *, kernel, **_: max(kernel) > 3,
    "dense-in-rank-3": lambda x, *, stride, groups=1, **_: len(stride) == 3 and groups > 1,
    "channels-up-to-16": lambda x, *, stride, **_: x.shape[-len(stride) - 1] > 16,
    "kernel-within-input": lambda x, *, kernel, **_: any(
        k > i for k, i in zip(kernel, x.shape[-len(kernel) :], strict=False)
    ),
}
LITTLE: dict[str, dict[str, Any]] = {
    "nothing": {
        "stride": False,
        "dilation": False,
        "groups": False,
        "bias": False,
        "padding": ["none"],
        "padding_mode": "zeros",
        "flip_kernel": False,
        "unbatched": False,
        "last_window": "floor",
        "count_include_pad": [True],
        "divisor_override": False,
    },
    "rank-1": {"rank": [1]},
    "rank-3": {"rank": [3]},
    "float64": {"dtype": ["float64"]},
    "no-stride": {"stride": False},
    "no-dilation": {"dilation": False},
    "no-groups": {"groups": False},
    "no-bias": {"bias": False},
    "valid": {"padding": ["valid"]},
    "same-upper": {"padding": ["same_upper"]},
    "asymmetric": {"padding": ["asymmetric"]},
    "circular": {"padding_mode": ["circular"]},
    "ceil": {"last_window": ["ceil"]},
    "ceil-keep": {"last_window": ["ceil_keep"]},
    "padding-not-counted": {"count_include_pad": [False]},
    "few-shapes": {"cost": "per-shape"},
}
FREEDOM: dict[str, Make] = {
    "no-window-is-empty": lambda: whole(free=Freedom(no_window="empty")),
    "partial-alone-refused": lambda: whole(free=Freedom(partial_alone="refused")),
    "periodic-beyond-limit": lambda: whole(free=Freedom(beyond_limit="periodic")),
    "empty-average-is-zero": lambda: whole(free=Freedom(empty_average="zero")),
    "empty-average-refused": lambda: whole(free=Freedom(empty_average="refused")),
    **{
        name: lambda layout=layout: whole(lambda function: outputs.laid_out(function, layout))
        for name, layout in _named(*outputs.MEMORY).items()
    },
    "one-record": lambda: _in_one_record(plain.POOL),
    **{name: lambda around=around: whole(around) for name, around in outputs.MANNERS.items()},
    **{name: lambda beyond=beyond: whole(_limited(beyond)) for name, beyond in LIMITS.items()},
    **{name: lambda given=given: whole(**given) for name, given in LITTLE.items()},
}


def _in_one_record(declared: dict[str, Any]) -> Backend:
    backend = Backend("legitimate", version="1")
    function = outputs.in_one_record(plain.max_pool(pools.first_wins))
    backend.implements("max_pool_with_indices", **declared)(function)
    return backend


LEGITIMATE: dict[str, Make] = {**ARITHMETIC, **FREEDOM}
