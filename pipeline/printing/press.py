"""A PDF for a commercial printer: CMYK with an output intent, bleed, trim and marks, PDF/X-4 (ISO 15930-7).

WeasyPrint writes PDF/X-4 that is RGB all through, carries the clock and a random id, and draws its marks
into the bleed. So the file is made from the ordinary one: `convert` changes every colour in its streams,
gradients and pictures, draws the marks outside the bleed, and writes the claims and ids anew.

How a colour becomes ink (`Inks`):

1. A colour the product names in ``[press.colours]`` becomes the inks given there.
2. Black and dark greys become black ink alone: chroma 10 or less and lightness 75 or less, or the same red,
   green and blue. Text in one ink cannot get coloured fringes. What is as dark as black ink or nearly, is
   100 % of it, and printed over what lies below, so that no white shows at its edge.
3. Any other colour goes through the profile, colorimetric with black point compensation, in whole per cents.

Pictures go through the profile pixel by pixel. Colours of soft masks become greys: they are no inks.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.model import Exit, FeuilletError, Finding, Word, error, warning
from pipeline.printing import paper
from pipeline.printing.paper import IDENTITY, POINTS, Box, Matrix, number

if TYPE_CHECKING:
    import pikepdf

Ink: TypeAlias = tuple[int, int, int, int]  # per cent of cyan, magenta, yellow, black

WHITE: Ink = (0, 0, 0, 0)
BLACK: Ink = (0, 0, 0, 100)
MOST_INK = 320  # per cent, all four together: more does not dry on coated paper

_GREY_CHROMA, _GREY_LIGHTNESS = 10.0, 75.0
_AS_DARK_AS_BLACK = 6.0  # of lightness above that of full black ink
_OVER, _OUT = "/FeuilletOver", "/FeuilletOut"  # states: black ink prints over, any other ink knocks out


def convert(
    data: bytes,
    profile: bytes,
    *,
    condition: str = "FOGRA39",
    marks: bool = True,
    resolution: int = 300,
    colours: Mapping[str, Ink] | None = None,
    purpose: str = "PDF/X-4",
) -> tuple[bytes, tuple[Finding, ...]]:
    """``data``, a PDF of ours with bleed, as PDF/X-4 for the printing condition of ``profile``.

    ``condition`` is its name in the registry of characterizations; ``colours`` are inks for colours written
    ``#rrggbb``; a picture with fewer than ``resolution`` dots an inch is a warning. Raises `FeuilletError`
    for what cannot be printed.
    """
    import pikepdf

    inks = Inks(profile, colours or {})
    pdf = paper.open_pdf(data)
    title = f"{paper.title_of(pdf)} – {purpose}"
    paper.untag(pdf)
    findings = [*_check_fonts(pdf), *_check_bleed(pdf)]
    converter = _Converter(pdf, inks)
    converter.run()
    findings += converter.findings
    if findings:
        raise FeuilletError(Exit.CHECK, tuple(dict.fromkeys(findings)))
    told = [*_check_resolution(pdf, resolution), *_check_ink(inks)]
    intent = pdf.make_stream(profile, N=4, Alternate=pikepdf.Name.DeviceCMYK)
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFX,
                OutputConditionIdentifier=pikepdf.String(condition),
                OutputCondition=pikepdf.String(inks.name),
                RegistryName=pikepdf.String("http://www.color.org"),
                Info=pikepdf.String(inks.name),
                DestOutputProfile=intent,
            )
        ]
    )
    registration = pdf.make_indirect(_registration())
    for page in pdf.pages:
        _frame(page, registration, pdf, marks=marks)
    paper.describe(pdf, data, title, {"pdfxid:GTS_PDFXVersion": "PDF/X-4", "pdf:Trapped": "False"})
    pdf.docinfo["/Trapped"] = pikepdf.Name("/False")
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, ViewArea=pikepdf.Name.TrimBox, PrintScaling=pikepdf.Name("/None")
    )
    # Object streams are left out: some machines at print shops are older than they are.
    plain = pikepdf.ObjectStreamMode.disable
    return paper.save(pdf, object_streams=plain, force_version="1.6"), tuple(told)


# ── From light to ink ──────────────────────────────────────────────────────────────────────


class Inks:
    """What each colour becomes on paper. Remembers all it was asked for."""

    def __init__(self, profile: bytes, fixed: Mapping[str, Ink]) -> None:
        from PIL import Image, ImageCms

        try:
            target = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            space, kind = target.profile.xcolor_space.strip(), target.profile.device_class.strip()
        except (OSError, ImageCms.PyCMSError):
            raise FeuilletError(Exit.CONFIGURATION, (error("E011"),)) from None
        if (space, kind) != ("CMYK", "prtr"):
            other = error("E011", variant="other", space=space, kind=kind)
            raise FeuilletError(Exit.CONFIGURATION, (other,))
        self.name: str = ImageCms.getProfileDescription(target).strip() or "CMYK"
        rgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB", 5000)
        exact, black_point = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
        try:
            self._to_ink = ImageCms.buildTransform(rgb, target, "RGB", "CMYK", exact, black_point)
            self._lab_to_ink = ImageCms.buildTransform(lab, target, "LAB", "CMYK", exact, black_point)
            self._to_lab = ImageCms.buildTransform(rgb, lab, "RGB", "LAB", exact)
            back = ImageCms.buildTransform(target, lab, "CMYK", "LAB", exact)
        except ImageCms.PyCMSError:
            raise FeuilletError(Exit.CONFIGURATION, (error("E011"),)) from None
        ramp = Image.new("CMYK", (101, 1))
        for share in range(101):
            ramp.putpixel((share, 0), (0, 0, 0, round(share * 2.55)))
        lightness = _apply(back, ramp)
        # The lightness of each per cent of black ink, paper white first.
        self._greys = [_lab(lightness, share)[0] for share in range(101)]
        self._fixed = {_rgb(colour): ink for colour, ink in fixed.items()}
        self.used: dict[tuple[int, ...], Ink] = {}

    def ink(self, red: float, green: float, blue: float) -> Ink:
        """The inks for a colour of the screen; its parts go from 0 to 1."""
        rgb = (_byte(red), _byte(green), _byte(blue))
        if rgb not in self.used:
            self.used[rgb] = self._fixed.get(rgb) or self._find(rgb)
        return self.used[rgb]

    def ink_of_lab(self, lightness: float, a: float, b: float) -> Ink:
        from PIL import Image

        bytes_ = (_byte(lightness / 100), round(a) & 255, round(b) & 255)
        if _is_grey(lightness, a, b):
            return self._grey(lightness)
        return self._through(Image.frombytes("LAB", (1, 1), bytes(bytes_)), self._lab_to_ink)

    def picture(self, image: Any) -> bytes:
        """The pixels of an RGB picture as four bytes of ink each."""
        return bytes(_apply(self._to_ink, image).tobytes())

    def _find(self, rgb: tuple[int, int, int]) -> Ink:
        from PIL import Image

        if rgb == (255, 255, 255):
            return WHITE
        pixel = Image.new("RGB", (1, 1), rgb)
        lightness, a, b = _lab(_apply(self._to_lab, pixel), 0)
        if len(set(rgb)) == 1 or _is_grey(lightness, a, b):
            return self._grey(lightness)
        return self._through(pixel, self._to_ink)

    def _grey(self, lightness: float) -> Ink:
        """Black ink as light as that; the lightness of paper counts as 100."""
        full, white = self._greys[100], self._greys[0]
        if lightness <= full + _AS_DARK_AS_BLACK:
            return BLACK
        wanted = lightness * white / 100
        return 0, 0, 0, min(range(101), key=lambda share: abs(self._greys[share] - wanted))

    @staticmethod
    def _through(pixel: Any, transform: Any) -> Ink:
        c, m, y, k = (round(part / 2.55) for part in _apply(transform, pixel).tobytes())
        return c, m, y, k


def _apply(transform: Any, image: Any) -> Any:
    from PIL import ImageCms

    return ImageCms.applyTransform(image, transform)


def _is_grey(lightness: float, a: float, b: float) -> bool:
    return lightness <= _GREY_LIGHTNESS and (a * a + b * b) ** 0.5 <= _GREY_CHROMA


def _lab(image: Any, x: int) -> tuple[float, float, float]:
    lightness, a, b = image.tobytes()[3 * x : 3 * x + 3]
    return lightness / 2.55, (a ^ 128) - 128, (b ^ 128) - 128


def _byte(part: float) -> int:
    return round(max(0.0, min(1.0, part)) * 255)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


# ── Streams, gradients, pictures ───────────────────────────────────────────────────────────


class _Converter:
    """Changes every colour of a PDF to ink, each stream once."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Inks) -> None:
        self.pdf, self.inks = pdf, inks
        self.findings: list[Finding] = []
        self.done: set[tuple[int, int]] = set()
        self.spaces: list[
            pikepdf.Object
        ] = []  # resources that name colour spaces, which nothing uses any more

    def run(self) -> None:
        for page in self.pdf.pages:
            if page.obj.get("/Resources") is None:
                page.obj.Resources = page.resources
            self._stream(page.obj, mask=False)
        for resources in self.spaces:
            if "/ColorSpace" in resources:
                del resources["/ColorSpace"]

    def _stream(self, owner: pikepdf.Object, *, mask: bool) -> None:
        """A page, form or pattern, and all it uses. ``mask`` says that its colours are how much shows."""
        import pikepdf

        resources = owner.get("/Resources", pikepdf.Dictionary())
        group = owner.get("/Group")
        if group is not None and "/CS" in group:
            group.CS = pikepdf.Name.DeviceGray if mask else pikepdf.Name.DeviceCMYK
        content = b"\n".join(self._content(owner, resources, mask=mask))
        paper.replace_content(owner, content, self.pdf)
        if resources.objgen in self.done and resources.is_indirect:
            return
        self.done.add(resources.objgen)
        self._resources(resources, mask=mask)
        if b"/Feuillet" in content and "/ExtGState" not in resources:
            resources.ExtGState = pikepdf.Dictionary()
        for name, over in ((_OVER, True), (_OUT, False)):
            if not mask and "/ExtGState" in resources:
                resources.ExtGState[name] = pikepdf.Dictionary(op=over, OP=False, OPM=1)

    def _resources(self, resources: pikepdf.Object, *, mask: bool) -> None:
        import pikepdf

        for _, item in _sorted(resources, "/XObject"):
            if item.objgen in self.done:
                continue
            self.done.add(item.objgen)
            if item.get("/Subtype") == "/Image":
                self._image(item)
            else:
                self._stream(item, mask=mask)
        for _, item in _sorted(resources, "/Pattern"):
            if isinstance(item, pikepdf.Stream):
                if item.objgen not in self.done:
                    self.done.add(item.objgen)
                    self._stream(item, mask=mask)
            elif "/Shading" in item:
                self._shading(item.Shading, mask=mask)
        for _, item in _sorted(resources, "/Shading"):
            self._shading(item, mask=mask)
        for _, state in _sorted(resources, "/ExtGState"):
            soft = state.get("/SMask")
            if isinstance(soft, pikepdf.Dictionary) and soft.G.objgen not in self.done:
                self.done.add(soft.G.objgen)
                self._stream(soft.G, mask=True)
        self.spaces.append(resources)

    def _content(self, owner: pikepdf.Object, resources: pikepdf.Object, *, mask: bool) -> Iterator[bytes]:
        """The instructions of a stream, its colours changed; black ink is told to print over."""
        import pikepdf

        spaces = {"/DeviceRGB": "rgb", "/DeviceGray": "grey", "/DeviceCMYK": "cmyk", "/Pattern": "pattern"}
        for name, space in _sorted(resources, "/ColorSpace"):
            spaces[name] = _space(space)
        state: dict[str, Any] = {"fill": "grey", "stroke": "grey", "over": None}
        kept: list[dict[str, Any]] = []
        for instruction in pikepdf.parse_content_stream(owner):
            operator, operands = str(instruction.operator), list(instruction.operands)
            ink: str | None = None
            match operator:
                case "q":
                    kept.append(dict(state))
                case "Q":
                    state = kept.pop() if kept else state
                case "cs" | "CS":
                    which = "fill" if operator == "cs" else "stroke"
                    state[which] = spaces.get(str(operands[0]), "other")
                    if state[which] == "other":
                        self._refuse("colour space")
                    if state[which] != "pattern":
                        continue
                case "sc" | "SC" | "scn" | "SCN":
                    kind = state["fill" if operator.islower() else "stroke"]
                    if kind != "pattern":
                        ink = self._ink(kind, operands, mask=mask)
                case "rg" | "RG":
                    ink = self._ink("rgb", operands, mask=mask)
                case "g" | "G":
                    ink = self._ink("grey", operands, mask=mask)
                case "k" | "K":
                    ink = self._ink("cmyk", operands, mask=mask)
                case "INLINE IMAGE":
                    self._refuse("inline picture")
                case "ri":
                    continue
                case _:
                    pass
            if ink is None:
                yield pikepdf.unparse_content_stream([instruction])
                continue
            fills = operator.islower()
            state["fill" if fills else "stroke"] = "set"
            name = "g" if mask else "k"
            yield f"{ink} {name if fills else name.upper()}".encode()
            over = ink == "0 0 0 1"
            if fills and not mask and state["over"] is not over:
                state["over"] = over
                yield f"{_OVER if over else _OUT} gs".encode()

    def _ink(self, kind: str, operands: Sequence[Any], *, mask: bool) -> str:
        """The operands for a colour of that kind: four parts of ink, or for a mask one of grey."""
        parts = [float(part) for part in operands]
        if mask:
            return number(_grey(kind, parts))
        match kind:
            case "rgb":
                return _parts(self.inks.ink(*parts))
            case "lab":
                return _parts(self.inks.ink_of_lab(*parts))
            case "grey":
                return f"0 0 0 {number(1 - parts[0])}"
            case "cmyk":
                return " ".join(number(part) for part in parts)
        self._refuse("colour")
        return _parts(BLACK)

    def _shading(self, shading: pikepdf.Object, *, mask: bool) -> None:
        """The two ends of each stretch of a gradient; between them, inks mix as light does."""
        import pikepdf

        kind = _space(shading.ColorSpace)
        if kind in ("cmyk", "grey"):
            return
        shading.ColorSpace = pikepdf.Name.DeviceGray if mask else pikepdf.Name.DeviceCMYK
        if int(shading.ShadingType) not in (2, 3) or not isinstance(
            shading.get("/Function"), pikepdf.Dictionary
        ):
            self._refuse("gradient")
            return
        waiting = [shading.Function]
        while waiting:
            function = waiting.pop()
            match int(function.FunctionType):
                case 2:
                    for end in ("/C0", "/C1"):
                        ink = self._ink(kind, list(function[end]), mask=mask)
                        function[end] = pikepdf.Array([float(part) for part in ink.split()])
                case 3:
                    waiting += list(function.Functions)
                case _:
                    self._refuse("gradient")
        if "/Background" in shading:
            del shading["/Background"]

    def _image(self, image: pikepdf.Stream) -> None:
        import pikepdf

        if image.get("/ImageMask", False):
            return
        kind = _space(image.ColorSpace)
        if kind in ("cmyk", "grey"):
            return
        picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
        image.write(self.inks.picture(picture))
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceCMYK, 8
        for key in ("/Decode", "/Intent"):
            if key in image:
                del image[key]

    def _refuse(self, what: str) -> None:
        self.findings.append(error("E013", what=Word(what)))


