"""The sign-in page. It needs no other file, so that nothing else is open to whoever has not signed in."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import quote

from ui.web.escaping import escape
from ui.web.texts import LANGUAGES, Words, words

PATH = "/sign-in"
OUT_PATH = "/sign-out"

_STATIC = Path(__file__).parent / "static"
# Looks as the person chose on the page itself; shows what is typed when that is asked for.
_SCRIPT = """
const look = localStorage.getItem('policy-assistant-look');
const dark = look === 'dark' || (look !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.classList.toggle('dark', dark);
addEventListener('DOMContentLoaded', () => {
  const box = document.querySelector('input'), show = document.querySelector('.show');
  show.hidden = false;
  show.addEventListener('click', () => {
    const shown = box.type === 'password';
    box.type = shown ? 'text' : 'password';
    show.setAttribute('aria-pressed', shown);
    box.focus();
  });
});
"""
# A cookie with SameSite=Strict is not sent along when a link of another site is followed. From this page it is.
_AGAIN = '<!doctype html><meta http-equiv="refresh" content="0"><title>…</title>'


def page(language: str, following: str, *, wrong: bool = False, wait_s: int = 0, left: bool = False) -> bytes:
    """The page.

    Args:
        following: where to go afterwards, an address on this server as `local_path` gives it.
        wrong: a wrong token was given.
        wait_s: seconds until the next one is looked at.
        left: somebody has just signed out.
    """
    told = words(language)
    say = ""
    if wrong or wait_s:
        text = told["sign_in_wait"].format(n=wait_s) if wait_s else told["sign_in_wrong"]
        say = f'<p class="say" role="alert" id="say">{escape(text)}</p>'
    elif left:
        say = f'<p class="say" role="status">{escape(told["sign_in_out"])}</p>'
    about = ' aria-invalid="true" aria-describedby="say"' if wrong or wait_s else ""
    return f"""<!doctype html>
<html lang="{escape(told["html_lang"])}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(told["sign_in"])} · {escape(told["product"])}</title>
<link rel="icon" href="data:image/svg+xml;base64,{_icon()}">
<style>{(_STATIC / "sign_in" / "page.css").read_text(encoding="utf-8")}</style>
<script>{_SCRIPT}</script></head>
<body><header><nav aria-label="{escape(told["language"])}">{_languages(language, following)}</nav></header>
<main><p class="brand">{escape(told["product"])}</p>
<form method="post" action="{PATH}" class="{"wrong" if wrong or wait_s else ""}">
<h1>{escape(told["sign_in_title"])}</h1>
<p>{escape(told["sign_in_hint"])}</p>{say}
<label for="token">{escape(told["sign_in_token"])}</label>
<div class="field"><input id="token" name="token" type="password" required autofocus autocomplete="current-password"
autocapitalize="off" spellcheck="false" maxlength="400"{about}>
<button type="button" class="show" aria-pressed="false" hidden>{escape(told["sign_in_show"])}</button></div>
<input type="hidden" name="next" value="{escape(following)}">
<input type="hidden" name="lang" value="{escape(language)}">
<button class="enter">{escape(told["sign_in"])}</button></form>
<p class="kept">{escape(told["sign_in_kept"])}</p></main></body></html>
""".encode()


def once_more() -> bytes:
    """A page that asks for its own address again, as a page of this site."""
    return _AGAIN.encode()


def local_path(address: str) -> str:
    """The address if it is a path on this server, else `/`: signing in leads nowhere else."""
    plain = address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"


def address(following: str = "/", language: str = "", *, left: bool = False) -> str:
    """The sign-in page's address."""
    query = {"next": following if following != "/" else "", "lang": language, "left": "1" if left else ""}
    shown = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items() if value)
    return f"{PATH}?{shown}" if shown else PATH


def session_html(right: str, told: Words) -> str:
    """Who the visitor is here, with a way out.

    Args:
        right: `right_read` or `right_change`.
    """
    code = "en" if told["html_lang"] == "en" else "zh"
    return (
        f'<div class="pa-session"><span>{escape(told[right])}</span><form method="post" action="{OUT_PATH[1:]}">'
        f'<input type="hidden" name="lang" value="{code}">'
        f'<button class="pa-mini">{escape(told["sign_out"])}</button></form></div>'
    )


def _languages(language: str, following: str) -> str:
    current = {language: ' aria-current="true"'}
    return "".join(
        f'<a href="{escape(address(following, code))}" lang="{code}"{current.get(code, "")}>{escape(name)}</a>'
        for code, name in LANGUAGES.items()
    )


def _icon() -> str:
    return base64.b64encode((_STATIC / "icon.svg").read_bytes()).decode()
