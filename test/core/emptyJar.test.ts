import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { emptyJar } from "../../lib/core/emptyJar.ts";

const manifest = "Manifest-Version: 1.0\r\n\r\n";

async function zip(): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of emptyJar().bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test("an empty jar is a zip with a manifest", async () => {
  const bytes = await zip();
  const end = bytes.length - 22;
  const directory = bytes.readUInt32LE(end + 16);
  expect({
    end: bytes.toString("latin1", end, end + 4),
    entries: bytes.readUInt16LE(end + 10),
    directorySize: bytes.readUInt32LE(end + 12),
  }).toEqual({ end: "PK\x05\x06", entries: 1, directorySize: end - directory });
  // The entry as the central directory has it, and as it stands before its content: both tell method, check sum, sizes and name.
  const facts = (at: number, nameAt: number) => [
    bytes.readUInt16LE(at),
    bytes.readUInt32LE(at + 6),
    bytes.readUInt32LE(at + 10),
    bytes.readUInt32LE(at + 14),
    bytes.toString("latin1", nameAt, nameAt + bytes.readUInt16LE(at + 18)),
  ];
  const told = [0, crc32(manifest), manifest.length, manifest.length, "META-INF/MANIFEST.MF"];
  expect(bytes.toString("latin1", directory, directory + 4)).toBe("PK\x01\x02");
  expect(facts(directory + 10, directory + 46)).toEqual(told);
  expect(bytes.readUInt32LE(directory + 42)).toBe(0);
  expect(bytes.toString("latin1", 0, 4)).toBe("PK\x03\x04");
  expect(facts(8, 30)).toEqual(told);
  expect(bytes.toString("latin1", 50, directory)).toBe(manifest);
});

test("each empty jar can be read", async () => {
  expect(emptyJar()).toMatchObject({ name: "empty.jar", size: 163 });
  expect(await zip()).toEqual(await zip());
  expect((await zip()).length).toBe(163);
});
