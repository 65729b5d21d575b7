"""The statements of other documentation, and that their verdicts are deserved."""

import dataclasses

import pytest
import torch
from sitepages.audit.claims import CLAIMS, padded, pools, windows, windows_ceil
from sitepages.audit.pages import audit_findings, audit_misleading, audit_table
from sitepages.audit.verdicts import SOURCES, judge, verdicts

MISLEADING = {"torch-max-pool-2d", "torch-avg-pool", "onnx-max-pool-ceil"}
WRONG = {
    "torch-max-pool-ceil",
    "torch-coverage",
    "onnx-valid-ceil",
    "onnx-same-padding",
    "onnx-same-old",
    "onnx-transposed-sides-1",
    "keras-same-text",
    "keras-evenly",
    "keras-valid-old",
    "keras-transposed",
    "openvino-same",
    "cs231n-invalid",
}


def _claim(name):
    return next(c for c in CLAIMS if c.name == name)


def test_the_wrong_ones_are_known():
    assert {v.claim.name for v in verdicts() if v.word == "wrong"} == WRONG
    assert {v.claim.name for v in verdicts() if v.word == "misleading alone"} == MISLEADING
    assert len(CLAIMS) == len({c.name for c in CLAIMS})
    assert len(SOURCES) == 3


def test_every_statement_is_judged_on_cases_and_says_where_it_stands():
    for verdict in verdicts():
        assert verdict.cases > 50, verdict.claim.name
        assert verdict.claim.page.startswith("https://")
        assert verdict.claim.says
        assert bool(verdict.wrong) == bool(verdict.claim.remedy), verdict.claim.name


def test_what_only_misleads_holds_with_the_rest_of_its_page():
    judged = {v.claim.name: v for v in verdicts()}
    for verdict in judged.values():
        if verdict.claim.completed_by:
            whole = judged[verdict.claim.completed_by]
            assert verdict.wrong, verdict.claim.name
            assert whole.word == "holds"
            assert whole.claim.page == verdict.claim.page


def test_cells_go_unread_only_with_a_stride_above_the_window_or_a_dilation():
    (verdict,) = [v for v in verdicts() if v.claim.name == "torch-coverage"]
    assert any(c.s > c.k and c.d == 1 for c in verdict.wrong)
    assert any(c.s <= c.k and c.d > 1 for c in verdict.wrong)
    assert all(c.s > c.k or c.d > 1 for c in verdict.wrong)


def test_torch_itself_computes_what_the_specification_says():
    """So it is torch's page that is wrong, not the reference."""
    for case in pools():
        x = torch.zeros(1, 1, case.i)
        given = (case.k, case.s, case.p, case.d)
        floor = torch.nn.functional.max_pool1d(x, *given)
        ceil = torch.nn.functional.max_pool1d(x, *given, ceil_mode=True)
        assert floor.shape[2] == windows(case), case
        assert ceil.shape[2] == windows_ceil(case), case
    for case in (c for c in padded() if windows(c) > 0):
        x = torch.zeros(1, 1, case.i)
        mean = torch.nn.functional.avg_pool1d(x, case.k, case.s, case.p, ceil_mode=True)
        assert mean.shape[2] == windows_ceil(case), case


def test_the_least_case_of_torch_is_wrong_when_it_is_run():
    verdict = next(v for v in verdicts() if v.claim.name == "torch-max-pool-ceil")
    case = verdict.least
    x = torch.zeros(1, 1, case.i)
    y = torch.nn.functional.max_pool1d(x, case.k, case.s, case.p, case.d, ceil_mode=True)
    assert y.shape[2] != verdict.claim.claimed(case)


@pytest.mark.skipif(not torch.__version__.startswith("2.13"), reason="the pages are of torch 2.13")
@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("Conv2d", r"\text{kernel\_size}[0] - 1) - 1}{\text{stride}[0]} + 1\right\rfloor"),
        ("MaxPool1d", r"- 1 + (stride - 1)}{\text{stride}}\right\rceil + 1"),
        ("MaxPool1d", r"when :math:`(L_{out} - 1) * \text{stride} >= L_{in} + \text{padding}`"),
        ("MaxPool1d", "ensures that every element in the input tensor is covered"),
        ("MaxPool2d", "ceil_mode: when True, will use `ceil` instead of `floor`"),
        ("MaxPool2d", "would start in the right padded region are ignored"),
        ("AvgPool2d", r"\text{kernel\_size}[0]}{\text{stride}[0]} + 1\right\rfloor"),
        ("AvgPool2d", "ceil_mode: when True, will use `ceil` instead of `floor`"),
        ("AvgPool2d", "resulting in :math:`H_{out}` being reduced by one"),
        ("ConvTranspose2d", r"\text{kernel\_size}[0] - 1) + \text{output\_padding}[0] + 1"),
    ],
)
def test_torch_says_so(module, words):
    text = " ".join(getattr(torch.nn, module).__doc__.split())
    assert words in text


def test_a_right_formula_passes_and_a_wrong_one_is_caught():
    claim = _claim("torch-conv")
    assert judge(claim).wrong == ()
    off = dataclasses.replace(claim, claimed=lambda c: claim.claimed(c) + (c.i == c.k == 3))
    assert {(c.i, c.k) for c in judge(off).wrong} == {(3, 3)}


def test_where_no_window_fits_no_positive_extent_is_right():
    claim = _claim("torch-conv")
    one = dataclasses.replace(claim, claimed=lambda c: max(claim.claimed(c), 1))
    wrong = judge(one).wrong
    assert wrong
    assert all(c.axis().padded < c.axis().extent for c in wrong)


def test_the_page_shows_every_statement_and_a_section_for_each_wrong_one():
    table = audit_table()
    shown = {name: audit_findings() for name in WRONG}
    shown |= {name: audit_misleading() for name in MISLEADING}
    assert table.count("\n") == len(CLAIMS) + 1
    for name, findings in shown.items():
        assert f"(#{name})" in table
        assert f"{{ #{name} }}" in findings
    assert (table.count("✗"), table.count("◐")) == (len(WRONG), len(MISLEADING))
