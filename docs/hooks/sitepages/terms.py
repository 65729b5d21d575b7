"""The terms of the field, in English and Chinese, and where each is explained."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term in both languages; `also` are other words for it, `page` is where it is explained."""

    name: str
    zh: str
    page: str
    means: str
    means_zh: str
    also: tuple[str, ...] = ()
    also_zh: tuple[str, ...] = ()

    @property
    def more_zh(self) -> tuple[str, ...]:
        """The other Chinese names, without those that are the English ones again."""
        return tuple(name for name in self.also_zh if name not in (self.name, *self.also))

    @property
    def anchor(self) -> str:
        """The anchor on both pages."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def words(self, language: str) -> tuple[str, ...]:
        """All names in a language, the longest first."""
        names = (self.name, *self.also) if language == "en" else (self.zh, *self.also_zh)
        return tuple(sorted(names, key=len, reverse=True))


TERMS: tuple[Term, ...] = (
    Term(
        "adaptive pooling",
        "自适应池化",
        "rosetta/adaptive.md",
        "Pooling into a given number of bins, whatever the input size.",
        "给定输出大小的池化，输入多大都行。",
    ),
    Term(
        "adjoint",
        "伴随",
        "learn/matrix.md",
        "The map with the transposed matrix: what was read is added to, cell by cell.",
        "转置矩阵所代表的映射：原来从哪里读，现在就往哪里加。",
    ),
    Term(
        "average pooling",
        "平均池化",
        "spec/divisors.md",
        "The sum of a window divided by a divisor, about which frameworks disagree.",
        "窗口内元素之和除以除数；除数怎么数，各框架并不一致。",
    ),
    Term(
        "backend",
        "后端",
        "certify.md",
        "An implementation that is held against the specification.",
        "被拿来与规范对照的一个实现。",
    ),
    Term(
        "batch",
        "批量",
        "learn/calling.md",
        "The first axis, N: examples that do not see each other.",
        "第一个轴 N：互不相干的若干样本。",
    ),
    Term(
        "bias",
        "偏置",
        "learn/channels.md",
        "One number for each output channel, added to every cell of it.",
        "每个输出通道一个数，加到该通道的每个元素上。",
    ),
    Term(
        "capability",
        "能力",
        "spec/capabilities.md",
        "What a backend declares that it supports, and is then asked for.",
        "后端声明自己支持的功能；声明了就会被检验。",
    ),
    Term(
        "ceil mode",
        "向上取整",
        "spec/ceil.md",
        "One more window where a step is left over, unless it starts in the high padding.",
        "剩下不足一步时再放一个窗口，除非它从末尾的填充里开始。",
    ),
    Term(
        "channel",
        "通道",
        "learn/channels.md",
        "One of several planes of numbers over the same cells.",
        "同一组位置上的多张数表之一。",
    ),
    Term(
        "clause",
        "条款",
        "spec/index.md",
        "One sentence of the specification that an implementation can break, with its test.",
        "规范中的一句话，实现可能违反它；每条都有一个测试。",
    ),
    Term(
        "cross-correlation",
        "互相关",
        "learn/flip.md",
        "The inner product of kernel and window as they stand: what frameworks call convolution.",
        "卷积核不翻转，直接与窗口做内积；框架里的“卷积”就是它。",
    ),
    Term(
        "depthwise convolution",
        "逐通道卷积",
        "learn/groups.md",
        "A convolution with as many groups as channels: each channel by itself.",
        "分组数等于通道数的卷积：每个通道各算各的。",
        also_zh=("深度卷积",),
    ),
    Term(
        "dilation",
        "膨胀率",
        "learn/dilation.md",
        "Cells from one tap of the kernel to the next.",
        "卷积核相邻两个元素在输入上隔几格。",
        also_zh=("空洞率",),
    ),
    Term(
        "divisor",
        "除数",
        "spec/divisors.md",
        "By what the sum of a window is divided in average pooling.",
        "平均池化中窗口之和所除的数。",
    ),
    Term(
        "equivariance",
        "等变",
        "learn/dense.md",
        "Shift the input and the output shifts with it; invariance would be no change at all.",
        "输入平移，输出跟着平移；不变则是输出完全不动。",
        also=("equivariant",),
    ),
    Term(
        "feature map",
        "特征图",
        "learn/sliding.md",
        "The plane that one output channel makes.",
        "一个输出通道得到的那张数表。",
    ),
    Term(
        "fold",
        "折叠",
        "rosetta/fold.md",
        "The adjoint of unfold: columns are added back to where they were read. Also col2im.",
        "展开的伴随：把各列加回原来的位置，又叫 col2im。",
        also=("col2im",),
        also_zh=("col2im",),
    ),
    Term(
        "groups",
        "分组",
        "learn/groups.md",
        "Blocks of channels that are convolved apart.",
        "把通道分成若干块，各块分开卷积。",
    ),
    Term(
        "kernel",
        "卷积核",
        "learn/sliding.md",
        "The small table of weights that every window is multiplied with.",
        "与每个窗口相乘的那张小权重表。",
        also=("filter",),
        also_zh=("滤波器",),
    ),
    Term(
        "layout",
        "布局",
        "rosetta/index.md",
        "The order of the axes in an array: channels first (NCHW) or last (NHWC).",
        "数组各轴的次序：通道在前（NCHW）或通道在后（NHWC）。",
    ),
    Term(
        "lp pooling",
        "幂平均池化",
        "spec/lp.md",
        "The p-th root of the sum of the absolute values to the power p.",
        "绝对值的 p 次方之和，再开 p 次方。",
    ),
    Term(
        "max pooling",
        "最大池化",
        "learn/pooling.md",
        "The largest value of each window; padding never wins.",
        "取每个窗口中的最大值；填充永远不会胜出。",
    ),
    Term(
        "mutant",
        "变异体",
        "results/mutants.md",
        "A correct backend with a fault put in on purpose; a clause must notice it.",
        "在正确的后端里故意放进一个错误，必须有条款发现它。",
    ),
    Term(
        "output padding",
        "输出填充",
        "spec/transposed.md",
        "Cells that a transposed convolution computes beyond its least size, at the high end.",
        "转置卷积在最小输出之外、末端多算的元素。",
        also=("output_padding",),
        also_zh=("output_padding",),
    ),
    Term(
        "overhang",
        "越界部分",
        "spec/ceil.md",
        "What a window of ceil mode reaches beyond the padding; it never counts.",
        "向上取整时窗口伸出填充之外的部分，从不计数。",
    ),
    Term(
        "padding",
        "填充",
        "learn/padding.md",
        "Cells added before and after an axis, (lo, hi).",
        "在轴的前后添加的元素，记作 (lo, hi)。",
    ),
    Term(
        "padding mode",
        "填充模式",
        "spec/padding-modes.md",
        "What stands in the padding: zeros, reflect, replicate or circular.",
        "填充里放什么：零、反射、复制边缘、循环。",
    ),
    Term(
        "pooling",
        "池化",
        "learn/pooling.md",
        "Reducing each window to one number without weights.",
        "不用权重，把每个窗口归约成一个数。",
    ),
    Term(
        "profile",
        "档次",
        "spec/profiles.md",
        "A set of clauses that can be claimed and certified together.",
        "可以一并声明、一并认证的一组条款。",
    ),
    Term(
        "receptive field",
        "感受野",
        "learn/fields.md",
        "The input cells that can change an output cell.",
        "能影响某个输出元素的那些输入元素。",
    ),
    Term(
        "rival",
        "对手",
        "spec/examples.md",
        "A wrong reading of a clause that its cases must tell from the right one.",
        "对条款的错误理解；用例必须能把它与正确的理解区分开。",
    ),
    Term(
        "same padding",
        "相同填充",
        "spec/same.md",
        "The padding for ceil(i/s) output cells; an odd cell goes to the end or the beginning.",
        "使输出为 ceil(i/s) 的填充；多出的一格放末尾或开头。",
        also=('"same" padding',),
    ),
    Term(
        "small scope",
        "小范围枚举",
        "spec/examples.md",
        "Every configuration of small numbers, without exception.",
        "小参数的所有组合，一个不漏。",
    ),
    Term(
        "stride",
        "步幅",
        "learn/stride.md",
        "Cells from one window to the next.",
        "窗口每次移动几格。",
        also_zh=("步长",),
    ),
    Term(
        "tap",
        "抽头",
        "spec/index.md",
        "One cell of the window: one weight of the kernel.",
        "窗口中的一格，对应卷积核的一个权重。",
    ),
    Term(
        "tie",
        "并列",
        "spec/indices.md",
        "Equal maxima in one window: the first in row-major order has the index.",
        "同一窗口里有几个相等的最大值：按行优先取第一个。",
    ),
    Term(
        "transposed convolution",
        "转置卷积",
        "learn/matrix.md",
        "The adjoint of a convolution; it restores the shape, not the values.",
        "卷积的伴随；恢复的是形状，不是数值。",
        also=("deconvolution",),
        also_zh=("反卷积",),
    ),
    Term(
        "unfold",
        "展开",
        "rosetta/unfold.md",
        "What each window reads, as a column. Also im2col.",
        "把每个窗口读到的数排成一列，又叫 im2col。",
        also=("im2col",),
        also_zh=("im2col",),
    ),
    Term(
        "unpooling",
        "反池化",
        "rosetta/unpool.md",
        "Maxima go back to where they came from, all else is zero.",
        "最大值放回原处，其余为零。",
        also=("max unpooling",),
    ),
    Term(
        "window",
        "窗口",
        "learn/sliding.md",
        "The cells that one output cell is made of.",
        "算出一个输出元素所用到的那些元素。",
    ),
)
