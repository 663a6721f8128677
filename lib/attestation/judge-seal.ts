import type { Check, Signer } from '#lib/encoding/check.ts';
import { verifyCertificate } from '#lib/x509/chain.ts';
import { isOfDeviceKey } from '#lib/x509/device-key.ts';
import { nameText } from '#lib/x509/name.ts';
import { isValidAt } from '#lib/x509/path-rules.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';
import type { Revocations } from '#lib/x509/revocations.ts';
import type { SignatureOutcome } from '#lib/x509/signature.ts';
import { signerOf } from '#lib/x509/signer.ts';
import type { Certificate, TrustAnchor } from '#lib/x509/types.ts';
import { carriedCertificates } from './carried-certificates.ts';
import { KEYLIME_PSS } from './keylime-revocation.ts';
import { verifyKeylimeSignature } from './keylime-signature.ts';
import { refusalOf, verifyTokenSignature } from './token-signature.ts';
import type { ResultSeal } from './types.ts';
import type { VerifierKey } from './verifier-keys.ts';

/** Keys that are tried for one signature. */
export const MAX_TRIED_KEYS = 100;

/** The trust that results are judged by. */
export interface ResultTrust {
  /** Keys of verifiers that somebody with the right trusts; none where it is absent. */
  readonly verifierKeys?: readonly VerifierKey[];
  readonly anchors: readonly TrustAnchor[];
  readonly intermediates: readonly Certificate[];
  /** ISO 8601: the proof of existence. */
  readonly at: string;
  /** ISO 8601: the instant asked about; `at` when absent. */
  readonly now?: string;
  /** Absent: nothing is at hand. */
  readonly revocations?: Revocations;
}

interface Answer {
  readonly status: Exclude<Check['status'], 'not-applicable'>;
  readonly detail: string;
  /** Who vouches for the key, up to the anchor; absent for one that is configured. */
  readonly signers?: readonly Signer[];
}

/** What is known of one signature: the mathematics, and who stands behind the key. */
export interface JudgedSeal {
  readonly math: Answer;
  readonly trust: Answer;
}

/** A key that may have made a signature. */
interface Candidate {
  readonly subjectPublicKeyInfo: Uint8Array;
  /** If the signature doesn't verify with it, then it verifies with none: the token itself says that this is its key. */
  readonly isDecisive: boolean;
  readonly name: string;
  /** Asked only for the key that verified. */
  readonly trust: () => Answer;
}

interface Question {
  readonly seal: ResultSeal;
  readonly issuer: string | null;
  readonly trust: ResultTrust;
}

/**
 * Judges one signature: by the keys that are configured, by the certificates that come with it as far as an anchor vouches for them, and by the anchors'
 * own keys. A key or an address of one in the token is never used.
 * @spec RFC 7515 section 6; RFC 8725 section 3.10
 */
export function judgeSeal(question: Question): JudgedSeal {
  const { seal } = question;
  const refusal = refusalIn(seal);
  if (refusal !== null) return { math: { status: 'fail', detail: refusal }, trust: NOT_JUDGED };
  const tried = candidatesOf(question)
    .filter(({ subjectPublicKeyInfo }) => isOfKind(seal.algorithm, subjectPublicKeyInfo))
    .slice(0, MAX_TRIED_KEYS)
    .map((candidate) => ({ candidate, outcome: verifySeal(seal, candidate.subjectPublicKeyInfo) }));
  const verified = tried.find(({ outcome }) => outcome.status === 'valid');
  if (verified !== undefined) {
    const { candidate, outcome } = verified;
    const weak = outcome.weak === null ? '' : `; weak: ${outcome.weak}`;
    return { math: { status: 'pass', detail: `${outcome.detail}: ${candidate.name}${weak}` }, trust: candidate.trust() };
  }
  const wrong = tried.find(({ candidate, outcome }) => candidate.isDecisive && outcome.status === 'invalid');
  if (wrong !== undefined)
    return { math: { status: 'fail', detail: `${wrong.outcome.detail}: ${wrong.candidate.name}` }, trust: NOT_JUDGED };
  return {
    math: { status: 'unknown', detail: missingText(seal, tried.length) },
    trust: { status: 'unknown', detail: 'nothing is known of who signed it' },
  };
}

const NOT_JUDGED: Answer = { status: 'unknown', detail: 'not judged: the signature does not verify' };

function refusalIn({ algorithm, signature, notUnderstood }: ResultSeal): string | null {
  if (notUnderstood.length > 0) return `it must not be used by a reader that does not understand ${notUnderstood.join(', ')}`;
  return refusalOf(algorithm, signature);
}

function verifySeal(seal: ResultSeal, subjectPublicKeyInfo: Uint8Array): SignatureOutcome {
  if (seal.algorithm === KEYLIME_PSS) return verifyKeylimeSignature(seal, subjectPublicKeyInfo);
  return verifyTokenSignature(seal, subjectPublicKeyInfo);
}

function isOfKind(algorithm: string, subjectPublicKeyInfo: Uint8Array): boolean {
  const { type } = loadPublicKey(subjectPublicKeyInfo);
  if (/^ES/.test(algorithm)) return type === 'ec';
  if (/^(?:[RP]S|keylime)/.test(algorithm)) return type === 'rsa' || type === 'rsa-pss';
  return /^Ed/.test(algorithm) ? type === 'ed25519' || type === 'ed448' : true;
}