def _sorted(resources: Any, kind: str) -> list[tuple[str, Any]]:
    return sorted(dict(resources.get(kind, {})).items())


def _space(space: Any) -> str:
    """What kind of colour a colour space holds."""
    import pikepdf

    if isinstance(space, pikepdf.Array):
        match str(space[0]):
            case "/ICCBased":
                return {1: "grey", 3: "rgb", 4: "cmyk"}.get(int(space[1].N), "other")
            case "/Lab":
                return "lab"
            case "/CalRGB":
                return "rgb"
            case "/Indexed":
                return "indexed"
            case _:
                return "other"
    return {"/DeviceRGB": "rgb", "/DeviceGray": "grey", "/DeviceCMYK": "cmyk"}.get(str(space), "other")


def _grey(kind: str, parts: Sequence[float]) -> float:
    match kind:
        case "rgb":
            return 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2]
        case "lab":
            return parts[0] / 100
        case "cmyk":
            return 1 - min(1.0, 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2] + parts[3])
    return parts[0]


def _parts(ink: Ink) -> str:
    return " ".join(number(part / 100) for part in ink)


# ── The page and its marks ─────────────────────────────────────────────────────────────────

_GAP, _LENGTH, _EDGE = 1.0 * POINTS, 5.0 * POINTS, 3.0 * POINTS


