/** Hexadecimal digits of a digest, by algorithm in lower case. BLAKE3 has no fixed length. */
const DIGEST_DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  'sha-1': 40,
  'sha-256': 64,
  'sha-384': 96,
  'sha-512': 128,
  'sha3-256': 64,
  'sha3-384': 96,
  'sha3-512': 128,
  'blake2b-256': 64,
  'blake2b-384': 96,
  'blake2b-512': 128,
  'streebog-256': 64,
  'streebog-512': 128,
};

/** How many hexadecimal digits a digest of the algorithm has; undefined where it isn't fixed or known. */
export function digestDigits(algorithm: string): number | undefined {
  return Object.hasOwn(DIGEST_DIGITS, algorithm) ? DIGEST_DIGITS[algorithm] : undefined;
}

/**
 * Whether a text has the form of a package URL: a scheme, a type, a name, and whole percent escapes.
 * @spec ECMA-427 (Package-URL) section 5
 */
export function isPackageUrl(text: string): boolean {
  const [, path] = /^pkg:\/*[A-Za-z][A-Za-z0-9.+-]*\/([^?#]+)(?:\?[^#]*)?(?:#.*)?$/.exec(text) ?? [];
  if (path === undefined || /[\s<>"]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(text)) return false;
  // A namespace may hold an at sign, such as npm's scopes; a version follows the last one, behind the name.
  const name = path.split('/').findLast((part) => part !== '') ?? '';
  return name !== '' && name.lastIndexOf('@') !== 0;
}

/**
 * Whether a text has the form of a CPE: the formatted string of 2.3, or the URI of 2.2.
 * @spec NIST IR 7695 sections 6.1 and 6.2
 */
export function isCpe(text: string): boolean {
  if (/\s/.test(text)) return false;
  if (/^cpe:\/[aho](?::[^:]*){0,6}$/i.test(text)) return true;
  const [scheme, version, part = '', ...others] = text.split(/(?<!\\):/);
  return scheme === 'cpe' && version === '2.3' && /^[aho*-]$/.test(part) && others.length === 10 && others.every((other) => other !== '');
}

/** `urn:uuid:` and a UUID. @spec RFC 9562 section 4 */
export function isBomSerialNumber(text: string): boolean {
  return /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/**
 * Whether a text can be an address, absolute or relative: no white space, no brackets or quotes, whole percent escapes.
 * @spec RFC 3987 section 2.2
 */
export function isAddress(text: string): boolean {
  return text !== '' && !/[\s<>"{}|\\^`\p{Cc}]/u.test(text) && !/%(?![0-9A-Fa-f]{2})/.test(text);
}
