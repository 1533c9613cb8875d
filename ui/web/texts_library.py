"""Words of an opened document on the library page."""

from __future__ import annotations

ZH = {
    "accept": "读得不好的文件（乱码、残缺）也收进来",
    "document_id": "编号",
    "reading_report": "读取情况",
    "versions": "各个版本",
    "metadata": "资料信息",
    "metadata_hint": "这些是读取时推断的，有误可以直接改。把握低的标成黄色；改过的以您的为准，重新上传也保留。",
    "correct": "保存更正",
    "corrected": "已更正。",
    "by_hand": "人工更正",
    "certainty": "把握 {n}%",
    "text_all": "全文（{n} 字）",
    "text_download": "下载全文",
    "text_cut": "这里显示前 {n} 字，共 {all} 字；其余请下载全文。",
    "field_title": "标题",
    "field_kind": "类型",
    "field_region": "地区",
    "field_year": "年份",
    "field_issuer": "发文单位",
    "field_doc_number": "文号",
    "field_published": "发布日期",
    "field_effective": "施行日期",
    "field_expires": "有效期至",
}

EN = {
    "accept": "Take in files that are read badly (garbled, incomplete) as well",
    "document_id": "Id",
    "reading_report": "How it was read",
    "versions": "Versions",
    "metadata": "What is known about it",
    "metadata_hint": "Inferred when it was read; change what is wrong. What is uncertain is yellow. Your"
    " corrections stay, even when the file is uploaded anew.",
    "correct": "Save corrections",
    "corrected": "Corrected.",
    "by_hand": "set by hand",
    "certainty": "{n}% sure",
    "text_all": "Full text ({n} characters)",
    "text_download": "Download the text",
    "text_cut": "The first {n} of {all} characters; download the text for the rest.",
    "field_title": "Title",
    "field_kind": "Kind",
    "field_region": "Place",
    "field_year": "Years",
    "field_issuer": "Issuer",
    "field_doc_number": "Number",
    "field_published": "Published",
    "field_effective": "In force from",
    "field_expires": "In force until",
}
