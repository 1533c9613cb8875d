"""Sectors of the economy: the words by which enterprises name what they do, and the nouns that are of one sector alone.

The sectors follow the sections of GB/T 4754 (国民经济行业分类), joined or parted where support policies do so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector.

    Attributes:
        words: words in what an enterprise says it does (做工业机器人的 is 制造).
        subjects: nouns of enterprises and bodies that are of this sector and of no other (实体书店, 旅行社).
    """

    words: tuple[str, ...]
    subjects: tuple[str, ...]


_TEXTS: Mapping[str, tuple[str, str]] = {
    "农业": (
        "农业 农产 农机 种植 养殖 畜牧 林业 渔业 水产 果园 猕猴桃 茶叶 粮食 蔬菜 花卉 种业",
        "农业企业 农业经营主体 种植户 养殖户 养殖场 农民合作社 农民专业合作社 家庭农场 种养大户 农机合作社 屠宰企业",
    ),
    "采矿": ("采矿 煤炭 矿山 矿业", "矿山企业 煤矿企业"),
    "制造": (
        "制造 装备 机器人 机械 汽车 零部件 配件 模具 材料 化工 助剂 纺织 服装 家具 家电 电子 仪器 仪表 传感器"
        " 轴承 设备 生产 工业 光伏 电池 芯片 半导体 集成电路 船舶 食品加工 酒厂 制药 包装 五金 陶瓷 造纸 激光 连接器"
        " 电控 输变电",
        "工业企业 制造业企业 制造企业",
    ),
    "建筑": ("建筑 施工 房地产 装修 工程总承包 物业", "建筑业企业 建筑企业 房地产企业 房地产开发企业 物业企业"),
    "批发零售": ("零售 批发 超市 便利店 商贸 电商 直播 带货 外贸 进出口 贸易", "实体书店 汽车销售企业 加油站"),
    "物流": (
        "物流 运输 货运 快递 仓储 配送 港口 航运",
        "物流企业 货运企业 网络货运经营者 网约车平台公司 公交企业 航运企业",
    ),
    "住宿餐饮": (
        "餐饮 饭店 餐厅 酒店 民宿 住宿 宾馆",
        "旅游民宿 民宿 星级酒店 旅游饭店 餐饮企业 住宿企业 餐饮单位 餐饮服务单位",
    ),
    "旅游会展": ("旅游 旅行社 景区 会展 展览", "旅行社 旅游景区 会展企业 办展单位 旅游企业"),
    "文化": (
        "文化 文创 演艺 影视 电影 出版 动漫 游戏 广告 艺术 传媒 书店",
        "影院 电影院 剧场 演出场馆 演艺机构 文艺院团 演出经纪机构 出版单位 电影企业 影视企业 演艺企业 文艺表演团体",
    ),
    "软件信息": ("软件 信息技术 大数据 云计算 人工智能 互联网 区块链 算力 数据中心 芯片设计 网络安全", ""),
    "金融": (
        "银行 保险 担保 融资租赁 小额贷款 典当 保理 证券 基金 投资",
        "银行 担保公司 担保机构 融资担保公司 融资租赁公司 小额贷款公司 典当行 商业保理公司 金融机构 保险公司 保险机构"
        " 创业投资机构 股权投资机构 基金管理人 证券公司",
    ),
    "医疗": ("医院 诊所 体检", "医疗机构 医院 定点医疗机构 村卫生室"),
    "养老托育家政": ("养老 托育 家政 护理 月嫂", "养老机构 养老服务机构 托育机构 家政服务企业 家政企业 康养机构"),
    "教育": ("学校 幼儿园 教培 培训", "学校 幼儿园 民办学校 职业院校 培训机构 高等学校"),
    "专业服务": (
        "人力资源 律师 会计 咨询 检验检测 知识产权代理 设计 认证 猎头 专利代理",
        "律师事务所 会计师事务所 人力资源服务机构 专利代理机构 检验检测机构",
    ),
    "载体": ("孵化器 产业园 园区运营 众创空间", "孵化器 众创空间 产业园区运营机构 大学科技园 孵化机构"),
}
SECTORS: Mapping[str, Sector] = MappingProxyType(
    {name: Sector(tuple(words.split()), tuple(subjects.split())) for name, (words, subjects) in _TEXTS.items()}
)
# Sectors that one enterprise is often of at once; neither rules the other out.
_TOGETHER = (
    {"软件信息", "制造"},
    {"软件信息", "专业服务"},
    {"软件信息", "文化"},
    {"住宿餐饮", "旅游会展"},
    {"文化", "旅游会展"},
    {"农业", "制造"},
    {"批发零售", "制造"},
    {"批发零售", "物流"},
    {"批发零售", "农业"},
    {"批发零售", "文化"},
    {"制造", "采矿"},
    {"医疗", "养老托育家政"},
    {"载体", "专业服务"},
    {"教育", "专业服务"},
)


def of_activities(activities: tuple[str, ...]) -> frozenset[str]:
    """The sectors of what an enterprise says it does; none where its words name none."""
    return frozenset(
        name for name, sector in SECTORS.items() if any(word in said for word in sector.words for said in activities)
    )


def of_subject(noun: str) -> frozenset[str]:
    """The sectors that a noun of a recipient is of; none where enterprises of any sector may be meant."""
    return frozenset(name for name, sector in SECTORS.items() if noun in sector.subjects)


def apart(own: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether an enterprise of some sectors is of none of the wanted ones; false where either side is not known."""
    if not own or not wanted or own & wanted:
        return False
    return not any({a, b} in _TOGETHER for a in own for b in wanted)
