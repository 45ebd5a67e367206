"""Line icons, and Familiar's face. Drawn here, so that the page fetches nothing from elsewhere."""


def _icon(paths: str) -> str:
    return (
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{paths}</svg>'
    )


THEME = _icon('<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor"/>')
FRIENDS = _icon(
    '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0"/>'
    '<path d="M16 5.3a3.5 3.5 0 0 1 0 6.4"/><path d="M18 14.2a6.5 6.5 0 0 1 3.5 5.8"/>'
)
SPARKLES = _icon(
    '<path d="M12 4l1.7 4.8L18.5 10.5l-4.8 1.7L12 17l-1.7-4.8L5.5 10.5l4.8-1.7z"/>'
    '<path d="M19 15.5v4M17 17.5h4M5 3.5v3M3.5 5h3"/>'
)
CLOSE = _icon('<path d="M6 6l12 12M18 6L6 18"/>')
PENCIL = _icon('<path d="M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19z"/><path d="M14.5 6.5l3 3"/>')
PLUS = _icon('<path d="M12 5v14M5 12h14"/>')
BIN = _icon('<path d="M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 11v5M13.5 11v5"/>')
REPLY = _icon('<path d="M9.5 6L4 11.5 9.5 17"/><path d="M4 11.5h9a7 7 0 0 1 7 7"/>')
FILE = _icon('<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5"/><path d="M4.5 19.5h15"/>')
BULB = _icon('<path d="M9 18h6M10 21h4"/><path d="M8.5 15a6 6 0 1 1 7 0c-.6.5-.8 1.5-.8 3h-5.4c0-1.5-.2-2.5-.8-3z"/>')
UNDO = _icon('<path d="M8 5L4 9l4 4"/><path d="M4 9h10a5.5 5.5 0 0 1 0 11h-4"/>')
SHIELD = _icon(
    '<path d="M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5V6z"/><path d="M9 12l2.2 2.2L15.5 10"/>'
)

FACE = """<svg class="face" viewBox="0 0 64 64" aria-hidden="true">
<path d="M12 30 L10 9 Q10 6 13 8 L27 17 Z" fill="#C9502E"/><path d="M52 30 L54 9 Q54 6 51 8 L37 17 Z" fill="#C9502E"/>
<path d="M15 22 L14 13 L22 18 Z" fill="#FFD9C2"/><path d="M49 22 L50 13 L42 18 Z" fill="#FFD9C2"/>
<path d="M32 13 C47 13 56 23 56 35 C56 49 45 57 32 57 C19 57 8 49 8 35 C8 23 17 13 32 13 Z" fill="#E8734A"/>
<path d="M32 34 C41 34 50 38 53 42 C50 52 41 57 32 57 C23 57 14 52 11 42 C14 38 23 34 32 34 Z" fill="#FFF1E6"/>
<g class="eyes" fill="#33241D"><ellipse cx="22.5" cy="34" rx="3.3" ry="4.1"/>
<ellipse cx="41.5" cy="34" rx="3.3" ry="4.1"/>
<circle cx="23.7" cy="32.5" r="1.2" fill="#fff"/>
<circle cx="42.7" cy="32.5" r="1.2" fill="#fff"/></g>
<path d="M29.2 42.5 Q32 41 34.8 42.5 Q34 45.8 32 45.8 Q30 45.8 29.2 42.5 Z" fill="#33241D"/>
<path d="M32 45.8 V48 M32 48 Q29 51 25.5 49 M32 48 Q35 51 38.5 49" fill="none" stroke="#33241D" stroke-width="1.7"
 stroke-linecap="round"/>
<circle cx="16.5" cy="42" r="2.8" fill="#F7B79A" opacity=".7"/>
<circle cx="47.5" cy="42" r="2.8" fill="#F7B79A" opacity=".7"/>
</svg>"""
