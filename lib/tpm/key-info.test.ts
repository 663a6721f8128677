import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyInfoOf, type TpmKeyNumbers } from './key-info.ts';

const octets = (text = ''): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
const CURVES = [
  { id: 0x0003, name: 'P-256' },
  { id: 0x0004, name: 'P-384' },
  { id: 0x0005, name: 'P-521' },
] as const;

/** Numbers whose leading zeros a TPM may leave out. */
const bare = (number: Uint8Array): Uint8Array => number.subarray(number.findIndex((octet) => octet !== 0));

test.each(CURVES)('a key on $name is written as OpenSSL writes it, with or without leading zeros', ({ id, name }) => {
  for (let made = 0; made < 40; made += 1) {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: name });
    const { x, y } = publicKey.export({ format: 'jwk' });
    const wanted = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
    const key = { kind: 'ecc', curve: id, x: octets(x), y: octets(y) } as const;
    expect(keyInfoOf(key)).toEqual(wanted);
    expect(keyInfoOf({ ...key, x: bare(key.x), y: bare(key.y) })).toEqual(wanted);
  }
});

test('an RSA key is written as OpenSSL writes it', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n } = publicKey.export({ format: 'jwk' });
  const key: TpmKeyNumbers = { kind: 'rsa', bits: 2048, exponent: 65537, modulus: octets(n) };
  expect(keyInfoOf(key)).toEqual(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })));
});

test('a point that is on no curve, a coordinate that is too wide and a curve that is not at hand give nothing', () => {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const key = { kind: 'ecc', curve: 0x0003, x: octets(x), y: octets(y) } as const;
  expect(keyInfoOf({ ...key, y: key.y.map((octet, index) => (index === 31 ? octet ^ 1 : octet)) })).toBeNull();
  expect(keyInfoOf({ ...key, x: Uint8Array.of(0, ...key.x) })).toBeNull();
  expect(keyInfoOf({ ...key, curve: 0x0010 })).toBeNull();
});
