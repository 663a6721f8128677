import type { NamedValue } from '#lib/cyclonedx/types.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { readDer } from '#lib/encoding/der.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { BoundKey } from '#lib/platform-cert/types.ts';
import { keyDigest } from '#lib/x509/key.ts';
import { readName } from '#lib/x509/name.ts';
import type { Values } from './property-values.ts';

const KEY = 'assay:tcg:boundKey';

/**
 * The key that a certificate in the public-key form is bound to, as properties of the HBOM's subject: its name and key as their DER in
 * base64, what it may be used for in words.
 * @spec TCG Platform Certificate Profile 2.1 section 3.2
 */
export function boundKeyProperties(key: BoundKey | null): readonly NamedValue[] {
  if (key === null) return [];
  return [
    { name: KEY, value: toBase64(key.subjectPublicKeyInfo) },
    { name: `${KEY}:subject`, value: toBase64(key.subject.raw) },
    ...usageProperties(`${KEY}:keyUsage`, key.keyUsage),
    ...usageProperties(`${KEY}:extendedKeyUsage`, key.extendedKeyUsage),
  ];
}

/** Names and identifiers without blanks; none at all is no absence. */
const usageProperties = (name: string, usage: readonly string[] | null): readonly NamedValue[] =>
  usage === null ? [] : [{ name, value: usage.join(' ') }];

/** The inverse of boundKeyProperties; the digest is made of the key anew. @throws ParseError when a value was changed into something that can't be read */
export function readBoundKey(values: Values): BoundKey | null {
  const [key, subject] = [values.get(KEY), values.get(`${KEY}:subject`)];
  if (key === undefined) return null;
  if (subject === undefined) throw new ParseError('missing-field', `${KEY}:subject is missing`);
  const subjectPublicKeyInfo = new Uint8Array(Buffer.from(key, 'base64'));
  return {
    subject: readName(readDer(new Uint8Array(Buffer.from(subject, 'base64')))),
    subjectPublicKeyInfo,
    keyDigest: keyDigest(subjectPublicKeyInfo),
    keyUsage: readUsage(values.get(`${KEY}:keyUsage`)),
    extendedKeyUsage: readUsage(values.get(`${KEY}:extendedKeyUsage`)),
  };
}

function readUsage(text: string | undefined): readonly string[] | null {
  return text === undefined ? null : text.split(' ').filter((usage) => usage !== '');
}
