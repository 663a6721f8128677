import {
  checkPrimeSync,
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signWithKey,
} from 'node:crypto';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import { derInteger, derSequence } from '#lib/encoding/der-write.ts';

// Keys of a test authority: anybody can compute them from their seed. Never trust anything that they signed.

/** Keys that a test authority can have. `rsa-1024` is weak on purpose. */
export type TestKeyAlgorithm = 'rsa-1024' | 'rsa-2048' | 'ec-p256' | 'ec-p384';

/** A key that depends on nothing but its algorithm and seed. */
export interface TestKey {
  readonly algorithm: TestKeyAlgorithm;
  readonly publicKeyInfo: Uint8Array;
  /** For Node's crypto, where a test needs another algorithm than `sign` uses. */
  readonly privateKey: KeyObject;
  /** Signs with the key's usual algorithm; the same bytes give the same signature. */
  readonly sign: (tbs: Uint8Array) => Uint8Array;
}

interface Curve {
  readonly openSslName: string;
  readonly jwkName: string;
  readonly order: bigint;
  readonly octets: number;
  readonly hash: string;
}

const P256: Curve = {
  openSslName: 'prime256v1',
  jwkName: 'P-256',
  order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  octets: 32,
  hash: 'sha256',
};
const P384: Curve = {
  openSslName: 'secp384r1',
  jwkName: 'P-384',
  order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  octets: 48,
  hash: 'sha384',
};

const keys = new Map<string, TestKey>();

/** The key of a seed; made once, because an RSA key takes a quarter of a second. */
export function makeKey(algorithm: TestKeyAlgorithm, seed: string): TestKey {
  const id = `${algorithm} ${seed}`;
  const key = keys.get(id) ?? newKey(algorithm, seed);
  keys.set(id, key);
  return key;
}

function newKey(algorithm: TestKeyAlgorithm, seed: string): TestKey {
  switch (algorithm) {
    case 'rsa-1024':
    case 'rsa-2048':
      return rsaKey(algorithm, seed);
    case 'ec-p256':
      return ecKey(P256, algorithm, seed);
    case 'ec-p384':
      return ecKey(P384, algorithm, seed);
    default:
      return algorithm satisfies never;
  }
}

function ecKey(curve: Curve, algorithm: TestKeyAlgorithm, seed: string): TestKey {
  const scalar = scalarFrom(curve, `key ${algorithm} ${seed}`);
  const { x, y } = pointOf(curve, scalar);
  const jwk = { kty: 'EC', crv: curve.jwkName, d: base64Url(scalar, curve.octets), x: x.toString('base64url'), y: y.toString('base64url') };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return { algorithm, publicKeyInfo: publicInfo(privateKey), privateKey, sign: (tbs) => ecdsa(curve, scalar, tbs) };
}

/** ECDSA with a nonce from key and message, because Node's is random and samples must not change. @spec RFC 6979, simplified */
function ecdsa(curve: Curve, scalar: bigint, tbs: Uint8Array): Uint8Array {
  const digest = createHash(curve.hash).update(tbs).digest('hex');
  const nonce = scalarFrom(curve, `nonce ${scalar} ${digest}`);
  const r = bigIntOf(pointOf(curve, nonce).x) % curve.order;
  const s = (inverse(nonce, curve.order) * (BigInt(`0x${digest}`) + r * scalar)) % curve.order;
  return derSequence(derInteger(r), derInteger(s));
}

function scalarFrom({ order }: Curve, seed: string): bigint {
  return (bigIntOf(createHash('sha512').update(seed).digest()) % (order - 1n)) + 1n;
}

function pointOf({ openSslName, octets }: Curve, scalar: bigint): { x: Buffer; y: Buffer } {
  const ecdh = createECDH(openSslName);
  ecdh.setPrivateKey(octetsOf(scalar, octets));
  const point = ecdh.getPublicKey();
  return { x: point.subarray(1, 1 + octets), y: point.subarray(1 + octets) };
}

function rsaKey(algorithm: 'rsa-1024' | 'rsa-2048', seed: string): TestKey {
  const bits = algorithm === 'rsa-1024' ? 512 : 1024;
  const [p, q] = [primeFrom(`p ${algorithm} ${seed}`, bits), primeFrom(`q ${algorithm} ${seed}`, bits)];
  const e = 65537n;
  const d = inverse(e, (p - 1n) * (q - 1n));
  const parts = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const jwk = Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, base64Url(value)]));
  const privateKey = createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' });
  const sign = (tbs: Uint8Array): Uint8Array => new Uint8Array(signWithKey('sha256', tbs, privateKey));
  return { algorithm, publicKeyInfo: publicInfo(privateKey), privateKey, sign };
}

/** The first prime of a stream of hashes; its two top bits are set, so that a product has all its bits. */
function primeFrom(seed: string, bits: number): bigint {
  for (let counter = 0; ; counter += 1) {
    const stream = createHash('shake256', { outputLength: bits / 8 })
      .update(`${seed} ${counter}`)
      .digest();
    const candidate = bigIntOf(stream) | (3n << BigInt(bits - 2)) | 1n;
    if (candidate % 65537n !== 1n && checkPrimeSync(candidate)) return candidate;
  }
}

/** Inverse by Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return ((x % modulus) + modulus) % modulus;
}

function publicInfo(privateKey: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
}

function bigIntOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}

function octetsOf(value: bigint, octets: number): Uint8Array {
  return fromHex(value.toString(16).padStart(octets * 2, '0'));
}

function base64Url(value: bigint, octets = Math.ceil(value.toString(16).length / 2)): string {
  return Buffer.from(octetsOf(value, octets)).toString('base64url');
}
