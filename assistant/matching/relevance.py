"""How near a measure is to what an enterprise does: its field of business, a field of another kind, or none at all.

It orders measures and decides none: an enterprise of one field may still be meant where another is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from docs_store.library import ProvisionRow
from docs_store.textnorm import fold

_TEXTS = """机器人 人形机器人
氢能 氢燃料
储能
卫星 航天 空间信息
无人机 低空 通用航空
生物医药 医药 创新药 医疗器械 药械 制药 健康产业
集成电路 芯片 半导体
人工智能 大模型 算力 智算
软件 信息服务 信创 操作系统 信息技术 互联网
大数据 数据要素 数据标注
区块链
元宇宙 虚拟现实
新能源汽车 智能网联 汽车 动力电池 充电
光伏 风电 新能源 绿电
节能 环保 绿色制造 循环经济 碳达峰 低碳
新材料 石墨烯 稀土
仪器 传感器
量子
化工 石化
纺织 服装
食品 酿酒 预制菜
农业 农产品 种业 农机 畜禽 林业 林下 果园 茶叶 渔业 养殖 种植 耕地 病死畜禽
文化 演艺 影视 电影 电视剧 出版 动漫 游戏 艺术 非遗 戏曲 书店
旅游 民宿 会展 景区
商贸 零售 商圈 首店 老字号 餐饮 消费 商业流通
外贸 出口 跨境 境外 对外投资 对外承包 口岸 国际市场
物流 货运 冷链 快递 航运
融资租赁 保理 典当 担保 小额贷款 投贷奖 基金
养老 康养 托育 家政
教育 职业院校 学校 培训
医院 医疗机构 全科医生
建筑 老旧厂房 楼宇 房地产 老旧小区 城镇
标准化 标准制修订
知识产权 专利
体育 运动会"""
_FIELDS = tuple(tuple(line.split()) for line in _TEXTS.splitlines())


class Relevance(IntEnum):
    """From far to near, so that what is nearer is larger."""

    OTHER_FIELD = 0
    ANY_FIELD = 1
    OWN_FIELD = 2


def fields_of(texts: Iterable[str]) -> frozenset[int]:
    """The fields of business that texts name, by number."""
    folded = [fold(text) for text in texts]
    return frozenset(n for n, words in enumerate(_FIELDS) if any(word in text for word in words for text in folded))


def relevance(row: ProvisionRow, own: frozenset[int]) -> Relevance:
    """How near a measure is, by its document's title, its name and whom it supports.

    Args:
        own: `fields_of` what the enterprise does; empty where that is not known.
    """
    if not own:
        return Relevance.ANY_FIELD
    provision = row.provision
    named = fields_of((row.info.metadata.title.value, provision.measure, *(part.text for part in provision.target[:1])))
    if named & own:
        return Relevance.OWN_FIELD
    return Relevance.OTHER_FIELD if named else Relevance.ANY_FIELD
