import { crc32, deflateRawSync } from "node:zlib";

/** A zip archive, for tests: members stored or deflated, with a comment and an extra field, as wheels have them. */
export function zipArchive(members: readonly { readonly name: string; readonly bytes: Buffer; readonly deflate: boolean }[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, deflate } of members) {
    const packed = deflate ? deflateRawSync(bytes) : bytes;
    const label = Buffer.from(name);
    const fields = Buffer.alloc(16);
    fields.writeUInt16LE(deflate ? 8 : 0, 0);
    fields.writeUInt32LE(crc32(bytes), 6);
    fields.writeUInt32LE(packed.length, 10);
    const tail = Buffer.alloc(10);
    tail.writeUInt32LE(bytes.length, 0);
    tail.writeUInt16LE(label.length, 4);
    // Four bytes of an unknown extra field, in the local header only.
    const local = Buffer.concat([
      Buffer.from("504b030414000000", "hex"),
      fields.subarray(0, 14),
      tail.subarray(0, 6),
      Buffer.from("0400", "hex"),
      label,
      Buffer.from("99990000", "hex"),
    ]);
    const place = Buffer.alloc(12);
    place.writeUInt32LE(offset, 8);
    directory.push(
      Buffer.concat([
        Buffer.from("504b01021400140000000000".slice(0, 20), "hex"),
        fields.subarray(0, 2),
        fields.subarray(2, 14),
        tail.subarray(0, 6),
        Buffer.alloc(2),
        place.subarray(0, 2),
        Buffer.alloc(2),
        Buffer.alloc(6),
        place.subarray(8),
        label,
      ]),
    );
    locals.push(local, packed);
    offset += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(5, 20);
  return Buffer.concat([...locals, central, end, Buffer.from("hello")]);
}
