"""What people call the facts of an enterprise: a noun each, by the field of the profile that it names.

A noun claims the numbers that stand in its own stretch of a sentence, and only those of its own kind: money, persons,
pieces. Sums that look like a field's and are not are listed as well, under no field, so that they claim their numbers:
技术转让收入 is no turnover, 融资 no investment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Measured(StrEnum):
    """What a noun's numbers count."""

    MONEY = "money"
    PERSONS = "persons"
    PIECES = "pieces"
    PROJECT = "project"  # money put into something that has the noun's name
    PLAIN = "plain"  # no number: the noun itself says it


@dataclass(frozen=True, slots=True)
class Noun:
    """One noun. `field` is the profile's, empty for what is none of its facts."""

    text: str
    field: str
    measured: Measured
    start: int
    end: int


_NOUNS: Mapping[tuple[Measured, str], str] = {
    (
        Measured.MONEY,
        "revenue",
    ): """营收 营业收入 销售收入 销售额 主营收入 主营业务收入 年收入 总收入 营业额 年产值 产值 流水
        收入 销售 卖""",
    (Measured.MONEY, "rd_spending"): "研发费用 研发投入 研发经费 研发支出 研究开发费用 研发",
    (Measured.MONEY, "assets"): "总资产 资产总额 资产",
    (Measured.MONEY, "tax"): "纳税 缴税 交税 税收 上税 纳税额 缴纳税款",
    (Measured.MONEY, "transfer_income"): """技术转让收入 技术转让 技术转让所得 技术服务收入 技术开发收入 技术收入
        技术合同收入 专利许可收入 专利转让""",
    (Measured.MONEY, "exports"): "出口额 出口 外贸出口 进出口额 进出口",
    (
        Measured.MONEY,
        "",
    ): """gmv GMV 技术合同 技术合同成交额 海外收入 罚款 罚 注册资本 注册资金 贷款 借款 融资 利润 净利润
        亏损 租金 房租 工资 补贴 补助 订单 合同额 估值 保费 担保 增资 捐款 社保 专项资金 基金 股权融资 利息""",
    (
        Measured.PROJECT,
        "",
    ): """技术改造 技改 数字化改造 智能化改造 设备投入 设备投资 设备更新 固定资产投资 固定资产 生产线 厂房
        扩建 新建项目 项目投资""",
    (Measured.PERSONS, "rd_staff"): "研发人员 研发团队 研发岗 研发",
    (Measured.PERSONS, "tech_staff"): "科技人员 技术人员 工程师",
    (
        Measured.PERSONS,
        "staff",
    ): """员工 职工 在职 全公司 公司 团队 人员 我们 总共 一共 共 厂里 用工 正式工 总人数 工人""",
    (
        Measured.PERSONS,
        "",
    ): """毕业生 大学生 应届生 残疾人 博士 硕士 退役军人 高级工 实习生 客户 股东 本科 高校毕业生 贫困人口
        脱贫人口 就业困难人员 新招 新增就业 院士 外籍专家""",
    (Measured.PIECES, "invention"): "发明专利 发明",
    (Measured.PIECES, "utility"): "实用新型专利 实用新型",
    (Measured.PIECES, "design"): "外观设计专利 外观设计 外观专利 外观",
    (Measured.PIECES, "software"): "软件著作权 软著",
    (Measured.PIECES, ""): "商标 专利 标准 PCT专利 PCT 专利申请 集成电路布图 新药证书 产品 项目 门店",
    (Measured.PLAIN, "above_scale"): "规上 规模以上 上规",
    (Measured.PLAIN, "super_deduction"): "加计扣除",
    (Measured.PLAIN, "legal_person"): "独立法人 有限公司 有限责任公司 股份公司",
    (Measured.PLAIN, "大型"): "大型企业 大型",
    (Measured.PLAIN, "中型"): "中型企业 中型",
    (Measured.PLAIN, "小型"): "小型企业 小型",
    (Measured.PLAIN, "微型"): "微型企业 微型",
    (Measured.PLAIN, "小微"): "小微企业 小微",
}
SIZES = frozenset({"大型", "中型", "小型", "微型", "小微"})

