"""The zip of a Word or Excel file: its sizes and names are checked before anything is unpacked."""

import zipfile

from ground.processes.child import Fault

MEMBERS_MAX = 1000
UNPACKED_MAX = {"docx": 200 << 20, "xlsx": 150 << 20}
RATIO_MAX = {"docx": 100}  # of a member above RATIO_FROM; Word's XML packs 10 to 30 times, a sheet of equal rows more
RATIO_FROM = 1 << 20
TRASH = "[trash]/"  # room that Word leaves between parts


def refuse_bomb(package: zipfile.ZipFile, kind: str) -> None:
    members = package.infolist()
    if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_MAX[kind]:
        raise Fault("too_much_inside")
    ratio_max = RATIO_MAX.get(kind)
    for member in members:
        if ratio_max and member.file_size > RATIO_FROM and member.file_size > ratio_max * member.compress_size:
            raise Fault("too_much_inside")
        if member.flag_bits & 1:
            raise Fault("encrypted")


def names_by_part(package: zipfile.ZipFile) -> dict[str, str]:
    """Map each part's lower-case name to its name in the zip; raise Fault for suspicious names.

    No Office program writes a path that leads out of the zip, nor two parts that differ in case only, of which programs
    would read different ones.
    """
    names = [name for name in package.namelist() if not name.endswith("/")]
    strange = any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names)
    if strange or len({name.lower() for name in names}) < len(names):
        raise Fault("unreadable")
    return {name.lower(): name for name in names if not name.lower().startswith(TRASH)}
