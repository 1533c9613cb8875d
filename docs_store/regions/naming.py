"""How a division's everyday short name is made from its official one. Rules of the language, no table."""

from __future__ import annotations

from docs_store import lazy_re

_SUFFIX = lazy_re.compile(r"(?:特别行政区|自治[区州县旗]|地区|新区|林区|特区|联合旗|[省市州县区旗盟])$")
_MINING_DISTRICT = lazy_re.compile(r"(?<=..)矿区$")

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京"
    "|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
# A people's name stands with 族, or, for peoples of the north-west and north-east, without it: 伊犁哈萨克自治州.
_PEOPLE_NAMES = lazy_re.compile(rf"(?<=..)(?:(?:{_PEOPLES})族|蒙古|哈萨克|柯尔克孜|维吾尔|锡伯|塔吉克){{1,9}}$")

# 左旗, 右旗, 前旗 … tell sister banners apart, so nobody leaves the 旗 off.
_NUMBERED_BANNER = lazy_re.compile(r"[左右前后中]旗$")


def short_name(name: str) -> str | None:
    """The name people use in running text: 当涂县 → 当涂, 恩施土家族苗族自治州 → 恩施, 沙县区 → 沙县.

    Returns:
        The short name, at least two characters and shorter than `name`; None where there is none (城区, 赵县,
        阿拉善左旗).
    """
    if _NUMBERED_BANNER.search(name):
        return None
    stem = _MINING_DISTRICT.sub("", name)
    if stem == name:
        stem = _SUFFIX.sub("", name)
    if stem == name:
        return None
    stem = _PEOPLE_NAMES.sub("", stem)
    if len(stem) > 2:
        stem = stem.removesuffix("族")
    return stem if len(stem) >= 2 else None


def autonomous_alias(name: str, short: str) -> str | None:
    """An autonomous division's name without its peoples, 大理白族自治州 → 大理州; None for any other name.

    Args:
        short: the short name of `name`.
    """
    return short + name[-1] if name.endswith(("自治州", "自治县", "自治旗")) else None