function missingText({ keyId, keySources, algorithm }: ResultSeal, tried: number): string {
  const named = keyId === null ? '' : `, which it calls ${JSON.stringify(keyId.slice(0, 80))}`;
  const sources = keySources.length === 0 ? '' : `; what it says itself of its key (${keySources.join(', ')}) is neither used nor fetched`;
  const found = tried === 0 ? `no key for ${algorithm.slice(0, 40)} is configured` : `it verifies with none of the ${tried} keys at hand`;
  return `${found}: its verifier's key${named} is missing${sources}`;
}

function candidatesOf({ seal, issuer, trust }: Question): readonly Candidate[] {
  const { verifierKeys = [], anchors } = trust;
  return [
    ...verifierKeys.map((key) => configured({ key, seal, issuer })),
    ...carried({ seal, issuer, trust }),
    ...anchors.map(({ certificate }) => ({
      subjectPublicKeyInfo: certificate.subjectPublicKeyInfo,
      isDecisive: false,
      name: `key of the trust anchor ${nameOf(certificate)}`,
      trust: () => strangerTo(issuer, trust) ?? anchorAnswer(certificate, trust.at),
    })),
  ];
}

interface ConfiguredKey {
  readonly key: VerifierKey;
  readonly seal: ResultSeal;
  readonly issuer: string | null;
}

function configured({ key, seal, issuer }: ConfiguredKey): Candidate {
  const name = `configured key${key.id === null ? '' : ` ${JSON.stringify(key.id.slice(0, 80))}`}`;
  const isNamed = key.id !== null && key.id === seal.keyId;
  const isNameless = key.id === null && seal.keyId === null && (key.issuer === null || key.issuer === issuer);
  return {
    subjectPublicKeyInfo: key.subjectPublicKeyInfo,
    isDecisive: isNamed || isNameless,
    name,
    trust: () => issuerAnswer(key, issuer),
  };
}

/** A key speaks for the issuer that it is configured for, and for no other. @spec RFC 8725 section 3.8 */
function issuerAnswer({ issuer: allowed }: VerifierKey, issuer: string | null): Answer {
  const named = issuer === null ? 'no issuer' : JSON.stringify(issuer.slice(0, 120));
  if (allowed === null) return { status: 'pass', detail: `the key is configured for any issuer; the result names ${named}` };
  if (allowed === issuer) return { status: 'pass', detail: `the key is configured for ${named}` };
  return { status: 'fail', detail: `the result names ${named}, and its key is configured for ${JSON.stringify(allowed.slice(0, 120))}` };
}

/** The signer's certificate that came with the token. */
function carried({ seal, issuer, trust }: Question): readonly Candidate[] {
  const [certificate, ...others] = carriedCertificates(seal);
  if (certificate === undefined) return [];
  const intermediates = [...others, ...trust.intermediates];
  const name = `certificate of ${nameOf(certificate)}, which came with it`;
  return [
    {
      subjectPublicKeyInfo: certificate.subjectPublicKeyInfo,
      isDecisive: true,
      name,
      trust: () => strangerTo(issuer, trust) ?? pathAnswer(certificate, { ...trust, intermediates }),
    },
  ];
}

/** Whoever has a certificate of some anchor could take the name of a verifier whose keys are known. @spec RFC 8725 section 3.8 */
function strangerTo(issuer: string | null, { verifierKeys = [] }: ResultTrust): Answer | null {
  if (issuer === null || !verifierKeys.some((key) => key.issuer === issuer)) return null;
  return { status: 'fail', detail: `keys are configured for ${JSON.stringify(issuer.slice(0, 120))}, and it is signed by none of them` };
}

function pathAnswer(certificate: Certificate, { anchors, intermediates, at, now, revocations }: ResultTrust): Answer {
  const { keyUsage } = certificate;
  if (isOfDeviceKey(certificate))
    return { status: 'fail', detail: `the certificate of ${nameOf(certificate)} is of a key that a device holds, not of a verifier` };
  if (keyUsage !== null && !keyUsage.includes('digitalSignature')) {
    return { status: 'fail', detail: `the certificate of ${nameOf(certificate)} is not for signing` };
  }
  const given = { ...(now === undefined ? {} : { now }), ...(revocations === undefined ? {} : { revocations }) };
  const checks = verifyCertificate({ certificate, anchors, intermediates, at, ...given });
  const asked = checks.filter(({ id }) => id === 'signature' || id === 'chain' || id === 'validity');
  // That nobody tells whether it was revoked is usual; that it was is decisive.
  const revoked = checks.find(({ id, status }) => id === 'revocation' && status === 'fail');
  const told = asked.find(({ status }) => status === 'fail') ?? revoked ?? asked.find(({ status }) => status === 'unknown');
  if (told !== undefined) return { status: told.status === 'fail' ? 'fail' : 'unknown', detail: `${nameOf(certificate)}: ${told.detail}` };
  const chain = asked.find(({ id }) => id === 'chain');
  return { status: 'pass', detail: chain?.detail ?? 'an anchor vouches for it', signers: chain?.signers ?? [] };
}

function anchorAnswer(certificate: Certificate, at: string): Answer {
  if (isValidAt(certificate, at))
    return { status: 'pass', detail: `the key is that of the trust anchor ${nameOf(certificate)}`, signers: [signerOf(certificate)] };
  return { status: 'fail', detail: `the key is that of the trust anchor ${nameOf(certificate)}, which is not valid at ${at}` };
}

const nameOf = ({ subject }: Certificate): string => nameText(subject) || 'an empty name';
