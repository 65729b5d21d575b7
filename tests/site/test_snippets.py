"""Code shown on the pages is complete: it runs as it stands, pasted into an empty file."""

import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from reference_impl import conv

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```python run[ ]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = [p for p in sorted(DOCS.rglob("*.md")) if BLOCK.search(p.read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_shown_code_runs_in_an_empty_namespace(page):
    blocks = BLOCK.findall(page.read_text("utf-8"))
    if any("import torch" in block or "from torch" in block for block in blocks):
        pytest.importorskip("torch")
    namespace = {"__name__": "__main__"}
    for block in blocks:
        exec(block, namespace)


def test_the_translation_on_the_home_page_is_exact():
    torch = pytest.importorskip("torch")
    text = (DOCS / "index.md").read_text("utf-8")
    (block,) = [b for b in BLOCK.findall(text) if "def conv2d_same" in b]
    page = {}
    exec(block, page)
    rng = np.random.default_rng(0)
    grid = product((1, 4, 7, 8), (1, 2, 3, 5), (1, 2, 3), (1, 2), (1, 2))
    for size, kernel, stride, dilation, groups in grid:
        x = rng.integers(-9, 9, (2, 4, size, size + 1)).astype(float)
        w = rng.integers(-9, 9, (6, 4 // groups, kernel, 2)).astype(float)
        b = rng.integers(-9, 9, 6).astype(float)
        keywords = {"stride": (stride, 2), "dilation": (dilation, 1), "groups": groups}
        got = page["conv2d_same"](*map(torch.tensor, (x, w, b)), **keywords)
        np.testing.assert_array_equal(got, conv(x, w, b, padding="same_upper", **keywords))
