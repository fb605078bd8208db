"""The style sheets of a product, in the order of the cascade."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compose import grey
from pipeline.model import (
    Clinic,
    Edition,
    Exit,
    FeuilletError,
    Language,
    Place,
    Product,
    Sheet,
    Styles,
    error,
)


def cascade(
    edition: Edition, product: Product, clinic: Clinic, languages: Sequence[Language], styles: Styles
) -> tuple[Sheet, ...]:
    """What all products share, the product's own, then the languages' fonts and the clinic's colours.

    For a print shop, and for a printer without colour, more follows: what all products share of that, and
    then the product's own where it has any.
    """
    names = ["base/tokens.css", f"base/{product.suffix}.css"]
    names += [f"products/{name}/style.css" for name in product.lineage]
    names += _variant("print-shop", product, styles) if product.press else []
    folder = f"styles/clinics/{clinic.name}"
    sheets = (
        *(_sheet(styles, name) for name in names),
        Sheet("styles/languages", _fonts(edition, languages)),
        Sheet(f"{folder}/clinic.toml", _colours(clinic)),
        Sheet(f"{folder}/theme.css", clinic.theme),
    )
    if not product.grey:
        return sheets
    more = (_sheet(styles, name) for name in _variant("grey", product, styles))
    return tuple(Sheet(sheet.file, grey.sheet(sheet.text)) for sheet in (*sheets, *more))


def _variant(name: str, product: Product, styles: Styles) -> list[str]:
    """The sheets for a variant of ``product``: all products', and its own."""
    own = (f"products/{folder}/{name}.css" for folder in product.lineage)
    return [f"base/{name}.css", *(sheet for sheet in own if sheet in styles.files)]


def _sheet(styles: Styles, name: str) -> Sheet:
    if name in styles.files:
        return Sheet(f"styles/{name}", styles.text(name))
    finding = error("C030", Place(f"styles/{name}"), variant="style", product=name.split("/")[1])
    raise FeuilletError(Exit.CONFIGURATION, (finding,))


def _fonts(edition: Edition, languages: Sequence[Language]) -> str:
    """The families of each language, as rules for what is in it, where they are not those of French."""
    usual = ("Feuillet Sans", "Feuillet Serif")
    # What stands within a page in another language takes over that language's families.
    within_another = (languages[0].text, languages[0].display) != usual
    rules = []
    for tag, language in zip(edition.languages, languages, strict=True):
        if within_another or (language.text, language.display) != usual:
            text = f'"{language.text}", "Feuillet Sans", sans-serif'
            display = f'"{language.display}", "Feuillet Serif", serif'
            here = f'[lang="{tag}"]'
            rules.append(
                f"{here}, {here} body {{ --text: {text}; --display: {display}; font-family: {text}; }}\n"
                f"{here} h1, {here} h2, {here} h3 {{ font-family: {display}; }}"
            )
    return "\n".join(rules)


def _colours(clinic: Clinic) -> str:
    """The clinic's colours as custom properties: a clinic overrides these and nothing else."""
    colours = clinic.settings.colours
    rules = [
        f"--{name}: {value};" for name, value in (("accent", colours.accent), ("warm", colours.warm)) if value
    ]
    return f":root {{ {' '.join(rules)} }}" if rules else ""
