"""WeasyPrint and pydyf, imported: quickly, and with our own fonts alone. Nothing else imports them.

To import this module takes 0.3 s, so `Engine` does it when there is something to print.
"""

import os

from pipeline import workspace
from pipeline.render.engine import quick

# The engine may see our fonts and no others, whatever the machine has.
os.environ["FONTCONFIG_FILE"] = str(workspace.SHIPPED / "base" / "fonts" / "fonts.conf")

with quick.imports():
    import pydyf
    import weasyprint
    from weasyprint.document import Page
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.percent import percentage
    from weasyprint.pdf import tags
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

__all__ = [
    "AbsolutePlaceholder",
    "FatalURLFetchingError",
    "FontConfiguration",
    "Page",
    "URLFetcher",
    "URLFetcherResponse",
    "boxes",
    "percentage",
    "pydyf",
    "tags",
    "weasyprint",
]
