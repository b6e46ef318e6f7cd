"""Archives, and what somebody does to them by hand."""

import io
import struct
import tarfile
import zipfile


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def lying(content: bytes) -> bytes:
    """The archive with every size in its directory said to be one byte."""
    data, at = bytearray(content), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24 : at + 28] = struct.pack("<I", 1)
        at += 4
    return bytes(data)


def encrypted(content: bytes) -> bytes:
    """The archive with every member said to be behind a password."""
    data = bytearray(content)
    for magic, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = 0
        while (at := data.find(magic, at)) >= 0:
            data[at + flags] |= 1
            at += 4
    return bytes(data)


def wrong_sum(content: bytes) -> bytes:
    """The archive with every check sum in its directory one off."""
    data, at = bytearray(content), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 16] ^= 1
        at += 4
    return bytes(data)


def packed(book: bytes, method: int) -> bytes:
    """The workbook packed in another way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def tar(content: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        packed_up = tarfile.TarInfo("../../etc/passwd")
        packed_up.size = len(content)
        file.addfile(packed_up, io.BytesIO(content))
    return out.getvalue()