def _frame(page: pikepdf.Page, registration: pikepdf.Object, pdf: pikepdf.Pdf, *, marks: bool) -> None:
    """Set the page's boxes; outside the bleed, draw where to cut, where the plates meet, and the inks."""
    import pikepdf

    trim, bleed = paper.box(page.trimbox), paper.box(page.obj.get("/BleedBox", page.trimbox))
    beyond = max(trim[0] - bleed[0], bleed[2] - trim[2], 0.0)
    slug = beyond + _GAP + _LENGTH + _EDGE if marks else beyond
    media = (trim[0] - slug, trim[1] - slug, trim[2] + slug, trim[3] + slug)
    for key in ("/CropBox", "/ArtBox"):
        if key in page.obj:
            del page.obj[key]
    for key, value in (("/MediaBox", media), ("/BleedBox", bleed), ("/TrimBox", trim)):
        page.obj[key] = pikepdf.Array([round(side, 4) for side in value])
    page.obj.Group = pikepdf.Dictionary(
        Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK
    )
    if marks:
        drawn = "\n".join(_marks(trim, beyond + _GAP, media)).encode()
        form = pdf.make_stream(
            drawn,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[round(side, 4) for side in media],
            Resources=pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(All=registration)),
        )
        resources = pikepdf.Dictionary(dict(page.obj.Resources))
        resources.XObject = pikepdf.Dictionary(
            {**dict(resources.get("/XObject", {})), "/FeuilletMarks": form}
        )
        page.obj.Resources = resources
        inside = " ".join(
            number(part) for part in (bleed[0], bleed[1], bleed[2] - bleed[0], bleed[3] - bleed[1])
        )
        before = pdf.make_stream(f"q {inside} re W n".encode())
        after = pdf.make_stream(b"Q q /FeuilletMarks Do Q")
        page.obj.Contents = pikepdf.Array([before, page.obj.Contents, after])


