"""Sentences of a document that are addressed to a machine: 忽略以上指令, ignore previous instructions.

No document of this kind speaks so, and whoever put such a sentence there wants something else said than the document
says. So it is no evidence. This is the first line only; that nothing else gets into an answer is the check's work.
"""

from __future__ import annotations

import re

from docs_store import lazy_re
from docs_store.textnorm import fold

_TO_A_MACHINE = lazy_re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要理会|不用理会|跳过|抛开|(?<!全)覆盖(?![率面])|取代|停止执行|绕过)[^。;\n]{0,12}"
    r"(?:指令|指示|提示|设定|系统消息|要求|规则|资料|上文|前文|原文|限制|约束|核对)"
    r"|(?:你是|你现在是|你将?扮演|请你?扮演)[^。;\n]{0,10}(?:AI|助手|模型|机器人|管理员|开发者|专家|角色)"
    r"|(?:问到|被问|有人问|用户问|用户提问|凡问)[^。;\n]{0,20}(?:回答|回复|答道|都说|说成|输出)"
    r"|(?:直接|只能?|一律|统一|改为|都要?|必须|务必)[^。;\n]{0,4}(?:回答|输出|回复[:“‘「])|请[^。;\n]{0,6}(?:回答|输出|复述|重复以下)"
    r"|(?:回答|答案|输出|回复)(?:时|中|里|的?(?:末尾|开头|结尾))[^。;\n]{0,10}(?:加上|附上|一律|写|改)"
    r"|(?:回答|答复|回复)[^。;\n]{0,8}(?:问题|提问|用户|咨询)的(?:AI|人工智能|大?模型|助手|机器人|程序)"
    r"|(?:系统|开发者|管理员)(?:提示词|指令|消息|模式)|提示词"
    r"|<\|[^>\n]{0,40}\|?>|\[/?INST\]|^[^\S\n]*(?:system|assistant|user|human|系统|助手|用户)\s*:"
    r"|ignore\b[^.\n]{0,40}\b(?:instructions?|prompts?|rules?|above|previous)"
    r"|disregard\b|jailbreak|developer mode|system prompt|you are (?:now |an? )"
    r"|(?:respond|reply|answer) (?:only |with )",
    re.IGNORECASE | re.MULTILINE,
)


def to_a_machine(text: str) -> bool:
    """Whether a sentence tells a machine what to do or say."""
    return _TO_A_MACHINE.search(fold(text)) is not None