TITLES: tuple[tuple[str, str, str], ...] = (
    ("高新技术企业 国家高新技术企业 国高新 国家高新 高新企业 高企", "高新技术企业", ""),
    ("科技型中小企业 科小", "科技型中小企业", ""),
    (
        "专精特新小巨人企业 专精特新“小巨人”企业 专精特新小巨人 专精特新“小巨人” 小巨人企业 小巨人",
        "专精特新小巨人企业",
        "国家级",
    ),
    ("专精特新中小企业 专精特新企业 专精特新", "专精特新中小企业", ""),
    ("创新型中小企业", "创新型中小企业", ""),
    ("瞪羚企业 瞪羚", "瞪羚企业", ""),
    ("独角兽企业 独角兽", "独角兽企业", ""),
    ("单项冠军企业 单项冠军示范企业 单项冠军", "制造业单项冠军企业", ""),
    ("技术先进型服务企业", "技术先进型服务企业", ""),
    ("科技小巨人企业", "科技小巨人企业", ""),
    ("农业产业化龙头企业 农业龙头企业", "农业产业化龙头企业", ""),
)
"""Everyday names of titles, their full name, and the level that the name itself says."""

_PLATFORMS = """企业技术中心 工程技术研究中心 工程研究中心 工程中心 技术创新中心 重点实验室 工程实验室 新型研发机构
    院士工作站 博士后科研工作站 博士后工作站 博士工作站 专家工作站 工业设计中心 企业研究院 技术中心 研发中心
    众创空间 孵化器"""
PLATFORMS = tuple(_PLATFORMS.split())
LEVELS: Mapping[str, str] = MappingProxyType(
    {f"{rank}{level}": f"{rank}级" for level in ("级", "") for rank in ("国家", "省", "市", "区", "县")}
)
RECORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "safety": ("安全事故", "安全生产事故"),
        "quality": ("质量事故", "质量问题"),
        "environment": ("环保处罚", "环境污染事故", "环境违法", "环保违法", "环保事故", "环保"),
        "dishonest": ("失信", "失信记录", "不良信用", "征信问题", "黑名单"),
        "research": ("科研失信", "学术不端"),
        "illegal": ("违法违规", "违法记录", "违法", "行政处罚"),
        "tax": ("欠税", "偷税", "税务处罚", "税务违法"),
        "loan": ("逾期贷款", "逾期", "贷款逾期"),
    }
)
ALL_RECORDS = ("不良记录", "任何处罚", "任何记录", "处罚记录", "违规记录", "任何违法违规")
"""Of which none means none of any kind."""

DENIALS = ("不是", "没", "未", "不算", "不属于", "非", "无", "不再", "到期")
CLAIMS = ("是", "有", "属于", "作为", "系", "已", "评上", "认定", "获得", "拿了", "拿到", "入库", "入了")
"""Right before a title: it is held, whatever the sentence asks."""
QUESTIONS = (
    "报",
    "申请",
    "申评",
    "打算",
    "准备",
    "想",
    "争取",
    "够",
    "能",
    "吗",
    "培育",
    "冲",
    "影响",
    "标准",
    "条件",
    "怎么",
    "如何",
    "计划",
)
"""In the stretch of a title: it is wished for or asked about, not held."""
OTHERS = ("朋友", "客户", "同行", "母公司", "他们", "人家", "别人", "对手", "供应商", "听说", "隔壁")
"""A stretch that tells of somebody else."""
PENDING = ("正在申请", "在申请", "申请中", "在审", "受理", "还没下来", "没授权", "未授权")


def _index() -> dict[str, list[tuple[str, Measured]]]:
    found: dict[str, list[tuple[str, Measured]]] = {}
    for (measured, field), texts in _NOUNS.items():
        for text in texts.split():
            found.setdefault(text, []).append((field, measured))
    return found


_BY_TEXT = _index()
_LONGEST = max(map(len, _BY_TEXT))


def nouns(text: str) -> Iterator[Noun]:
    """The nouns of a text in order, the longest at each place; one that names two fields (研发) is given twice."""
    at = 0
    while at < len(text):
        for length in range(min(_LONGEST, len(text) - at), 0, -1):
            held = _BY_TEXT.get(text[at : at + length])
            if held is not None:
                for field, measured in held:
                    yield Noun(text[at : at + length], field, measured, at, at + length)
                at += length
                break
        else:
            at += 1
