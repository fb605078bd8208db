"""printing: finished pages on the sheets of an office printer, or as a print shop needs them."""

from __future__ import annotations

import msgspec

from pipeline.model import Artifact, Exit, FeuilletError, Imposition, Product, error


def for_paper(
    artifact: Artifact, product: Product, tag: str, direction: str, profile: bytes | None
) -> Artifact:
    """``artifact`` with what a printer needs, or as a print shop needs it, where ``product`` asks for it.

    ``tag`` and ``direction`` are those of its first language; ``profile`` is the colour profile of the press.
    """
    purpose = product.title.get(tag, product.name)
    right_to_left = direction == "rtl"
    if product.press is not None:
        from pipeline.printing import press

        asked = product.press
        if profile is None:
            absent = error("E011", variant="absent", profile=asked.profile)
            raise FeuilletError(Exit.CONFIGURATION, (absent,))
        data, findings = press.convert(
            artifact.data,
            profile,
            condition=asked.condition,
            marks=asked.marks,
            resolution=asked.resolution,
            colours=asked.colours,
            purpose=purpose,
        )
        return msgspec.structs.replace(artifact, data=data, findings=(*artifact.findings, *findings))
    if product.imposition is None:
        return artifact
    from pipeline.printing import impose

    match product.imposition:
        case Imposition("booklet", creep, marks):
            sheets = impose.booklet(
                artifact.data, creep_mm=creep, marks=marks, right_to_left=right_to_left, purpose=purpose
            )
        case _:
            sheets = impose.two_up(artifact.data, right_to_left=right_to_left, purpose=purpose)
    return msgspec.structs.replace(artifact, sheets=sheets)
