"""Scans made for the tests: pages set by typst, drawn as pictures, then treated as a scanner treats them."""

import io

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from tests.parsing.readers.papers import pdf


def drawn(source: str, dpi: int = 200) -> list[Image.Image]:
    """The pages of a typst text as pictures."""
    paper = pypdfium2.PdfDocument(pdf(source))
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in paper]


def worn(picture: Image.Image, angle: float = 0.0, noise: float = 0.0, blur: float = 0.0) -> Image.Image:
    """The picture turned by `angle` degrees, with specks of `noise` grey levels, out of focus by `blur` pixels."""
    turned = picture.rotate(angle, resample=Image.Resampling.BICUBIC, expand=False, fillcolor="white")
    blurred = turned.filter(ImageFilter.GaussianBlur(blur)) if blur else turned
    grain = np.random.default_rng(7).normal(0, noise, (blurred.height, blurred.width, 1))
    return Image.fromarray(np.clip(np.asarray(blurred) + grain, 0, 255).astype(np.uint8))


def stamped(picture: Image.Image, x: int, y: int) -> Image.Image:
    """The picture with a red ring over it, as a seal leaves it."""
    from PIL import ImageDraw

    sealed = picture.copy()
    drawing = ImageDraw.Draw(sealed)
    for radius in (150, 140, 60):
        drawing.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(215, 40, 50), width=5)
    return sealed


def saved(pictures: list[Image.Image], kind: str = "PDF", dpi: int = 200) -> bytes:
    """The pictures as one file."""
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if kind in {"PDF", "TIFF"} else {}
    pictures[0].save(out, kind, resolution=dpi, **({"dpi": (dpi, dpi)} if kind != "PDF" else {}), **more)
    return out.getvalue()
