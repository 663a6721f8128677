const HEAD_BYTES = 4096;

/** Whether the bytes look like a SWID tag. Looks, never throws: a truncated tag is still one. @spec ISO/IEC 19770-2:2015 section 8 */
export function looksLikeSwidTag(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1').replaceAll('\0', '');
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*</.test(head) && head.includes('SoftwareIdentity') && head.includes('19770');
}

/** Tags 500 to 502 and the one of a CoSWID, as they stand in CBOR. @spec draft-ietf-rats-corim section 11.4; RFC 9393 section 6.5 */
const CONCISE_TAGS: readonly string[] = ['d901f4', 'd901f5', 'd901f6', 'da53574944'];
const COSE_SIGN1 = 'd284';
const MEDIA_TYPES: readonly string[] = ['application/rim+cbor', 'application/corim-unsigned+cbor'];

/** Whether the bytes look like a CoRIM or a CoSWID. A signed one says so in its header, which begins like that of any other message. */
export function looksLikeConciseManifest(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES));
  const begin = head.subarray(0, 5).toString('hex');
  if (CONCISE_TAGS.some((tag) => begin.startsWith(tag))) return true;
  return begin.startsWith(COSE_SIGN1) && MEDIA_TYPES.some((type) => head.includes(type));
}
