# What dkimpy has to say. Called as: dkimpy.py verify FOLDER, or dkimpy.py sign FOLDER RSA-KEY ED25519-KEY.
# FOLDER/zone holds lines of a name, a blank and the text of its record.
# verify: a line for each message: its file name, a blank, pass or fail.
# sign: each message in every way, as NAME.ALGORITHM.HEADER-BODY.signed.
import os
import sys

import dkim


def read(path):
    with open(path, "rb") as file:
        return file.read()


def messages(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".eml"))


def verify(folder):
    zone = dict(line.split(b" ", 1) for line in read(os.path.join(folder, "zone")).splitlines())

    def lookup(name, timeout=5):
        name = name if isinstance(name, bytes) else name.encode("ascii")
        return zone.get(name.rstrip(b"."))

    for name in messages(folder):
        try:
            good = dkim.verify(read(os.path.join(folder, name)), dnsfunc=lookup)
        except dkim.DKIMException as failed:
            good = False
        print(name, "pass" if good else "fail")


def sign(folder, rsa, ed25519):
    forms = [b"simple", b"relaxed"]
    for name in messages(folder):
        message = read(os.path.join(folder, name))
        for algorithm, selector, key in (b"rsa-sha256", b"r1", rsa), (b"ed25519-sha256", b"e1", ed25519):
            for header in forms:
                for body in forms:
                    field = dkim.sign(message, selector, b"a.example", read(key),
                                      canonicalize=(header, body), signature_algorithm=algorithm)
                    way = "%s.%s-%s" % (algorithm.decode(), header.decode(), body.decode())
                    with open(os.path.join(folder, "%s.%s.signed" % (name, way)), "wb") as file:
                        file.write(field + message)


if sys.argv[1] == "verify":
    verify(sys.argv[2])
else:
    sign(*sys.argv[2:])
