const HEAD_BYTES = 4096;

/** Whether the bytes look like a SWID tag. Looks, never throws: a truncated tag is still one. @spec ISO/IEC 19770-2:2015 section 8 */
export function looksLikeSwidTag(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1').replaceAll('\0', '');
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*</.test(head) && head.includes('SoftwareIdentity') && head.includes('19770');
}
