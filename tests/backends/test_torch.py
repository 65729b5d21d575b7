"""The torch backends: what the adapter composes, against torch called in another way."""

import importlib
import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pytest

from conformance.backend import Unsupported

torch = pytest.importorskip("torch")
F = torch.nn.functional
adapter = importlib.import_module("conformance.backends.torch")

CPU = adapter.cpu.implementations
CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
DEFAULTS: dict[str, Any] = {"padding_mode": "zeros", "flip_kernel": False, "groups": 1}


def conv(x: Any, w: Any, **keywords: Any) -> Any:
    stride = keywords.pop("stride", (1,) * (w.ndim - 2))
    dilation = keywords.pop("dilation", (1,) * (w.ndim - 2))
    return CPU["conv"](
        (x, w, None), {**DEFAULTS, "stride": stride, "dilation": dilation, **keywords}
    )


def ramp(*shape: int) -> Any:
    return np.arange(1.0, 1 + np.prod(shape)).reshape(shape)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_unequal_padding_is_a_cut_of_equal_padding(rank: int) -> None:
    x, w = ramp(1, 2, *(5,) * rank), ramp(2, 2, *(3,) * rank)
    wide = CONV[rank](torch.from_numpy(x), torch.from_numpy(w), padding=2).numpy()
    cut = (slice(1, None),) * rank
    np.testing.assert_array_equal(conv(x, w, padding=((1, 2),) * rank), wide[(..., *cut)])


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_same_with_a_stride_subsamples_a_padded_convolution(rank: int) -> None:
    """i = 6, k = 4, s = 2: a total padding of 2, one on each side; k = 3: all of it on one side."""
    x = ramp(1, 1, *(6,) * rank)
    for k, name, pair in (
        (4, "same_upper", (1, 1)),
        (4, "same_lower", (1, 1)),
        (3, "same_upper", (0, 1)),
        (3, "same_lower", (1, 0)),
    ):
        w = ramp(1, 1, *(k,) * rank)
        padded = torch.from_numpy(np.pad(x, ((0, 0), (0, 0), *(pair,) * rank)))
        every = CONV[rank](padded, torch.from_numpy(w)).numpy()
        steps = (slice(None, None, 2),) * rank
        got = conv(x, w, padding=name, stride=(2,) * rank)
        np.testing.assert_array_equal(got, every[(..., *steps)])


@pytest.mark.parametrize("mode", ["reflect", "replicate", "circular"])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_padding_modes_are_those_of_the_module(rank: int, mode: str) -> None:
    layer = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d, 3: torch.nn.Conv3d}[rank](
        2, 3, 3, padding=2, padding_mode=mode, bias=False, dtype=torch.float64
    )
    x, w = ramp(1, 2, *(4,) * rank), ramp(3, 2, *(3,) * rank)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(w))
        expected = layer(torch.from_numpy(x)).numpy()
    np.testing.assert_array_equal(conv(x, w, padding=((2, 2),) * rank, padding_mode=mode), expected)


def test_a_flipped_kernel_is_the_polynomial_product() -> None:
    x, w = np.array([[[1.0, 2, 3]]]), np.array([[[1.0, 10]]])
    y = conv(x, w, padding=((1, 1),), flip_kernel=True)
    assert y.ravel().tolist() == np.convolve([1, 2, 3], [1, 10]).tolist()


def windows(x: Any, kernel: int, stride: int, pair: tuple[int, int], fill: float) -> Any:
    """Windows of a plane, (N, C, taps, cells), through unfold."""
    padded = F.pad(torch.from_numpy(x), pair * 2, value=fill)
    columns = F.unfold(padded, kernel, stride=stride)
    return columns.reshape(*x.shape[:2], kernel**2, -1)


