"""Nouns of those whom support is given to, of what it is given for, and of giving and demanding, by class.

`ingest.provisions.recipients` counts them where they stand; how much each counts was fitted (`training/measures.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from docs_store.provisions import Recipient


class Noun(StrEnum):
    """Classes of nouns that are no recipients."""

    OBJECT = "object"
    GIFT = "gift"
    DUTY = "duty"
    CALL = "call"


_TEXTS: Mapping[Recipient | Noun, str] = {
    Recipient.ENTERPRISE: """企业 公司 市场主体 经营主体 商户 个体工商户 用人单位 厂商 法人 单位 业主 主体 影院 商贸
        工厂 品牌商 零售 总部 民宿 酒店 旅行社 纳税人""",
    Recipient.PERSON: """个人 人才 人员 毕业生 职工 劳动者 运动员 教练 创业者 居民 老年人 学生 专家 院士 发明人 教师
        农民工 家庭 选手 作者 艺术工作者 医生 导师 带头人 申请人 权利人 残疾人 技师 大师 消费者 领军 博士
        队员 本人 青少年""",
    Recipient.HOUSEHOLD: "农户 农民 村民 养殖户 种植户 大户 合作社 被征地 村集体 家庭农场 贫困户 户主",
    Recipient.ORGANISATION: """高校 高等学校 院校 科研院所 研究院 科研机构 医疗机构 医院 学校 幼儿园 社会组织 协会
        行业组织 养老机构 社会团体 院团 机构 创新主体 文化单位""",
    Recipient.PLATFORM: """园区 孵化器 众创空间 平台 基地 示范区 集群 商圈 银行 担保 担保公司 租赁公司 金融机构 保险
        基金 投资机构 管理机构 服务机构 运营机构 运营单位 载体 楼宇 中介 商会 中心 大学科技园 小贷 市场 工作站
        博士工作站
        院士工作站 博士后工作站 专家工作站""",
    Recipient.GOVERNMENT: """人民政府 政府 县(市、区) 区市县 各区 各县 乡镇 部门 街道 市直 各地 财政局 主管部门 公立
        公交 教育局 试点县""",
    Noun.OBJECT: "项目 产品 专利 标准 商标 品牌 成果 作品 设备 技术 软件 贷款 保费 投资",
    Noun.GIFT: """给予 奖励 补助 补贴 资助 贴息 减免 免征 退税 支持 兑现 扶持 券 优惠 享受 配套 奖补 后补助 返还""",
    Noun.DUTY: """应当 不得 必须 严禁 处罚 罚款 审批 批准 登记 监管 监督 概算 完善 健全 推进 加强 力争 到20 安排 预算
        落实""",
    Noun.CALL: "申报 申请 评审 择优 认定 评选 推荐 遴选 报名 征集 大赛 竞赛",
}
WORDS: Mapping[Recipient | Noun, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(text.split()) for kind, text in _TEXTS.items()}
)
GIVING = "给予|奖励|补助|补贴|资助|贴息|减免|免征|扶持|奖补|享受|返还|补偿|支持"
HANDING = "给予|予以|发放|享受|兑付"
EACH = "每家|每个|单家|单个|每户|每名|每人"
EACH_PERSON = ("每名", "每人")
