"""What the server answers to requests that it does not carry out."""

from __future__ import annotations

ZH = {
    "refused_host": "这台服务器不以“{host}”为名，请求没有处理。要用这个名字访问，请在启动时加上 --allow-host。",
    "refused_origin": "请求来自其他网站的网页，没有处理。请直接打开本页面操作。",
    "refused_address": "没有这个地址。",
    "refused_body": "请求的内容有 {most} MB 以上，没有处理。请缩短后再试。",
    "refused_json": "请求的内容不是能读懂的 JSON，没有处理。",
    "refused_session": "这个窗口的会话属于另一位访客，请求没有处理。请刷新页面后再试。",
    "refused_length": "上传时没有写明大小（Content-Length），没有接收。",
    "refused_form": "上传的内容不完整或格式不对，没有接收。请重新上传。",
    "refused_status": "没有“{value}”这种性质。可用的：{known}。",
}

EN = {
    "refused_host": "This server is not called “{host}”, and the request was not carried out. To reach it by that name,"
    " start it with --allow-host.",
    "refused_origin": "The request comes from a page of another site and was not carried out. Open this page itself.",
    "refused_address": "There is no such address.",
    "refused_body": "The request holds more than {most} MB and was not carried out. Shorten it and try again.",
    "refused_json": "The request holds no JSON that can be read, and was not carried out.",
    "refused_session": "This window's session is another visitor's, and the request was not carried out. Reload the"
    " page.",
    "refused_length": "The upload does not state its size (Content-Length) and was not taken.",
    "refused_form": "The upload is incomplete or of another form, and was not taken. Upload it again.",
    "refused_status": "There is no status “{value}”. Choose one of {known}.",
}
