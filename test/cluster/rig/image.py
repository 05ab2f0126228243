"""Packs folders as the layers of a container image (docker-archive): image.py NAME[,NAME…] OUT.tar CONFIG-JSON FOLDER…"""
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile

names, out, config, folders = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), sys.argv[4:]


def packed(folder):
    """The folder as a tar with a fixed order, so that images made of the same folder share its layer."""
    layer = f"{out}.layer"
    subprocess.check_call(["tar", "-C", folder, "--numeric-owner", "--sort=name", "-cf", layer, "."])
    with open(layer, "rb") as file:
        return layer, hashlib.file_digest(file, "sha256").hexdigest()


digests = []
with tarfile.open(out + ".new", "w") as archive:

    def add(member, data):
        info = tarfile.TarInfo(member)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))

    for folder in folders:
        layer, digest = packed(folder)
        archive.add(layer, digest + ".tar")
        os.unlink(layer)
        digests.append(digest)
    rootfs = {"type": "layers", "diff_ids": ["sha256:" + digest for digest in digests]}
    image = json.dumps({"architecture": "amd64", "os": "linux", "config": config, "rootfs": rootfs}).encode()
    image_name = hashlib.sha256(image).hexdigest() + ".json"
    add(image_name, image)
    layers = [digest + ".tar" for digest in digests]
    add("manifest.json", json.dumps([{"Config": image_name, "RepoTags": names.split(","), "Layers": layers}]).encode())
os.replace(out + ".new", out)
