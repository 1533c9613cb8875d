"""Characters that fonts put in place of ordinary Chinese ones, read as the ordinary ones.

A font may have one glyph for 金 and for the radical ⾦ (U+2FA6), and what prints a PDF writes down either. The same
goes for compatibility ideographs, single strokes and the marks of vertical writing. They look alike, and to a search
they are others.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from docs_store import lazy_re

STAND_INS = "\u2e80-\u2fdf\u31c0-\u31e3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe48"
"""Ranges of such characters, to be set between the brackets of a regular expression."""

_STAND_IN = lazy_re.compile(f"[{STAND_INS}]")

# Code point and ordinary character. Where Unicode's own decomposition (NFKC) gives none: the radicals supplement and
# the strokes after Unicode's EquivalentUnifiedIdeograph.txt. U+2F3E decomposes to 戶, but mainland fonts draw it as 户.
_BY_CODE = """
    2E81厂 2E82乛 2E83乚 2E84乙 2E85亻 2E86冂 2E87𠘨 2E88刀 2E89刂 2E8A卜 2E8B㔾 2E8C小 2E8D尐 2E8E兀
    2E8F尣 2E90尢 2E91𡯂 2E92巳 2E93幺 2E94彑 2E95彐 2E96忄 2E97心 2E98扌 2E99攵 2E9B旡 2E9C日 2E9D月
    2E9E歺 2E9F母 2EA0民 2EA1氵 2EA2氺 2EA3灬 2EA4爫 2EA5爬 2EA6丬 2EA7牛 2EA8犭 2EA9王 2EAA𤴔 2EAB目
    2EAC示 2EAD礻 2EAE𥫗 2EAF糹 2EB0纟 2EB1罓 2EB2罒 2EB3㓁 2EB4冗 2EB5𦉫 2EB6羊 2EB7𦍌 2EB8𦍋 2EB9耂
    2EBA肀 2EBB聿 2EBC肉 2EBD𦥑 2EBE艹 2EBF艺 2EC0艻 2EC1虎 2EC2衤 2EC3覀 2EC4西 2EC5见 2EC6角 2EC7𧢲
    2EC8讠 2EC9贝 2ECA𧾷 2ECB车 2ECC辶 2ECD辷 2ECE辸 2ECF邑 2ED0钅 2ED1長 2ED2镸 2ED3长 2ED4门 2ED5𨸏
    2ED6阝 2ED7雨 2ED8青 2ED9韦 2EDA页 2EDB风 2EDC飞 2EDD食 2EDE𩙿 2EDF飠 2EE0饣 2EE1𩠐 2EE2马 2EE3骨
    2EE4鬼 2EE5鱼 2EE6鸟 2EE7卤 2EE8麦 2EE9黄 2EEA黾 2EEB斉 2EEC齐 2EED歯 2EEE齿 2EEF竜 2EF0龙 2EF1龜
    2EF2亀 2EF3龟 2F3E户 31C6𠃌 31CF乀 31D0一 31D1丨 31D2丿 31D3乀 31D4丶 31D5𠃍 31D6乛 31D7𠃊 31D8𠃎
    31D9𠄌 31DA亅 31DB𡿨 31DC𠃋 31DD乀 31DE𠃑 31DF乚 31E0乙 31E1𠄎
"""
# Where the decomposition is wider than one character, or narrower than the mark that is meant.
_MARKS = dict(zip("︐︓︔︕︖︙︰︲︳︴︵︶︷︸﹇﹈", "，：；！？…‥–＿＿（）｛｝［］", strict=True))


def ordinary(text: str) -> str:
    """`text` with radicals, strokes, compatibility ideographs and vertical marks as ordinary characters.

    The length stays, so offsets do too. What has no ordinary form stays as it is.
    """
    for char in set(_STAND_IN.findall(text)):
        text = text.replace(char, _ordinary(char))
    return text


@cache
def _table() -> dict[str, str]:
    return {chr(int(entry[:4], 16)): entry[4:] for entry in _BY_CODE.split()} | _MARKS


@cache
def _ordinary(char: str) -> str:
    known = _table().get(char) or unicodedata.normalize("NFKC", char)
    return known if len(known) == 1 else char
