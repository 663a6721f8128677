import { concatBytes, encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { le } from './event-logs.ts';

/** A file that a kernel measured before it was used. */
export interface MeasuredFile {
  readonly path: string;
  /** SHA-256 of its content. */
  readonly digest: Uint8Array;
  /** It was written to while it was read. */
  readonly isViolation?: boolean;
}

/** A file whose content is its path, unless told otherwise. */
export const measuredFile = (path: string, content = path): MeasuredFile => ({ path, digest: tpmDigest('sha256', encodeUtf8(content)) });

/** The measurement list of a kernel, in text, by the template `ima-ng`. @spec Linux kernel, Integrity Measurement Architecture */
export function makeImaLog(files: readonly MeasuredFile[]): Uint8Array {
  return encodeUtf8(files.map(lineOf).join(''));
}

function lineOf({ path, digest, isViolation = false }: MeasuredFile): string {
  const fields = [concatBytes([encodeUtf8('sha256:\0'), digest]), encodeUtf8(`${path}\0`)];
  const data = concatBytes(fields.flatMap((field) => [le(4, field.length), field]));
  const beside = isViolation ? new Uint8Array(20) : tpmDigest('sha1', data);
  return `10 ${toHex(beside)} ima-ng sha256:${toHex(digest)} ${path}\n`;
}
