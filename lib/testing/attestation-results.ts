import { constants, sign as signWithKey } from 'node:crypto';
import { signCoseSign1 } from '#lib/attestation/cose-sign1.ts';
import { concatBytes, encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { makeKey, type TestKey } from './test-keys.ts';

/** The key of a verifier that tests trust. */
export const VERIFIER_KEY = makeKey('ec-p256', 'verifier');
/** When results of the tests are made. */
export const ISSUED_AT = '2026-05-01T10:00:00.000Z';
/** ISSUED_AT as a NumericDate. */
export const ISSUED_SECONDS = Date.parse(ISSUED_AT) / 1000;

type Claims = Readonly<Record<string, unknown>>;

/** A token to be made. */
export interface TokenParts {
  readonly claims: Claims | string;
  readonly key?: TestKey;
  readonly header?: Claims;
  /** Signs the octets before the last dot; ES256 by the key when absent. */
  readonly sign?: (octets: Uint8Array) => Uint8Array;
}

/** A compact JWS over claims: ES256 unless the header says otherwise. */
export function makeToken({ claims, key = VERIFIER_KEY, header = {}, sign = es256(key) }: TokenParts): string {
  const head = base64Url(encodeUtf8(JSON.stringify({ alg: 'ES256', typ: 'JWT', ...header })));
  const body = base64Url(encodeUtf8(typeof claims === 'string' ? claims : JSON.stringify(claims)));
  return `${head}.${body}.${base64Url(sign(encodeUtf8(`${head}.${body}`)))}`;
}

/** As octets of a file. */
export const makeTokenFile = (parts: TokenParts): Uint8Array => encodeUtf8(makeToken(parts));

/** Octets in base64url without padding. */
export const base64Url = (octets: Uint8Array): string => Buffer.from(octets).toString('base64url');

/** ECDSA on P-256 with r and s in fixed length; the same octets give the same signature. */
export function es256(key: TestKey): (octets: Uint8Array) => Uint8Array {
  return (octets) => fixedLength(key.sign(octets), 32);
}

/** The DER of an ECDSA signature as JOSE and COSE write it. */
function fixedLength(der: Uint8Array, size: number): Uint8Array {
  const fixed = new Uint8Array(2 * size);
  let at = 2;
  for (const end of [size, 2 * size]) {
    const length = der[at + 1] ?? 0;
    const number = der.subarray(at + 2, at + 2 + length);
    const digits = number.subarray(Math.max(0, length - size));
    fixed.set(digits, end - digits.length);
    at += 2 + length;
  }
  return fixed;
}

/** Claims of an EAR as it is deployed. @param more  claims beside them, or instead */
export function earClaims(more: Claims = {}): Claims {
  return {
    eat_profile: 'tag:github.com,2023:veraison/ear',
    iat: ISSUED_SECONDS,
    'ear.verifier-id': { developer: 'https://verifier.example', build: 'test 1.0' },
    submods: { PLATFORM: appraisal('affirming', { 'instance-identity': 2, hardware: 2, executables: 3 }) },
    ...more,
  };
}

/** One part of an EAR. */
export function appraisal(status: unknown, vector: Claims = {}, more: Claims = {}): Claims {
  return { 'ear.status': status, 'ear.trustworthiness-vector': vector, 'ear.appraisal-policy-id': 'policy://test/1', ...more };
}

/** The same result as a CWT, signed by the verifier of the tests. @param status  AR4SI tier of the part */
export function makeEarCwt(status = 2, key: TestKey = VERIFIER_KEY): Uint8Array {
  const part = new Map<number, CborWritable>([
    [1000, status],
    [
      1001,
      new Map([
        [0, 2],
        [2, 3],
        [4, 2],
      ]),
    ],
    [1003, 'policy://test/1'],
  ]);
  const claims = new Map<number, CborWritable>([
    [6, ISSUED_SECONDS],
    [265, 'tag:github.com,2023:veraison/ear'],
    [266, new Map([['PLATFORM', part]])],
    [
      1004,
      new Map([
        [0, 'https://verifier.example'],
        [1, 'test 1.0'],
      ]),
    ],
  ]);
  return signCoseSign1({ protectedHeader: new Map([[1, -7]]), payload: encodeCbor(claims), sign: es256(key) });
}

/** A CWT to be made. */
export interface CwtParts {
  readonly claims?: ReadonlyMap<number | string, CborWritable>;
  /** In place of the claims, as it is to stand. */
  readonly payload?: Uint8Array;
  readonly key: TestKey;
  readonly keyId?: string;
  /** ES256 when absent. */
  readonly algorithm?: CborWritable;
  /** More of the header that is signed. */
  readonly headers?: ReadonlyMap<number, CborWritable>;
  readonly sign?: (octets: Uint8Array) => Uint8Array;
}

/** A CWT with both its tags; the identifier of the key stands in the header that nobody signs. */
export function makeCwt({ claims = new Map(), key, keyId, ...parts }: CwtParts): Uint8Array {
  const { payload = encodeCbor(claims), algorithm = -7, headers = new Map(), sign = es256(key) } = parts;
  const message = signCoseSign1({
    protectedHeader: new Map([[1, algorithm], ...headers]),
    unprotectedHeader: new Map(keyId === undefined ? [] : [[4, encodeUtf8(keyId)]]),
    payload,
    sign,
  });
  return concatBytes([Uint8Array.of(0xd8, 61), message]);
}

/** The table of devices that HIRS exports, with one status for all. */
export function makeHirsList(names: readonly string[], status: 'PASS' | 'FAIL' = 'PASS'): Uint8Array {
  const head = `Device Status,Device Name,Validation Timestamp,${['Endorsement Certificate', 'Platform Certificate', 'Firmware'].map((what) => `${what} Validation Status`).join()}`;
  return encodeUtf8(
    `${[head, ...names.map((name) => `${status},${name},2026-05-01 10:00:00,${status},${status},${status}`)].join('\n')}\n`,
  );
}

/** What a Keylime verifier posts when it revokes an agent. */
export function makeRevocation(message: Claims, key: TestKey = makeKey('rsa-2048', 'keylime')): Uint8Array {
  const msg = JSON.stringify(message);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const saltLength = constants.RSA_PSS_SALTLEN_MAX_SIGN;
  const signature = signWithKey('sha256', encodeUtf8(msg), { key: key.privateKey, padding, saltLength });
  return encodeUtf8(JSON.stringify({ msg, signature: toBase64(new Uint8Array(signature)) }));
}
