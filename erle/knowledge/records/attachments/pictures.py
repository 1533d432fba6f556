"""Pictures made anew from their points alone: no place, no device, no name, no thumbnail, nothing behind the end."""

import io
import struct
import warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from erle.knowledge.records.attachments.inside import MadeAnew, run
from erle.knowledge.records.attachments.kinds import HEIC, JPEG, PNG, WEBP, FileKind, NotTaken, recognise

MOST_POINTS = 50_000_000
QUALITY = 90
READERS = {JPEG: ("JPEG",), PNG: ("PNG",), WEBP: ("WEBP",), HEIC: ("HEIF",)}
WRITERS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "JPEG"}
BROKEN = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error, UnidentifiedImageError)
"""What the readers raise of a picture that is damaged, or not what it seems."""
UNREADABLE = (
    "This picture cannot be read: it is damaged or not what it seems. Take it again, or send a screenshot of it."
)


def clean(content: bytes) -> MadeAnew:
    """Return the picture made anew."""
    kind = recognise(content)
    if kind not in READERS:
        raise NotTaken(UNREADABLE)
    try:
        with warnings.catch_warnings(action="ignore"):  # of what a picture says beside its points nothing is kept
            plain = _points(_opened(content, kind), kind)
    except BROKEN as broken:
        raise NotTaken(UNREADABLE) from broken
    made = io.BytesIO()
    plain.save(made, WRITERS[kind], quality=QUALITY)
    return MadeAnew(JPEG if kind is HEIC else kind, made.getvalue())


def _opened(content: bytes, kind: FileKind) -> Image.Image:
    picture = Image.open(io.BytesIO(content), formats=READERS[kind])
    width, height = picture.size
    if width * height > MOST_POINTS:
        raise NotTaken("This picture has more than 50 million points. Send a smaller copy.")
    if kind in (PNG, WEBP) and getattr(picture, "n_frames", 1) > 1:
        raise NotTaken("This picture moves. Send one still picture.")
    picture.load()
    return picture


def _points(picture: Image.Image, kind: FileKind) -> Image.Image:
    """Return a new picture of the points, the right way up and in usual colours."""
    upright = ImageOps.exif_transpose(picture)
    clear = kind in (PNG, WEBP) and upright.has_transparency_data
    mode = "RGBA" if clear else "L" if upright.mode in {"1", "L"} else "RGB"
    usual = _usual_colours(upright, mode).convert(mode)
    plain = Image.new(mode, usual.size)
    plain.paste(usual)
    return plain


def _usual_colours(picture: Image.Image, mode: str) -> Image.Image:
    """Return the picture in sRGB where it carries a profile of its own, which is left behind."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        own, usual = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(picture, own, usual, outputMode=picture.mode)
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken profile is as good as none
    return turned or picture


register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is unpacked
if __name__ == "__main__":
    run(clean)
