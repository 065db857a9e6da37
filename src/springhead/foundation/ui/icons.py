"""Line icons of our own, drawn on a 24 by 24 grid. Decoration only: words carry the meaning."""

from typing import Final

PATHS: Final = {
    "api": "M8 7l-5 5 5 5M16 7l5 5-5 5M14 4l-4 16",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
    "chart": "M4 4v16h16M8 16v-4M13 16V7M18 16v-7",
    "check": "M4 13l5 5L20 6",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l4 2",
    "close": "M5 5l14 14M19 5L5 19",
    "copy": "M9 9h11v11H9zM15 9V4H4v11h5",
    "download": "M12 3v12M7 10l5 5 5-5M4 20h16",
    "file": "M6 3h8l4 4v14H6zM14 3v5h4",
    "lock": "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
    "map": "M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-4 3-6 8-6s8 2 8 6",
    "search": "M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12M15 15l5 5",
    "table": "M3 5h18v14H3zM3 10h18M9 5v14",
    "upload": "M12 16V4M7 9l5-5 5 5M4 20h16",
    "warning": "M12 4l9 16H3zM12 10v4M12 17v.5",
    "water": "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z",
}
