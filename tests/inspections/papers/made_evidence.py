"""Photos, workbooks and old Office files as people send them, and with every fault that a file can have."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.made_office import SHEET, SHEETS, Office

pillow_heif.register_heif_opener()
NORTH, HANOI_LATITUDE = 1, 2
SECTOR, NO_STREAM, END_OF_CHAIN, FREE, OF_FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


# --- Photos ------------------------------------------------------------------------------------------------------
def photo(kind="JPEG", size=(60, 40), title="Hội nghị", windows_title="", **options):
    """A photo taken upright with a phone turned left: with titles, Windows has its own, and the place where it was."""
    image = Image.new("RGB", size, "navy")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x9C9B] = 6, title.encode(), f"{windows_title}\0".encode("utf-16-le")
    exif.get_ifd(0x8825).update({NORTH: "N", HANOI_LATITUDE: (21.0, 1.0, 42.0)})
    return encoded(image, kind, exif=exif, **options)


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png_with_text(text):
    info = PngInfo()
    info.add_itxt("Title", text)
    return encoded(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "PNG", pnginfo=info)


def large_png(side=30_000):
    """A black picture of 900 megapixels, a bit each, as PNG packs it; a library would draw it first, in 900 MB."""
    lines = zlib.compressobj(1)
    packed = b"".join(lines.compress(bytes(1 + side // 8)) for _ in range(side)) + lines.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


# --- Workbooks -----------------------------------------------------------------------------------------------------
def workbook(cell="Báo cáo số liệu", main=f"{SHEET}sheet.main+xml", more=""):
    """A small workbook as `tests.made_office.Office`."""
    sheets = f'<workbook xmlns="{SHEETS}"><sheets><sheet name="So lieu" sheetId="1"/></sheets>{more}</workbook>'
    text = f'<worksheet xmlns="{SHEETS}"><sheetData><row><c t="inlineStr"><is><t>{cell}</t></is></c></row></sheetData>'
    made = Office().add("xl/workbook.xml", main, sheets, "", "officeDocument")
    return made.add("xl/sheet1.xml", f"{SHEET}worksheet+xml", f"{text}</worksheet>", "xl/workbook.xml", "worksheet")


# --- Old Office ------------------------------------------------------------------------------------------------------
def old_file(streams):
    """A file of streams by path, "Macros/VBA" within a storage; each padded to its least size."""
    entries, chains, data = [], [], b""
    for path, content in streams.items():
        size = max(len(content), 4096)
        n = -(-size // SECTOR)
        chains.append((len(data) // SECTOR, n))
        data += content.ljust(n * SECTOR, b"\0")
        entries.append((path, chains[-1][0], size))
    directory = _directory(entries)
    start = len(data) // SECTOR
    chains.append((start, len(directory) // SECTOR))
    body = data + directory
    fat = [FREE] * SECTOR
    for at, n in chains:
        fat[at : at + n] = [*range(at + 1, at + n), END_OF_CHAIN]
    first_of_fat, n_fat = len(body) // SECTOR, SECTOR * 4 // SECTOR
    fat[first_of_fat : first_of_fat + n_fat] = [OF_FAT] * n_fat
    return _head(start, first_of_fat, n_fat) + body + struct.pack(f"<{SECTOR}I", *fat)


def _head(directory, fat, n_fat):
    version = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    places = struct.pack("<IIIIIIIII", 0, n_fat, directory, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    difat = struct.pack("<109I", *range(fat, fat + n_fat), *[FREE] * (109 - n_fat))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + version + places + difat


def _directory(entries):
    """Every storage's members in one chain to the right."""
    rows = [["Root Entry", 5, NO_STREAM, END_OF_CHAIN, 0, NO_STREAM]]
    folders = {"": 0}
    for path, start, size in entries:
        folder, _slash, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = len(rows)
            _hang(rows, 0, [folder, 1, NO_STREAM, 0, 0, NO_STREAM])
        _hang(rows, folders[folder], [name, 2, NO_STREAM, start, size, NO_STREAM])
    packed = b"".join(map(_entry, rows))
    return packed.ljust(-(-len(packed) // SECTOR) * SECTOR, b"\0")


def _hang(rows, above, row):
    rows.append(row)
    if rows[above][5] == NO_STREAM:
        rows[above][5] = len(rows) - 1
        return
    last = rows[above][5]
    while rows[last][2] != NO_STREAM:
        last = rows[last][2]
    rows[last][2] = len(rows) - 1


def _entry(row):
    name, kind, right, start, size, child = row
    letters = (name + "\0").encode("utf-16-le")
    return letters.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI16xIII", len(letters), kind, 1, NO_STREAM, right, child, 0, start, size, 0
    )


def old_word(text="Báo cáo kết quả\r", flags=0x0200, version=0xC1, fonts=(), header="", **streams):
    """A .doc of one piece of text, at whose end the header is stored."""
    head = bytearray(0x600)
    struct.pack_into("<HH", head, 0, 0xA5EC, version)
    struct.pack_into("<H", head, 0x0A, flags)
    struct.pack_into("<i", head, 0x4C, len(text))
    text += header
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, 0x600, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", head, 0x1A2, 0, len(clx))
    table = clx + b"\0\0\0" + b"".join((name + "\0").encode("utf-16-le") for name in fonts)
    return old_file({"WordDocument": bytes(head) + text.encode("utf-16-le"), "1Table": table, **streams})


def old_excel(cell="Báo cáo số liệu", more=(), kind_of_sheet=0, **streams):
    """An .xls of one cell; `more`: further records of the workbook."""
    begin = struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x0600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    sheet += _record(0x204, struct.pack("<HHHHB", 0, 0, 0, len(cell), 1) + cell.encode("utf-16-le")) + _record(
        0x0A, b""
    )
    head = _record(0x809, begin) + b"".join(_record(kind, body) for kind, body in more)
    at = len(head) + 4 + 8 + 4 + 4
    name = struct.pack("<IBBBB", at, 0, kind_of_sheet, 4, 0) + b"Bieu"
    head += _record(0x85, name) + _record(0x0A, b"")
    return old_file({"Workbook": head + sheet, **streams})


def _record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body
