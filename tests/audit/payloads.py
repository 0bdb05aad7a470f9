"""What hostile articles try, for the tests of safety in this folder."""

from __future__ import annotations

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style><style>*{display:none}</style>",
    "<img src=x onerror=alert(3)>",
    "<svg/onload=alert(4)>",
    '"><svg onload=alert(5)><"',
    "' onmouseover='alert(6)' x='",
    '" autofocus onfocus="alert(7)',
    "<a href='javascript:alert(8)'>x</a>",
    "<iframe src=https://evil.example></iframe>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "--><script>alert(9)</script><!--",
    "<!--><img src=x onerror=alert(10)>-->",
    "<math><mi//xlink:href=javascript:alert(11)>",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "&lt;script&gt;alert(12)&lt;/script&gt;",
    "<template><script>alert(13)</script></template>",
    "<textarea></textarea><script>alert(14)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(15)>'>",
    "\u202egnp.exe\u200b<b onclick=alert(16)>",
    "[x](javascript:alert(17)) ![y](https://evil.example/z.png)",
)

#: what a spreadsheet would take for a formula, were it not told that it is text
FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '+HYPERLINK("https://evil.example")',
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "{=1+1}",
    "https://evil.example",
)