@pytest.mark.parametrize("pair", [(0, 1), (2, 1), (2, 3), (3, 2)])
def test_pools_padded_by_the_adapter_are_reductions_of_unfold(pair: tuple[int, int]) -> None:
    x = ramp(1, 2, 5, 5) % 7 - 9
    common = {"kernel": (3, 3), "stride": (2, 2), "padding": (pair, pair), "last_window": "floor"}
    padded = {"dilation": (1, 1), **common}
    (y, index), values = CPU["max_pool_with_indices"]((x,), padded), CPU["max_pool"]((x,), padded)
    expected = windows(x, 3, 2, pair, -np.inf).amax(2).numpy()
    np.testing.assert_array_equal(y.reshape(expected.shape), expected)
    np.testing.assert_array_equal(y, values)
    filled = index >= 0
    flat = x.reshape(1, 2, -1)
    for channel in range(2):
        chosen = flat[0, channel][index[0, channel][filled[0, channel]]]
        np.testing.assert_array_equal(chosen, y[0, channel][filled[0, channel]])
    assert (np.isneginf(y) == ~filled).all()
    present = windows(np.ones_like(x), 3, 2, pair, 0).sum(2).numpy()
    sums = windows(x, 3, 2, pair, 0).sum(2).numpy()
    for include, counts in ((True, 9), (False, present)):
        mean = CPU["avg_pool"]((x,), {"count_include_pad": include, **common})
        with np.errstate(invalid="ignore"):
            np.testing.assert_array_equal(mean.reshape(sums.shape), sums / counts)


def test_an_all_infinite_window_has_the_index_of_its_first_cell() -> None:
    """In the padded plane it would be that of a padded cell."""
    x = np.full((1, 1, 3, 3), -np.inf)
    keywords = {"kernel": (3, 3), "stride": (2, 2), "padding": ((2, 1), (2, 1))}
    _, index = CPU["max_pool_with_indices"](
        (x,), {"dilation": (1, 1), "last_window": "floor", **keywords}
    )
    assert index.tolist() == [[[[0, 0], [0, 0]]]]


def test_ceil_keep_has_the_window_that_starts_beyond() -> None:
    x = np.array([[[1.0, 2, 3]]])
    keywords = {"kernel": (1,), "stride": (2,), "padding": ((0, 1),)}
    pool = {"dilation": (1,), **keywords}
    for rule, values, places in (
        ("ceil", [1, 3], [0, 2]),
        ("ceil_keep", [1, 3, -np.inf], [0, 2, -1]),
    ):
        y, index = CPU["max_pool_with_indices"](
            (x,), {**pool, "padding": ((0, 2),), "last_window": rule}
        )
        assert y.ravel().tolist() == values
        assert index.ravel().tolist() == places


def test_the_refusal_of_avg_pool3d_is_left_to_be_seen() -> None:
    """It holds the kernel against the input without its padding; the adapter does not hide it."""
    x = np.full((1, 1, 1, 4, 4), 6.0)
    keywords = {"kernel": (3, 2, 2), "stride": (1, 2, 2), "padding": ((1, 1), (0, 0), (0, 0))}
    with pytest.raises(RuntimeError, match="smaller than kernel size"):
        CPU["avg_pool"]((x,), {"last_window": "floor", "count_include_pad": True, **keywords})


def test_symmetric_padding_beyond_half_the_kernel_is_unsupported() -> None:
    keywords = {"kernel": (2,), "stride": (1,), "padding": ((2, 2),), "last_window": "floor"}
    with pytest.raises(Unsupported, match="half the kernel"):
        CPU["max_pool"]((ramp(1, 1, 4),), {"dilation": (1,), **keywords})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("padding", ((-1, 1),)),
        ("padding", ((0, -1),)),
        ("padding", ((1, 0), (0, 1))),
        ("padding", ((1.0, 0),)),
        ("padding", ((True, 0),)),
        ("padding", "same"),
        ("stride", (0,)),
        ("stride", (-1,)),
        ("last_window", "round"),
        ("divisor_override", 0),
        ("divisor_override", 2.5),
    ],
)
def test_what_the_adapter_composes_is_checked_by_it(name: str, value: Any) -> None:
    keywords = {
        "kernel": (2,),
        "stride": (1,),
        "padding": ((1, 0),),
        "last_window": "floor",
        "count_include_pad": True,
        "divisor_override": None,
    }
    CPU["avg_pool"]((ramp(1, 1, 4),), keywords)
    with pytest.raises(ValueError, match=f"{name}.*expected"):
        CPU["avg_pool"]((ramp(1, 1, 4),), {**keywords, name: value})