def _registration() -> pikepdf.Object:
    """A colour that is on every plate."""
    import pikepdf

    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, tint])


def _marks(trim: Box, gap: float, media: Box) -> Iterator[str]:
    left, bottom, right, top = trim
    yield "/All CS 1 SCN 0.25 w"
    for x in (left, right):
        for start, way in ((bottom - gap, -1), (top + gap, 1)):
            yield _line(x, start, x, start + way * _LENGTH)
    for y in (bottom, top):
        for start, way in ((left - gap, -1), (right + gap, 1)):
            yield _line(start, y, start + way * _LENGTH, y)
    across, up, out = (left + right) / 2, (bottom + top) / 2, gap + _LENGTH / 2
    for x, y in ((across, bottom - out), (across, top + out), (left - out, up), (right + out, up)):
        yield _line(x - 7, y, x + 7, y)
        yield _line(x, y - 7, x, y + 7)
        yield _circle(x, y, 4)
    size = 4 * POINTS
    inks = [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)]
    patches = [tuple(share * part for part in ink) for ink in inks for share in (1, 0.5)]
    for index, patch in enumerate(patches):
        x = left + 10 * POINTS + index * size
        if x + size < across - 12:  # a narrow page has no room for all
            yield " ".join(number(part) for part in patch) + " k"
            yield f"{number(x)} {number(media[3] - _EDGE / 2 - size)} {number(size)} {number(size)} re f"


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{number(x0)} {number(y0)} m {number(x1)} {number(y1)} l S"


