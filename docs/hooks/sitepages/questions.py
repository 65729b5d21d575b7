"""Questions that people ask, with a short answer and the place where it is shown, in two languages.

The answers are proved where they lead to: lessons and chapters that run while the site is built.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitepages.markup import relative

PAGES = {"en": "questions.md", "zh": "zh/questions.md"}


@dataclass(frozen=True)
class Question:
    """A question and its answer in at most two lines; `page` shows it, with an anchor."""

    asked: str
    answer: str
    asked_zh: str
    answer_zh: str
    page: str


QUESTIONS: tuple[Question, ...] = (
    Question(
        'Can the stride be other than 1 with `padding="same"`?',
        "In torch no, in TensorFlow, Keras, JAX and ONNX yes: the output has ceil(i/s) cells. "
        "The padding then depends on the input size; pad by hand in torch.",
        '`padding="same"` 时，步幅可以不是 1 吗？',
        "torch 不行；TensorFlow、Keras、JAX 和 ONNX 可以，输出 ceil(i/s) 个元素。"
        "这时填充取决于输入大小，在 torch 里要自己先填充。",
        "learn/stride.md#question-same-stride",
    ),
    Question(
        "Why is my ported stride-2 layer shifted by one cell?",
        "`SAME` puts an odd padding cell at the end; `padding=1` in torch pads both sides. "
        "The shapes agree, every window begins one cell earlier.",
        "移植过来的步幅 2 的层，为什么整体错了一格？",
        "`SAME` 把多出来的一格放在末尾，torch 的 `padding=1` 两边都填。"
        "形状一样，但每个窗口都早开始一格。",
        "index.md#my-stride-2-same-layer-is-shifted-by-one",
    ),
    Question(
        "What is a one-dimensional convolution, really?",
        "One whose window moves along one axis only. The input still has channels, so the "
        "weight has three axes: output channels, input channels, taps.",
        "到底什么是一维卷积？",
        "窗口只沿一个轴移动的卷积。输入仍有通道，所以权重有三个轴：输出通道、输入通道、核长。",
        "learn/ranks.md#question-one-dimensional",
    ),
    Question(
        "What are the gaps between the points of a dilated kernel?",
        "Input cells that the window passes over without reading. A kernel of k taps with "
        "dilation d spans d(k−1)+1 cells, at the same number of weights.",
        "膨胀卷积里“卷积核之间的空格”是什么？",
        "窗口跨过去、不读的那些输入元素。k 个元素、膨胀率 d 的核跨 d(k−1)+1 格，权重个数不变。",
        "learn/dilation.md#question-gaps",
    ),
    Question(
        "Why divide the channels into groups?",
        "With g groups each output channel reads only C/g input channels: weights and products "
        "fall to one g-th. With g = C it is depthwise.",
        "为什么要把通道分组？",
        "分 g 组后，每个输出通道只读 C/g 个输入通道，权重和乘法都降到 1/g；g = C 就是逐通道卷积。",
        "learn/groups.md#question-groups",
    ),
    Question(
        "What does `return_indices` return?",
        "For each maximum, its flat position in the unpadded plane of its (n, c); of equal ones "
        "the first. Unpooling needs it.",
        "`return_indices` 返回的是什么？",
        "每个最大值在它所在的 (n, c) 平面里的位置：不算填充，按行展平；"
        "并列时取第一个。反池化要用它。",
        "learn/pooling.md#question-indices",
    ),
    Question(
        "Why are there floor and ceil, and what is the difference?",
        "Floor keeps the windows that fit; ceil adds one where a step is left over, unless it "
        "would start in the high padding. Five cells, kernel 2, stride 2: two windows or three.",
        "为什么要有向下取整和向上取整？有什么区别？",
        "向下取整只留放得下的窗口；向上取整在剩余不足一步时再加一个，除非它从末尾的填充里开始。"
        "5 个元素、核 2、步幅 2：两个或三个窗口。",
        "learn/pooling.md#question-ceil",
    ),
    Question(
        "Why may cross-correlation take the place of convolution?",
        "The kernel is learned: a network with flipped kernels learns the flipped weights and "
        "computes the same. With given weights it matters.",
        "为什么可以用互相关代替卷积？",
        "卷积核是学出来的：换成翻转的定义，学到的权重也跟着翻转，结果相同。权重是给定的，就不能混用。",
        "learn/flip.md#question-either",
    ),
    Question(
        "Why is `weight.grad` None, or of a size that I did not expect?",
        "It is None until `backward` has run, and always has the shape of the weight: "
        "(O, C/groups, kH, kW).",
        "`weight.grad` 为什么是 None，或者大小出乎意料？",
        "`backward` 之前是 None；之后的形状总与权重相同：(O, C/groups, kH, kW)。",
        "learn/gradients.md#question-weight-grad",
    ),
    Question(
        "How large is the output?",
        "floor((i + lo + hi − d(k−1) − 1)/s) + 1 along each axis. What is left over is not "
        "read; no size is invalid for that.",
        "输出有多大？",
        "每个轴 floor((i + lo + hi − d(k−1) − 1)/s) + 1。多出来的元素没人读，但这并不非法。",
        "learn/stride.md#size",
    ),
    Question(
        "Does average pooling count the padding?",
        "torch does by default, ONNX, TensorFlow and Keras do not. What a window of ceil mode "
        "reaches beyond the padding never counts.",
        "平均池化把填充算进去吗？",
        "torch 默认算，ONNX、TensorFlow、Keras 默认不算。向上取整时伸出填充之外的部分从不计数。",
        "spec/divisors.md",
    ),
    Question(
        "Does max pooling pad with zeros?",
        "No: with minus infinity. All-negative windows at the border would otherwise give 0.",
        "最大池化用 0 填充吗？",
        "不，用负无穷。否则边缘处全为负数的窗口会得到 0。",
        "learn/pooling.md#padding",
    ),
    Question(
        "Does a transposed convolution undo a convolution?",
        "It restores the shape, not the values: it is the transposed matrix, not the inverse. "
        "output_padding says which of s possible sizes is meant.",
        "转置卷积能还原卷积吗？",
        "还原的是形状，不是数值：它是转置矩阵，不是逆矩阵。"
        "output_padding 说明是 s 种可能大小中的哪一种。",
        "learn/matrix.md#transposed",
    ),
    Question(
        "How do I turn weights of one framework into those of another?",
        "torch (O, C/g, H, W), TensorFlow (H, W, C/g, O), depthwise in TensorFlow (H, W, C, m): "
        "a transpose each, shown and run.",
        "怎样把一个框架的权重换成另一个框架的？",
        "torch 是 (O, C/g, H, W)，TensorFlow 是 (H, W, C/g, O)，"
        "TensorFlow 的逐通道卷积是 (H, W, C, m)；"
        "各做一次转置，都有可运行的代码。",
        "rosetta/index.md#layouts",
    ),
    Question(
        "The formula in the documentation gives another size. Who is right?",
        "Run it: some printed formulas are wrong, of torch too; some need the note beside them. "
        "Each is judged over all small cases.",
        "文档里的公式算出另一个大小，谁对？",
        "跑一下就知道：有些印出来的公式是错的（torch 也有），有些要连同旁边的说明一起读。"
        "这里对所有小参数逐一核对过。",
        "audit.md",
    ),
    Question(
        "Why do two correct libraries differ in the last digits?",
        "Floating-point sums depend on their order. The suite judges integers whose sums are "
        "exact, or a proven bound; never a tolerance that was tried out.",
        "两个都正确的库，为什么末几位不同？",
        "浮点求和与次序有关。这里用求和精确的整数来判定，或用证明过的误差界，从不用试出来的容差。",
        "learn/numerics.md#order",
    ),
)


def question_pages(translated: dict[str, str]) -> dict[str, str]:
    """Both pages; `translated` has, for a page in English, its Chinese one where there is one."""
    english = [
        "# Questions and answers",
        "Two lines each; the link leads to where the answer is shown by code that runs. "
        f"中文版：[问与答]({relative(PAGES['en'], PAGES['zh'])}).",
    ]
    chinese = [
        "# 问与答",
        "每个回答两行；链接指向用代码证明它的页面。"
        f"English: [Questions]({relative(PAGES['zh'], PAGES['en'])}).",
    ]
    for number, question in enumerate(QUESTIONS, 1):
        page, _, anchor = question.page.partition("#")
        there = "#" + anchor if anchor else ""
        link = relative(PAGES["en"], page) + there
        english.append(_section(number, question.asked, f"{question.answer} [Shown here]({link})"))
        link = relative(PAGES["zh"], translated.get(page, page)) + there
        said = f"{question.answer_zh}[见此处]({link})"
        chinese.append(_section(number, question.asked_zh, said))
    return {PAGES["en"]: "\n\n".join(english) + "\n", PAGES["zh"]: "\n\n".join(chinese) + "\n"}


def _section(number: int, asked: str, said: str) -> str:
    return f"## {asked} {{ #q{number} }}\n\n{said}"
