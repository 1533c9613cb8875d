"""What the server answers to requests that it does not carry out."""

from __future__ import annotations

ZH = {
    "refused_host": "这台服务器不以“{host}”为名，请求没有处理。要用这个名字访问，请在启动时加上 --allow-host。",
    "refused_origin": "请求来自其他网站的网页，没有处理。请直接打开本页面操作。",
    "refused_address": "没有这个地址。",
}

EN = {
    "refused_host": "This server is not called “{host}”, and the request was not carried out. To reach it by that name,"
    " start it with --allow-host.",
    "refused_origin": "The request comes from a page of another site and was not carried out. Open this page itself.",
    "refused_address": "There is no such address.",
}
