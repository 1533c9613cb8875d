"""Words of signing in with a token, and of what may be done then."""

from __future__ import annotations

ZH = {
    # the server's own
    "token_needed": "别的机器也能打开 {host}，所以要有令牌才启动。",
    "token_needed_mend": "用 --token 给出查看用的令牌，用 --change-token 给出修改用的令牌（至少 {shortest} 个字符），"
    "或放在环境变量 {read} 和 {change} 里；只在本机用，就不要给 --host。随机的令牌，例如：{example}",
    "token_length": "令牌应有 {shortest} 到 {longest} 个字符。",
    "token_length_mend": "换一个长的，例如：{example}",
    "token_characters": "令牌只能用英文字母、数字和符号，不能有空格。",
    "token_characters_mend": "换一个，例如：{example}",
    "tokens_equal": "查看用的令牌和修改用的令牌相同。",
    "tokens_equal_mend": "给两个不同的；或者只给 --change-token，那么登录的人都能修改。",
    "serving_read_only": "没有给修改用的令牌（--change-token），所以谁都不能在网页上修改资料库。",
    # the sign-in page
    "sign_in": "登录",
    "sign_in_title": "请输入访问令牌",
    "sign_in_hint": "令牌由维护资料库的人给您。查看用的令牌可以提问、查资料和起草答复；"
    "修改用的令牌还可以增减和更正资料。",
    "sign_in_token": "访问令牌",
    "sign_in_show": "显示",
    "sign_in_wrong": "令牌不对。请核对后再输入一次，注意大小写。",
    "sign_in_wait": "输错的次数太多。请过 {n} 秒再试。",
    "sign_in_out": "已退出。",
    "sign_in_kept": "登录在这个浏览器里保留 7 天。公用的电脑用完请退出。",
    "sign_out": "退出",
    # on the pages
    "right_read": "只读",
    "right_change": "可修改",
    "read_only": "您是用查看用的令牌登录的：可以查看全部资料，不能添加、更正或移除。",
    "read_only_draft": "您是用查看用的令牌登录的：可以起草、修改和导出答复，不能让答复入库，也不能撤回。",
    "about_access": "访问",
    "about_access_open": "这里没有登录：能打开这个网页的人都能查看和修改资料库。",
    "about_access_read": "您已登录，可以查看。",
    "about_access_change": "您已登录，可以查看和修改资料库。",
}

EN = {
    "token_needed": "Other machines can reach {host}, so the server starts with tokens only.",
    "token_needed_mend": "Give a token for reading with --token and one for changing with --change-token (at least"
    " {shortest} characters), or put them into the environment variables {read} and {change}; to use it on this"
    " machine only, leave out --host. A random token, for instance: {example}",
    "token_length": "A token has {shortest} to {longest} characters.",
    "token_length_mend": "Choose a longer one, for instance: {example}",
    "token_characters": "A token is made of English letters, digits and signs, without spaces.",
    "token_characters_mend": "Choose another one, for instance: {example}",
    "tokens_equal": "The token for reading and the one for changing are the same.",
    "tokens_equal_mend": "Give two different ones; or --change-token alone, then whoever signs in may change things.",
    "serving_read_only": "There is no token for changing (--change-token), so nobody can change the library on the"
    " page.",
    "sign_in": "Sign in",
    "sign_in_title": "Enter your access token",
    "sign_in_hint": "Whoever looks after the library gives you a token. One for reading lets you ask, look things up"
    " and draft replies; one for changing also lets you add, correct and remove documents.",
    "sign_in_token": "Access token",
    "sign_in_show": "Show",
    "sign_in_wrong": "That is not the token. Check it and type it again; capitals matter.",
    "sign_in_wait": "Too many wrong tokens. Try again in {n} seconds.",
    "sign_in_out": "You are signed out.",
    "sign_in_kept": "You stay signed in for 7 days in this browser. On a shared computer, sign out when you are done.",
    "sign_out": "Sign out",
    "right_read": "read only",
    "right_change": "may change",
    "read_only": "You signed in with a token for reading: you can see every document, but not add, correct or remove"
    " any.",
    "read_only_draft": "You signed in with a token for reading: you can draft, edit and export replies, but not put"
    " them into the library or take them out.",
    "about_access": "Access",
    "about_access_open": "There is no login here: whoever opens this page can read and change the library.",
    "about_access_read": "You are signed in and may read.",
    "about_access_change": "You are signed in and may read and change the library.",
}
