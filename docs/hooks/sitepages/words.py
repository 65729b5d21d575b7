"""What pictures and pages say by themselves, in each language of the site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The phrases of one language; `{...}` are filled in with `str.format`."""

    language: str
    comma: str
    colon: str
    # walks
    walk: str
    reads: str
    unread: str
    stamped: str
    reaches: str
    unreached: str
    padding_at: str
    holds: str
    beyond: str
    play: str
    # planes and groups
    plane: str
    padding: str
    channel_reads: str
    # grids, stacks of layers, curves, bars
    grid: str
    marked: str
    row_between: str
    layer: str
    depends: str
    curve: str
    # pages
    output: str
    answer: str
    yours: str
    check: str
    right: str
    wrong: str
    erratum: str
    question: str
    other: str
    notebook: str
    install: str


ENGLISH = Words(
    language="en",
    comma=", ",
    colon=": ",
    walk="{size} input cells, padding {lo} before and {hi} after, {cells} windows.",
    reads=" y[{cell}] reads {taps}{note}.",
    unread=" Not read: {cells}.",
    stamped="{size} output cells, {lo} cut off before and {hi} after, {cells} input cells.",
    reaches=" x[{cell}] reaches {taps}{note}.",
    unreached=" Not reached: {cells}.",
    padding_at="padding at {position}",
    holds=", which holds x[{source}]",
    beyond="nothing (beyond the end)",
    play="Play with it",
    plane="A plane of {rows} rows and {columns} columns; output cell [{r},{c}] reads, "
    "tap by tap, {taps}.",
    padding="padding",
    channel_reads="y[{output}] reads {inputs}.",
    grid="{title}{rows} by {columns}: {values}.",
    marked=" Marked: {cells}.",
    row_between="; ",
    layer="{name}: {cells} cells.",
    depends=" Cell {cell} of the last row depends on {first} to {last} of the first.",
    curve="{name}: {values}.",
    output="Output",
    answer="Answer",
    yours="Your answer",
    check="Check",
    right="✓ Right.",
    wrong="✗ Not yet. Try again, or open the answer.",
    erratum="Erratum",
    question="Question",
    other="中文",
    notebook="notebook",
    install="To run the code, install convspec with torch: "
    '`pip install ".[torch]"` in a clone of its repository.',
)

CHINESE = Words(
    language="zh",
    comma="、",
    colon="：",
    walk="输入 {size} 个元素，前补 {lo} 个，后补 {hi} 个，共 {cells} 个窗口。",
    reads="y[{cell}] 读取 {taps}{note}。",
    unread="未被读取：{cells}。",
    stamped="输出 {size} 个元素，前面裁去 {lo} 个，后面裁去 {hi} 个；输入 {cells} 个元素。",
    reaches="x[{cell}] 写到 {taps}{note}。",
    unreached="未被写到：{cells}。",
    padding_at="位置 {position} 处的填充",
    holds="（其值取自 x[{source}]）",
    beyond="无（超出末端）",
    play="动手试试",
    plane="{rows} 行 {columns} 列的平面；输出元素 [{r},{c}] 依次读取 {taps}。",
    padding="填充",
    channel_reads="y[{output}] 读取 {inputs}。",
    grid="{title}{rows} 行 {columns} 列：{values}。",
    marked="标出：{cells}。",
    row_between="；",
    layer="{name}：{cells} 个元素。",
    depends="最后一层的元素 {cell} 依赖第一层的 {first} 到 {last}。",
    curve="{name}：{values}。",
    output="输出",
    answer="答案",
    yours="你的答案",
    check="检查",
    right="✓ 正确。",
    wrong="✗ 还不对。再想想，或者展开答案。",
    erratum="勘误",
    question="问题",
    other="English",
    notebook="notebook",
    install="要运行这些代码，先安装 convspec 和 torch："
    '在克隆下来的仓库里执行 `pip install ".[torch]"`。',
)
