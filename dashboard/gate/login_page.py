"""The login page, for somebody who comes without a pass. It needs no script and nothing from elsewhere."""

import base64
from functools import cache
from html import escape

from dashboard.gate.shell import FONT, STATIC

LOGIN_FORM = "/digwell/enter"
"""Where the form of this page goes."""

_STYLE = """
@font-face { font-family: A; src: url(data:font/woff2;base64,FONT) format("woff2"); font-weight: 200 800 }
:root { color-scheme: light dark; --page: #fff; --ink: #111a1f; --quiet: #4d5b61; --line: #d9dfdd; --tint: #f3f6f5;
  --teal: #0f6b78; --on-teal: #fff; --amber: #7a3d00; --amber-tint: #fdf0e1 }
@media (prefers-color-scheme: dark) { :root { --page: #12181d; --ink: #e6ecee; --quiet: #a4b0b5; --line: #34424b;
  --tint: #1b242b; --teal: #5cc3cf; --on-teal: #0d1216; --amber: #f3c594; --amber-tint: #32261a } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--page);
  color: var(--ink); font: 400 16px/1.55 A, sans-serif }
main { width: 100%; max-width: 520px; padding-bottom: 8vh }
img { height: 36px; display: block; margin-bottom: 40px }
h1 { font-size: 1.75rem; font-weight: 650; line-height: 1.2; margin: 0 0 12px }
p { margin: 0 0 20px } .quiet { color: var(--quiet); font-size: .94rem }
code { font: 500 .94em ui-monospace, monospace; background: var(--tint); padding: 2px 6px; border-radius: 5px }
.note { background: var(--amber-tint); color: var(--amber); border-radius: 10px; padding: 12px 16px }
label { display: block; font-weight: 600; margin: 28px 0 8px }
form div { display: flex; gap: 8px; flex-wrap: wrap }
input { flex: 1 1 260px; min-width: 0; font: inherit; color: inherit; background: var(--page);
  border: 1px solid var(--quiet); border-radius: 8px; padding: 0 14px; height: 46px }
button { font: 600 1rem A, sans-serif; color: var(--on-teal); background: var(--teal); border: 0; border-radius: 8px;
  padding: 0 22px; height: 46px; cursor: pointer }
:focus-visible { outline: 3px solid var(--teal); outline-offset: 2px }
hr { border: 0; border-top: 1px solid var(--line); margin: 32px 0 20px } a { color: var(--teal) }
"""


def login_page(origin: str, wrong: bool) -> str:
    """How to get in; `wrong` when what was shown is not the token of this office."""
    note = (
        '<p class="note" role="alert">That is the link of another office, or an older one of this office. '
        "The newest stands where Digwell was started.</p>"
        if wrong
        else ""
    )
    return _page(
        "Come in with your link",
        f"""{note}
<p>When Digwell started, it printed a link in the window where you started it. Open that link,
and this browser is let in.</p>
<p class="quiet">It looks like this: <code>{escape(origin)}/?token=…</code></p>
<form method="post" action="{LOGIN_FORM}"><label for="token">Or put the link here</label>
<div><input id="token" name="token" autocomplete="off" autocapitalize="off" spellcheck="false" required autofocus>
<button>Come in</button></div></form>
<hr><p class="quiet">What people told you stays with you: the page opens for whoever has the link, and only on this
machine. No link at hand? Close Digwell and start it again; it prints the link each time.</p>""",
    )


def forwarding_page(target: str) -> str:
    """A page that goes on to `target` by itself, so that the browser itself is the one that asks for it."""
    onward = escape(target)
    return _page(
        "One moment",
        f'<p><a href="{onward}">Go on to Digwell</a></p>',
        f'<meta http-equiv="refresh" content="0;url={onward}">',
    )


def _page(title: str, body: str, head: str = "") -> str:
    logo, icon, font = _pictures()
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{head}
<title>Digwell</title><link rel="icon" href="data:image/png;base64,{icon}">
<style>{_STYLE.replace("FONT", font)}</style></head>
<body><main><img src="data:image/svg+xml;base64,{logo}" alt="Digwell"><h1>{title}</h1>
{body}
</main></body></html>
"""


@cache
def _pictures() -> tuple[str, str, str]:
    names = ("logo.svg", "icon.png", FONT)
    logo, icon, font = (base64.b64encode((STATIC / name).read_bytes()).decode() for name in names)
    return logo, icon, font
