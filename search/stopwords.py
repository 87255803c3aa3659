"""Question and function words: said in a question, telling nothing about what is looked for."""

_CHINESE = """
什么 是什么 什么是 什么样 甚么 啥 怎么 怎么样 怎么办 怎样 如何 为什么 为何 为啥 何时 何地 何种 何为
哪 哪些 哪个 哪里 哪儿 哪种 哪几 哪一 谁 谁是 几时 多少 多久 多大 是不是 是否 能否 可否 能不能 可不可以
有没有 有无 有何 有哪些 有什么 请问 请教 想问 求问 告诉 知道 想知道 了解 想 找 查 查询 搜索 搜 查找
的 地 得 之 了 着 过 们 吗 呢 吧 啊 呀 么 嘛 哦 和 与 及 跟 同 或 或者 以及 并 并且 而 而且 但 但是
在 是 就 都 也 还 又 很 更 最 把 被 给 对 对于 关于 有关 从 向 由 于 为 为了 以 因 因为 所以 等 等等 其 中
这 那 这个 那个 这些 那些 这种 那种 此 该 各 每 我 我们 你 你们 您 他 她 它 他们 她们 它们 咱们 自己 大家
一个 一种 一些 一下 一点 可以 应该 应当 需要 要 会 能 能够 必须 有 个 们 上 下 里 到 去 来
"""
_ENGLISH = """
a an the of in on at to for from by with and or is are was were be been do does did how what why who whom whose
when where which that this these those it its i you we they he she can could should would will about please
"""

STOP_WORDS = frozenset(_CHINESE.split()) | frozenset(_ENGLISH.split())