def test_unknown_padding_modes_are_refused() -> None:
    with pytest.raises(ValueError, match="padding_mode='constant': expected one of zeros"):
        conv(ramp(1, 1, 3), ramp(1, 1, 2), padding="valid", padding_mode="constant")


def test_neither_even_kernels_nor_read_only_arrays_warn() -> None:
    x = ramp(1, 1, 3)
    x.flags.writeable = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y = conv(x, np.array([[[1.0, 10]]]), padding="same_upper")
    assert y.ravel().tolist() == [21, 32, 3]


def test_importing_it_warns_of_nothing_and_needs_no_device() -> None:
    program = (
        "from conformance.backends.torch import cpu, cuda; import torch; "
        "assert (cuda.unavailable is None) == torch.cuda.is_available(); "
        "print(cpu.unavailable, cpu.environment()['threads'], len(cuda.environment()) > 3)"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.stderr == ""
    assert finished.stdout.split()[::2] == ["None", "True"]


def test_cuda_is_unavailable_without_a_device() -> None:
    if torch.cuda.is_available():
        pytest.skip("a CUDA device is present")
    assert adapter.cuda.unavailable == "no CUDA device is present"


def test_tf32_is_off_within_a_call_and_as_before_after_it() -> None:
    cudnn, matmul = torch.backends.cudnn, torch.backends.cuda.matmul
    before = cudnn.allow_tf32, matmul.allow_tf32
    try:
        cudnn.allow_tf32 = matmul.allow_tf32 = True
        with adapter._full_float32():
            assert (cudnn.allow_tf32, matmul.allow_tf32) == (False, False)
        assert (cudnn.allow_tf32, matmul.allow_tf32) == (True, True)
    finally:
        cudnn.allow_tf32, matmul.allow_tf32 = before


def emulations(operation: str) -> dict[str, set[Any]]:
    declared = CPU[operation].declared
    composed = {name: {v for v, how in values.items() if how} for name, values in declared.items()}
    return {name: values for name, values in composed.items() if values}


def test_what_is_declared_as_emulated() -> None:
    pairs = {"asymmetric", "same_upper", "same_lower"}
    modes = {"reflect", "replicate", "circular"}
    assert emulations("conv") == {"padding": pairs, "padding_mode": modes, "flip_kernel": {True}}
    pool: dict[str, set[Any]] = {"padding": pairs, "last_window": {"ceil_keep"}}
    assert emulations("max_pool") == emulations("max_pool_with_indices") == pool
    assert emulations("avg_pool") == {**pool, "divisor_override": {True}}


def test_transposed_convolution_cuts_what_torch_does_not() -> None:
    call = CPU["conv_transpose"]
    assert emulations("conv_transpose") == {"padding": {"asymmetric", "same_upper", "same_lower"}}
    arrays = (ramp(1, 2, 3), ramp(2, 1, 4), None)
    keywords = {"stride": (2,), "dilation": (1,), "output_padding": (1,), "groups": 1}
    whole = call(arrays, {**keywords, "padding": "valid"})
    cut = call(arrays, {**keywords, "padding": ((2, 1),)})
    assert cut.tolist() == whole[..., 2:-1].tolist()
    plain = {**keywords, "output_padding": (0,)}
    for name, lo in (("same_upper", 1), ("same_lower", 1)):
        same = call(arrays, {**plain, "padding": name})
        assert same.tolist() == whole[..., lo : lo + 6].tolist()
    with pytest.raises(ValueError, match=r"output_padding.*expected 0 beside 'same_upper'"):
        call(arrays, {**keywords, "padding": "same_upper"})


def test_the_arithmetic_of_each_device() -> None:
    for backend, arithmetic in ((adapter.cpu, "direct"), (adapter.cuda, "transform")):
        assert backend.claims == "core"
        assert set(backend.implementations["conv"].declared["arithmetic"]) == {arithmetic}
