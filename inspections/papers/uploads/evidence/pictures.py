"""Reads a photo, and makes our own JPEG of it: upright, no larger than a screen, without location or foreign bytes."""

import base64
from io import BytesIO
from struct import error

from PIL import Image, ImageFile, ImageOps

from ground.processes.child import Fault

FORMATS = {"jpg": ["JPEG", "MPO"], "png": ["PNG"], "heic": ["HEIF"]}
SIDE = 2000  # pixels
QUALITY = 80
# What Pillow and libheif raise for damaged files
DAMAGES = (ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError, error)
WINDOWS_TEXTS = {0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject"}  # in UTF-16


def read(content: bytes, kind: str, pixels_max: int) -> dict:
    """Return {"text": "", "properties": [[name, text], …], "shown": the JPEG as base64}; raises Fault."""
    Image.MAX_IMAGE_PIXELS = None  # this limit takes its place, before anything is unpacked
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # libraries switch it on where they are loaded too
    if kind == "heic":
        _open_heic()
    try:
        with Image.open(BytesIO(content), formats=FORMATS[kind]) as image:
            if image.width * image.height > pixels_max:
                raise Fault("too_many_pixels")
            properties = _texts_in(image)
            shown = _jpeg_of(image)
    except DAMAGES as damage:
        raise Fault("damaged_picture") from damage
    return {"text": "", "properties": properties, "shown": base64.b64encode(shown).decode()}


def _open_heic() -> None:
    import pillow_heif  # loaded for this kind alone: it takes longer than reading most files

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)


def _texts_in(image: Image.Image) -> list[list[str]]:
    """Return what the file says of itself in words: PNG's texts, the descriptions of cameras and of Windows."""
    found = [[str(name), text] for name, text in image.info.items() if isinstance(text, str)]
    for tag, text in image.getexif().items():
        if isinstance(text, str):
            found.append([str(tag), _in_utf8(text)])
        elif tag in WINDOWS_TEXTS:
            found.append([WINDOWS_TEXTS[tag], bytes(text).decode("utf-16-le", "ignore").rstrip("\0")])
    return found


def _in_utf8(text: str) -> str:
    """Return a text that Pillow read as Latin letters, as cameras and programs write it."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _jpeg_of(image: Image.Image) -> bytes:
    image.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded smaller at once
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    out = BytesIO()
    _on_white(upright).save(out, "JPEG", quality=QUALITY, progressive=True)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture in colours alone, without the metadata that Pillow would pass on."""
    plain = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        see_through = image.convert("RGBA")
        plain.paste(see_through, mask=see_through)
    else:
        plain.paste(image.convert("RGB"))
    return plain
