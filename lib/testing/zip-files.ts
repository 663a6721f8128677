import { deflateRawSync } from 'node:zlib';
import { concatBytes, encodeUtf8 } from '#lib/encoding/bytes.ts';

/** A file of an archive, and what the archive says wrongly of it. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** The size that the directory states. */
  readonly said?: number;
}

const le = (octets: number, value: number): Uint8Array => {
  const bytes = Buffer.alloc(octets);
  bytes.writeUIntLE(value, 0, octets);
  return new Uint8Array(bytes);
};

/** Makes an archive without checksums, which nothing here reads. @spec PKWARE APPNOTE 6.3.10 section 4.3 */
export function makeZip(files: readonly ZipFile[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, bytes, method = 8, flags = 0, said = bytes.length } of files) {
    const name = encodeUtf8(path);
    const content = method === 8 ? new Uint8Array(deflateRawSync(bytes)) : bytes;
    const fields = [le(2, flags), le(2, method), new Uint8Array(8), le(4, content.length), le(4, said), le(2, name.length), le(2, 0)];
    const local = concatBytes([le(4, 0x04034b50), le(2, 20), ...fields, name, content]);
    directory.push(le(4, 0x02014b50), le(2, 20), le(2, 20), ...fields, le(2, 0), le(2, 0), le(2, 0), le(4, 0), le(4, offset), name);
    parts.push(local);
    offset += local.length;
  }
  const central = concatBytes(directory);
  const end = [
    le(4, 0x06054b50),
    le(2, 0),
    le(2, 0),
    le(2, files.length),
    le(2, files.length),
    le(4, central.length),
    le(4, offset),
    le(2, 0),
  ];
  return concatBytes([...parts, central, ...end]);
}
