// 页面上的文字，中文。各项与 en.js 同名；每个页面只载入一种语言。
(() => {
  const list = (items) => items.join("、");
  const on = (axis) => (axis ? `（${axis}）` : "");
  const named = (window, axis) => `窗口 ${window}${axis ? on(axis) : " "}`;

  convspec.text = {
    axes: ["行", "列"],
    labels: {
      operation: { conv: "卷积", conv_transpose: "转置卷积", max_pool: "最大池化", avg_pool: "平均池化", lp_pool: "幂平均池化", adaptive_pool: "自适应池化", unfold: "展开" },
      rank: { 1: "一维", 2: "二维" },
      padding: { explicit: "逐侧给定", valid: "valid", same_upper: "same_upper", same_lower: "same_lower" },
      count_include_pad: { True: "是", False: "否" },
      flip_kernel: { False: "否", True: "是" },
      titles: {
        padding: "填充", padding_mode: "填充内容", last_window: "最后一个窗口", count_include_pad: "除数计入填充",
        flip_kernel: "翻转卷积核",
      },
      free: { divisor_override: "指定除数" },
      numbers: {
        size: ["输入", "i"], output_size: ["输出", "o"], kernel: ["卷积核", "k"], stride: ["步幅", "s"],
        dilation: ["膨胀率", "d"], lo: ["前填充", "lo"], hi: ["后填充", "hi"], output_padding: ["输出填充", ""],
      },
    },
    page: {
      operation: "运算", axes: "维数", none: "无", cell: "输出元素", parameters: "参数", legend: "图例",
      tooWide: (reach, cells) => `没有窗口放得下：窗口跨 ${reach} 个元素，而填充后的输入只有 ${cells} 个。`,
      noneRead: "没有输出元素，所以什么也没有读。",
      notes: "值得注意", howMany: "有多少个", howManyTitle: "有多少个？", which: "读哪些元素", whichTitle: "读哪些元素？",
      keys: "方向键在图中移动，也可以直接指向某个元素。", python: "Python 写法",
      previous: "← 上一个", next: "下一个 →", play: "▶ 播放", pause: "❚❚ 暂停",
      copy: "复制链接", copied: "已复制", linkCopied: "链接已复制。", byHand: "请从地址栏复制",
      nothing: "没有结果", become: "变为", between: "；", unreached: "没有印章盖到这个元素。",
      tapHeads: { window: ["抽头", "o·s + t·d − lo", "读取"], bin: ["抽头", "位置", "读取"], stamp: ["元素", "a·s + t·d − lo = q", "经由"] },
    },
    problems: {
      wrong: (name, value, expected) => `${name} 是 ${value}，应为${expected}`,
      invalid: (name, message) => `${name}：${message}`,
      expects: (name, expected) => `${name}：应为${expected}`,
      integer: (least, most) => ` ${least} 到 ${most} 的整数`,
      nonzero: "非零整数",
      oneOf: (choices) => `以下之一：${choices.join("、")}`,
      entries: (text, count, rank) => `${text} 有 ${count} 项，应为 ${rank} 项`,
      unknown: (name) => `没有名为 ${name} 的参数`,
      below: (limit) => `小于 ${limit} 的数`,
      transposedExtent: (size) => `使转置卷积的输出大小不小于 0 的数（现为 ${size}）`,
      noBins: " 0：这个轴上没有元素",
      nothingToMirror: (mode) => `零：这个轴上没有元素，'${mode}' 无从填充`,
      widest: (most, mode) => `每侧至多 ${most}（'${mode}'）`,
    },
    dropped: {
      partial: (to, end) => `它会到达位置 ${to}，而填充后的输入止于 ${end}；floor 只保留完整的窗口`,
      inPadding: (from) => `它会从位置 ${from} 开始，那里是末尾的填充，ceil 不在那里开始窗口`,
      behind: (from, end) => `它会从位置 ${from} 开始，而填充后的输入止于 ${end}`,
    },
    formulas: { bin: "\\text{第 }a\\text{ 段}", split: "，分为 ", noWindow: "：没有窗口，" },
    notes: {
      more: (count) => `另外 ${count} 个`,
      unread: (axis, cells) => `从未被读取：${axis ? `${axis} ` : ""}${list(cells)}。`,
      unstamped: (axis, cells) => `没有印章盖到：${axis ? `${axis} ` : ""}${list(cells)}。`,
      dropped: (window, axis, why) => `${named(window, axis)}被舍弃：${why}。`,
      droppedToo: (count, axis) => `另有 ${count} 个窗口${on(axis)}同样被舍弃。`,
      beyond: (window, axis) => `${named(window, axis)}超出末端：越界的抽头什么也不读，连填充也不读。`,
      blind: (window, axis) => `${named(window, axis)}没有读到任何输入元素。`,
      crops: (lo, hi, axis) => `这里填充意味着裁剪：前 ${lo} 个，后 ${hi} 个${on(axis)}。`,
      empty: "没有输出元素。",
      space: "",
    },
    sum: {
      more: (count) => ` 等，另有 ${count} 项`,
      unstamped: "0：没有印章盖到这里，只会剩下偏置",
      blind: "−∞：窗口没有读到元素",
      column: (number) => `第 ${number} 列 = `,
      times: " 乘 ",
      pooled: (highest, mean) => `最大值 ${highest}，平均值 ${mean}`,
    },
    divisor: {
      given: (value) => `除数 ${value}，由参数给定。`,
      cells: (count) => `${count} 个输入元素`,
      padding: (count) => `${count} 个填充`,
      paddingNot: (count) => `${count} 个填充不计`,
      beyond: (count) => `${count} 个越界位置从不计入`,
      whole: (product, parts, nan) => `除数 ${product}：${parts.join("，")}。${nan ? "0 / 0 是 NaN。" : ""}`,
    },
    reads: { beyond: "无（超出末端）", padding: "填充", held: (source) => `填充：${source}` },
    said: {
      at: (cell) => (cell.length > 1 ? `行 ${cell[0]}、列 ${cell[1]}` : `${cell[0]}`),
      cell: (at, extents, sum, divisor) => `输出元素 ${at}，共 ${extents}。${sum}。${divisor}`,
      none: (error) => `没有结果：${error}。`,
      summary: (before, after, notes) => `${before} 个元素变为 ${after} 个。${notes}`,
    },
    titles: { input: "输入 x[行, 列]", padded: "输入 x[行, 列]（含填充）", output: "输出 y[行, 列]", cropped: "输出 y[行, 列]（已裁剪）" },
    legend: {
      numbers: "x 的元素是一位数字；w 逐行为 1、2、3、…；没有偏置", digits: "x 的元素是一位数字",
      weight: "抽头，数字是它的权重", tap: "抽头，数字是它读到的值", onPadding: "落在填充上的抽头",
      beyond: "越界的抽头：什么也不读", lost: "落在被裁剪处的抽头：丢失", cropped: "被裁剪：不属于输出",
      padding: "填充", unstamped: "没有印章盖到", unread: "从未被读取的输入", dropped: "被舍弃的窗口",
    },
  };
})();
