import { equalBytes } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { verifyCertificate } from '#lib/x509/chain.ts';
import { isOfDeviceKey } from '#lib/x509/device-key.ts';
import { nameText } from '#lib/x509/name.ts';
import { verifyNamedSignature } from '#lib/x509/named-signature.ts';
import { isValidAt } from '#lib/x509/path-rules.ts';
import type { Revocations } from '#lib/x509/revocations.ts';
import type { Certificate, TrustAnchor } from '#lib/x509/types.ts';
import type { BomSignature } from './types.ts';

/** The trust that a BOM's signatures are judged by. */
export interface SignatureTrust {
  readonly anchors: readonly TrustAnchor[];
  readonly intermediates: readonly Certificate[];
  /** ISO 8601: the proof of existence. */
  readonly at: string;
  /** ISO 8601: the instant asked about; `at` when absent. */
  readonly now?: string;
  /** Absent: nothing is at hand. */
  readonly revocations?: Revocations;
}

/** What is known of one signature: the mathematics, and who stands behind the key. */
export interface JudgedSignature {
  readonly signature: BomSignature;
  readonly math: Answer;
  readonly trust: Answer;
}

interface Answer {
  readonly status: Exclude<Check['status'], 'not-applicable'>;
  readonly detail: string;
}

/**
 * Judges a signature. A key inside the file proves nothing by itself, so `trust` passes only by a path to an anchor or the key of one.
 * @spec JSON Signature Format 0.82 section 6; XML Signature 1.1 section 3.2; RFC 5280 section 6.1
 */
export function judgeSignature(signature: BomSignature, trust: SignatureTrust): JudgedSignature {
  if (signature.open !== null) return judgeOpen({ signature, open: signature.open, trust });
  const math = mathOf(signature);
  if (math.status === 'fail') return { signature, math, trust: { status: 'unknown', detail: 'not judged: the signature does not verify' } };
  return { signature, math, trust: signature.certificates.length > 0 ? trustOfPath(signature, trust) : trustOfKey(signature, trust) };
}

/** What is left out of a signature can be anything, so such a signature is no answer about the whole. */
function mathOf({ status, detail, weak, excludes }: BomSignature): Answer {
  const weakness = weak === null ? '' : `; weak: ${weak}`;
  if (status !== 'valid') return { status: status === 'invalid' ? 'fail' : 'unknown', detail: `${detail}${weakness}` };
  if (excludes.length === 0) return { status: 'pass', detail: `${detail}${weakness}` };
  const names = excludes.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 40)));
  return { status: 'unknown', detail: `${detail}, but it leaves out ${names.join(', ')}, which may hold anything${weakness}` };
}

interface OpenSignature {
  readonly signature: BomSignature;
  readonly open: NonNullable<BomSignature['open']>;
  readonly trust: SignatureTrust;
}

/** No key came with it: the anchors' keys are tried. */
function judgeOpen({ signature, open, trust: { anchors, at } }: OpenSignature): JudgedSignature {
  const question = { name: open.name, signed: fromBase64(open.signed), signature: fromBase64(open.value) };
  for (const { certificate } of anchors) {
    const { status, detail, weak } = verifyNamedSignature({ ...question, subjectPublicKeyInfo: certificate.subjectPublicKeyInfo });
    if (status !== 'valid') continue;
    return {
      signature,
      math: mathOf({ ...signature, status, detail, weak: weak ?? signature.weak }),
      trust: anchorAnswer(certificate, at),
    };
  }
  const detail = 'the signature carries no key, and verifies with the key of no trust anchor';
  return { signature, math: { status: 'unknown', detail }, trust: { status: 'unknown', detail } };
}

function trustOfKey({ publicKey }: BomSignature, { anchors, at }: SignatureTrust): Answer {
  if (publicKey === null) return { status: 'unknown', detail: 'the signature carries no key' };
  const key = fromBase64(publicKey);
  const anchor = anchors.find(({ certificate }) => equalBytes(certificate.subjectPublicKeyInfo, key));
  if (anchor !== undefined) return anchorAnswer(anchor.certificate, at);
  return { status: 'unknown', detail: 'the key stands in the file itself and is that of no trust anchor: anybody can have made it' };
}

function anchorAnswer(certificate: Certificate, at: string): Answer {
  const name = nameText(certificate.subject) || 'an empty name';
  if (isValidAt(certificate, at)) return { status: 'pass', detail: `the key is that of the trust anchor ${name}` };
  return { status: 'fail', detail: `the key is that of the trust anchor ${name}, which is not valid at ${at}` };
}

const SIGNING_USES = ['digitalSignature', 'nonRepudiation', 'contentCommitment'];

function trustOfPath({ certificates }: BomSignature, { intermediates, ...trust }: SignatureTrust): Answer {
  const [certificate, ...carried] = certificates.map((der) => parseCertificate(fromBase64(der)));
  if (certificate === undefined) return { status: 'unknown', detail: 'the signature carries no certificate' };
  const signer = `signed by ${nameText(certificate.subject) || 'an empty name'}`;
  const { keyUsage } = certificate;
  if (keyUsage !== null && !keyUsage.some((use) => SIGNING_USES.includes(use))) {
    return { status: 'fail', detail: `${signer}, whose certificate is not for signing documents` };
  }
  // Whoever runs a device signs what they like with the key by which it identifies itself.
  if (isOfDeviceKey(certificate)) return { status: 'fail', detail: `${signer}, whose certificate is of a key that a device holds` };
  const checks = verifyCertificate({ certificate, intermediates: [...carried, ...intermediates], ...trust });
  const asked = checks.filter(({ id }) => id === 'chain' || id === 'validity' || id === 'signature');
  // That nobody tells whether it was revoked is usual; that it was is decisive.
  const revoked = checks.find(({ id, status }) => id === 'revocation' && status === 'fail');
  const told = asked.find(({ status }) => status === 'fail') ?? revoked ?? asked.find(({ status }) => status === 'unknown');
  if (told === undefined) return { status: 'pass', detail: `${signer}; ${asked.find(({ id }) => id === 'chain')?.detail ?? ''}` };
  return { status: told.status === 'fail' ? 'fail' : 'unknown', detail: `${signer}; ${told.detail}` };
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
