# SPDX-License-Identifier: GPL-3.0-or-later
"""Small files to enclose in practice letters, drawn and written from nothing: PNG, PDF, ICS."""

import datetime
import struct
import zlib


def _png(width, height, pixel):
    rows = b''.join(b'\0' + b''.join(bytes(pixel(x, y)) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        body = kind + data
        return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))
    header = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header)
            + chunk(b'IDAT', zlib.compress(rows, 9)) + chunk(b'IEND', b''))


def _mix(a, b, share):
    return tuple(int(x + (y - x) * share) for x, y in zip(a, b))


def harbour(number=0, width=320, height=200):
    """An evening over water; the number moves the sun and tints the sky."""
    skies = [((250, 190, 120), (70, 90, 150)), ((255, 215, 160), (90, 130, 190)),
             ((240, 150, 130), (60, 60, 120)), ((200, 220, 230), (80, 120, 160))]
    low, high = skies[number % len(skies)]
    sun_x, sun_y = 60 + 45 * (number % 5), height // 2 - 25

    def pixel(x, y):
        horizon = height * 6 // 10
        if y < horizon:
            if (x - sun_x) ** 2 + (y - sun_y) ** 2 < 400:
                return 255, 240, 200
            return _mix(high, low, y / horizon)
        glint = abs(x - sun_x) < 24 - (y - horizon) // 5 and (x // 3 + y) % 3 == 0
        return (255, 225, 170) if glint else _mix((60, 90, 130), (20, 40, 70),
                                                   (y - horizon) / (height - horizon))
    return _png(width, height, pixel)


def leaf(width=160, height=160):
    """A red maple leaf, more or less."""
    def pixel(x, y):
        dx, dy = x - width / 2, y - height / 2
        reach = 46 + 22 * abs(((dx * 3 + dy) % 37) / 37 - 0.5)
        if dx * dx + dy * dy < reach * reach:
            return _mix((190, 30, 30), (235, 120, 40), (dx + dy + 120) / 240)
        return 238, 242, 230
    return _png(width, height, pixel)


def dot():
    return _png(1, 1, lambda x, y: (255, 255, 255))


def pdf(lines):
    """One page in Helvetica; the lines must be Latin."""
    def safe(line):
        for special in '\\()':
            line = line.replace(special, '\\' + special)
        return line.encode('cp1252', 'replace')
    page = b'BT /F1 13 Tf 72 770 Td 20 TL ' + b' '.join(
        b'(' + safe(line) + b") '" for line in lines) + b' ET'
    things = [
        b'<< /Type /Catalog /Pages 2 0 R >>',
        b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R '
        b'/Resources << /Font << /F1 5 0 R >> >> >>',
        b'<< /Length %d >>\nstream\n%s\nendstream' % (len(page), page),
        b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ]
    out, places = b'%PDF-1.4\n', []
    for number, thing in enumerate(things, 1):
        places.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (number, thing)
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(things) + 1)
    out += b''.join(b'%010d 00000 n \n' % place for place in places)
    return out + b'trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (
        len(things) + 1, start)


def ics(uid, when, hours, summary, place):
    """An invitation; `when` is Unix time."""
    def stamp(seconds):
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime(
            '%Y%m%dT%H%M%SZ')
    lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Practice mail//EN', 'METHOD:PUBLISH',
             'BEGIN:VEVENT', 'UID:' + uid, 'DTSTAMP:' + stamp(when - 86400),
             'DTSTART:' + stamp(when), 'DTEND:' + stamp(when + hours * 3600),
             'SUMMARY:' + summary, 'LOCATION:' + place, 'END:VEVENT', 'END:VCALENDAR', '']
    return '\r\n'.join(lines).encode()
