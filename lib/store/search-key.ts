/** A text as searches compare it: letters and digits only, in lower case, so that `SN-12 34` is found as `sn1234`. */
export function searchKey(text: string | null): string {
  return (text ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, 200);
}

/** Pattern for LIKE that matches what begins with `key`; keys have no wildcards, being letters and digits. */
export function prefixPattern(key: string): string {
  return `${key}%`;
}