def _circle(x: float, y: float, radius: float) -> str:
    bow = radius * 0.5523
    turns = [((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0))]
    parts = [f"{number(x + radius)} {number(y)} m"]
    for (a, b), (c, d) in turns:
        points = (
            *(x + a * radius + c * bow, y + b * radius + d * bow),
            *(x + c * radius + a * bow, y + d * radius + b * bow),
            *(x + c * radius, y + d * radius),
        )
        parts.append(" ".join(number(point) for point in points) + " c")
    return " ".join(parts) + " S"


# ── Checks ─────────────────────────────────────────────────────────────────────────────────


def _check_fonts(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Every font is inside the file (ISO 15930-7, 6.3)."""
    told: set[str] = set()
    for owner in (*(page.obj for page in pdf.pages), *paper.streams(pdf)):
        for _, font in _sorted(owner.get("/Resources", {}), "/Font"):
            name = str(font.get("/BaseFont", "")).removeprefix("/")
            inner = font.DescendantFonts[0] if font.get("/Subtype") == "/Type0" else font
            if name not in told and not _is_embedded(inner):
                told.add(name)
                yield error("E014", font=name) if name else error("E014", variant="no name")


def _is_embedded(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor", {})
    return font.get("/Subtype") != "/Type3" and any(
        f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")
    )


def _check_bleed(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    for index, page in enumerate(pdf.pages):
        trim, bleed = paper.box(page.trimbox), paper.box(page.obj.get("/BleedBox", page.trimbox))
        if trim[0] - bleed[0] < POINTS or bleed[3] - trim[3] < POINTS:
            yield error("E015", page=index + 1)


def _check_resolution(pdf: pikepdf.Pdf, least: int) -> Iterator[Finding]:
    told: set[tuple[int, int]] = set()
    for index, page in enumerate(pdf.pages):
        for image, matrix in _images(page.obj, IDENTITY):
            width = (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5 / 72
            height = (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5 / 72
            dots = min(int(image.Width) / (width or 1), int(image.Height) / (height or 1))
            if dots < least - 0.5 and image.objgen not in told:
                told.add(image.objgen)
                yield warning(
                    "E010",
                    page=index + 1,
                    dots=round(dots),
                    least=least,
                    width=round(width * least),
                    height=round(height * least),
                )


def _images(
    owner: pikepdf.Object, matrix: Matrix, above: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[tuple[pikepdf.Object, Matrix]]:
    """Every picture that a page draws, with the matrix that takes the unit square to its place."""
    import pikepdf

    resources = owner.get("/Resources", pikepdf.Dictionary())
    drawn, patterns = dict(resources.get("/XObject", {})), dict(resources.get("/Pattern", {}))
    if isinstance(owner, pikepdf.Stream) and "/Matrix" in owner:
        matrix = paper.multiply(_numbers(owner.Matrix), matrix)
    base, kept = matrix, list[Matrix]()
    for instruction in pikepdf.parse_content_stream(owner):
        operator, operands = str(instruction.operator), instruction.operands
        used: Any = None
        match operator:
            case "q":
                kept.append(matrix)
            case "Q":
                matrix = kept.pop() if kept else matrix
            case "cm":
                matrix = paper.multiply(_numbers(operands), matrix)
            case "Do":
                used = drawn.get(str(operands[0]))
            case "scn" | "SCN" if len(operands) and isinstance(operands[-1], pikepdf.Name):
                used = patterns.get(str(operands[-1]))
            case _:
                pass
        if not isinstance(used, pikepdf.Stream) or used.objgen in above:
            continue
        if used.get("/Subtype") == "/Image":
            if not used.get("/ImageMask", False):
                yield used, matrix
        else:
            at = base if operator in ("scn", "SCN") else matrix
            yield from _images(used, at, above | {used.objgen})


def _numbers(parts: Any) -> Matrix:
    a, b, c, d, e, f = (float(part) for part in parts)
    return a, b, c, d, e, f


def _check_ink(inks: Inks) -> Iterator[Finding]:
    for rgb, ink in inks.used.items():
        if sum(ink) > MOST_INK:
            colour = "#" + "".join(f"{part:02x}" for part in rgb)
            yield warning("E012", colour=colour, ink=sum(ink), most=MOST_INK)
