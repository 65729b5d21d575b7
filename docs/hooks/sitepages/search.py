"""What the search finds: the index that the theme has made, lighter and in better order.

Every page loads the index. A clause is found by its id and its sentence, on its own page; that a
page of a topic lists it again, its verdicts and what it kills are left out.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sitepages.terms import TERMS

Entry = dict[str, Any]

#: how much a hit counts: the pages that explain go before those to look things up in
_BOOSTS = (
    (re.compile(r"(zh/)?(learn/(?!index)|questions|glossary)"), 4.0),
    (re.compile(r"results/"), 0.3),
    (re.compile(r"api/|audit|rosetta/"), 0.7),
)
#: The fields that are searched. `asked` and `beginnings` are not shown: words of readers that the
#: page has no use for; and, on one page, the beginnings of the Chinese words. The theme looks for
#: the words of a query in the index, but for its last character: there it needs a beginning.
#: `family` is the part of an id that only an id has: mkdocs.yml leaves its dot to it, as `§.pad`.
_FIELDS = {"title": 8, "text": 1, "asked": 8, "family": 1000, "beginnings": 1e-6}
_ASKED = {
    "learn/network.html": "MNIST",
    "zh/learn/network.html": "MNIST",
    "zh/learn/dilation.html": "空洞",
    "learn/stride.html": "padding='same' stride 2 output size formula",
    "zh/learn/stride.html": "padding='same' 步幅 2",
    "learn/padding.html": "same_upper same_lower even kernel",
    "zh/learn/padding.html": "same_upper same_lower",
    "learn/ranks.html": "1d 1-D Conv1d one-dimensional convolution",
    "learn/channels.html": "weight shape",
    "learn/calling.html": "batch_size F.conv2d nn.Conv2d Expected 4-dimensional",
    "zh/learn/calling.html": "batch_size F.conv2d nn.Conv2d 区别 默认值",
}
_BEGINNINGS = "zh/glossary.html"
#: words that many terms are made of; in text that knows no spaces they are told apart by a list
_STEMS = (
    "卷积",
    "反卷积",
    "空洞",
    "转置",
    "算子",
    "融合",
    "数据",
    "默认值",
    "区别",
    "网络",
    "参数",
    "输入",
    "输出",
)
_STEMS += (
    "梯度",
    "形状",
    "权重",
    "矩阵",
    "为什么",
    "怎样",
    "什么",
    "公式",
    "逐通道",
    "可分离",
    "函数",
    "框架",
)
_HAN = re.compile("[\u4e00-\u9fff]+")
_TAG = re.compile(r"(<[^>]*>)")
_TEX = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_SIGNS = {"lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "cdot": "·", "bmod": "mod"}
_SIGN = re.compile(rf"\\({'|'.join(_SIGNS)})\b ?")
_FRACTION = re.compile(r"\\frac\{([^{}]+)\}\{([^{}]+)\}")
_COMMAND = re.compile(r"\\(?:text|mathrm|operatorname|left|right)\b\s*|\\[,;:! ]|[\\{}$]")
#: the separator of mkdocs.yml; nobody sees it
_BREAK = "\u200b"


def search_index(index: dict[str, Any]) -> dict[str, Any]:
    """The index with fewer, shorter entries: what is said once, no TeX, Chinese word by word."""
    entries = [_entry(e) for e in index["docs"] if not _is_said_elsewhere(e["location"])]
    fields = {name: {"boost": boost} for name, boost in _FIELDS.items()}
    return {"config": index["config"] | {"fields": fields}, "docs": entries}


def rewrite_index(path: Path) -> None:
    """Put the lighter index in the place of the one in the file."""
    index = search_index(json.loads(path.read_text("utf-8")))
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, "utf-8")


def _is_said_elsewhere(location: str) -> bool:
    """Whether a section repeats another page, or is a table that nobody reads as text."""
    page, _, section = location.partition("#")
    if page.startswith("spec/"):
        return "." in section  # the id of a clause
    of_data = page.startswith(("clauses/", "results/mutants")) or re.match("results/.+/", page)
    return bool(of_data and section)


def _entry(entry: Entry) -> Entry:
    location, text = entry["location"], entry["text"]
    if location.startswith(("clauses/", "results/index", "results/differences.html")):
        text = text.partition("</p>")[0] + "</p>"
    made = entry | {"title": _readable(entry["title"]), "text": _readable(text)}
    boost = next((b for page, b in _BOOSTS if page.match(location)), None)
    if location.startswith("clauses/"):
        topic = _TAG.sub("", made["title"]).split(".")[1].partition("-")[0]
        made["family"] = f"§.{topic}"
        boost = 0.3 * 0.93 ** len(re.findall(r"\w+", location))  # the shortest of like ids first
    if boost is not None:
        made["boost"] = boost
    if location in _ASKED:
        made["asked"] = _readable(_ASKED[location])
    if location == _BEGINNINGS:
        made["beginnings"] = _BREAK.join(w[:n] for w in _KNOWN for n in range(1, len(w)))
    return made


def _readable(html: str) -> str:
    """Text without the marks of TeX, with an invisible break between two Chinese words."""
    spelled = _TEX.sub(lambda m: _spelled(m[1] or m[2]), html)
    parts = _TAG.split(spelled)
    return "".join(p if p.startswith("<") else _HAN.sub(_broken, p) for p in parts)


def _spelled(tex: str) -> str:
    signs = _SIGN.sub(lambda m: _SIGNS[m[1]], _FRACTION.sub(r"(\1)/\2", tex))
    return _COMMAND.sub("", signs)


def _broken(match: re.Match[str]) -> str:
    return _BREAK + _BREAK.join(_WORDS.findall(match[0])) + _BREAK


def _known() -> list[str]:
    """The stems, and the Chinese terms that have none inside; the longest first."""
    terms = {w for t in TERMS for w in t.words("zh") if _HAN.fullmatch(w)}
    whole = {w for w in terms if not any(o in w for o in (terms | {*_STEMS}) - {w})}
    return sorted(whole | {*_STEMS}, key=lambda w: (-len(w), w))


_KNOWN = _known()
#: a known word, else a character
_WORDS = re.compile("|".join(_KNOWN) + "|.")
