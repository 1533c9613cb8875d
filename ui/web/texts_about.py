"""Words of the page on the program and its settings."""

from __future__ import annotations

ZH = {
    "tab_about": "关于·设置",
    "about_state": "资料库现状",
    "about_documents": "资料",
    "about_documents_n": "{documents} 份，{chunks} 个段落",
    "about_unread": "未能读取的文件",
    "about_unread_n": "{n} 个（“资料库”页列出了原因）",
    "about_folder": "存放位置",
    "about_models": "使用的模型",
    "about_embedder": "语义检索",
    "about_made_with": "资料库的向量",
    "about_none": "没有",
    "about_keywords": "没有安装，只按关键词检索",
    "about_mend": "恢复语义检索",
    "about_no_model": "在服务器上运行 policy-assistant models pull 安装语义模型",
    "about_no_vectors": "在服务器上运行 policy-assistant library rebuild 补上向量",
    "about_llm": "组织文字",
    "about_no_llm": "不用语言模型，直接引用原文的句子",
    "about_look": "外观",
    "look_system": "跟随系统",
    "look_light": "浅色",
    "look_dark": "深色",
    "about_program": "程序",
    "about_version": "版本",
    "about_privacy": "隐私",
    "about_privacy_text": "问题、资料和回答都留在这台机器上；网页不从别的机器加载任何东西。"
    "浏览器里只存语言、外观和一个随机的访客标记，对话和草稿按这个标记保存在本机的资料库文件夹里，别的访客看不到。",
    "about_licences": "许可",
    "about_licences_text": "本程序：MIT；小阅读器的权重：CC BY-SA 4.0（训练资料有 DRCD，CC BY-SA 3.0）。"
    "向量模型 bge-small-zh-v1.5：MIT。"
    "文字识别模型（PaddleOCR，随 RapidOCR）：Apache 2.0。图表字体 Noto Sans SC：SIL OFL 1.1。"
    "行政区划表来自 @vant/area-data：MIT。用到的软件包，许可按各包自己的说明：",
    "about_licence_unstated": "没有注明",
}

EN = {
    "tab_about": "About",
    "about_state": "The library",
    "about_documents": "Documents",
    "about_documents_n": "{documents}, with {chunks} passages",
    "about_unread": "Files that could not be read",
    "about_unread_n": "{n} (the Library page says why)",
    "about_folder": "Kept in",
    "about_models": "Models in use",
    "about_embedder": "Search by meaning",
    "about_made_with": "The library's vectors",
    "about_none": "none",
    "about_keywords": "not installed; searching by keywords only",
    "about_mend": "To search by meaning again",
    "about_no_model": "run policy-assistant models pull on the server, which installs an embedding model",
    "about_no_vectors": "run policy-assistant library rebuild on the server, which makes the vectors",
    "about_llm": "Wording",
    "about_no_llm": "no language model; the sources' own sentences",
    "about_look": "Look",
    "look_system": "as the system",
    "look_light": "light",
    "look_dark": "dark",
    "about_program": "The program",
    "about_version": "Version",
    "about_privacy": "Privacy",
    "about_privacy_text": "Questions, documents and answers stay on this machine; the page loads nothing from others."
    " The browser keeps the language, the look and a random mark; conversations and drafts are kept under that mark in"
    " the library's folder on this machine, where no other visitor sees them.",
    "about_licences": "Licences",
    "about_licences_text": "This program: MIT; weights of its small reader: CC BY-SA 4.0 (fitted to DRCD, CC BY-SA 3.0,"
    " among others)."
    " Embedding model bge-small-zh-v1.5: MIT. Models that read scans"
    " (PaddleOCR, with RapidOCR): Apache 2.0. Font of the charts, Noto Sans SC: SIL OFL 1.1. The table of divisions is"
    " from @vant/area-data: MIT. Packages, with the licences that they state themselves:",
    "about_licence_unstated": "none stated",
}
