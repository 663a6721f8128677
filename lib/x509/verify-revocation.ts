import type { Check } from '#lib/encoding/check.ts';
import { type ChainTrust, verifyChain } from './chain.ts';
import { nameText } from './name.ts';
import { OCSP } from './oids.ts';
import { type RevocationContext, subjectOf } from './revocation-context.ts';
import { isResponder, verifyRevocationDocument } from './revocation-signers.ts';
import type { CertificateList, OcspResponse } from './revocation-types.ts';
import { asSigned } from './signed.ts';
import type { Certificate } from './types.ts';

/** Checks that must all pass before a list or a response convinces somebody who looks at it alone. */
export const REQUIRED_CHECKS = {
  'certificate-revocation-list': ['signature', 'chain', 'validity', 'usable'],
  'ocsp-response': ['signature', 'chain', 'validity', 'usable'],
} as const;

/**
 * Judges a revocation list by itself: whether its issuer signed it, an anchor vouches for the issuer, and it is in date.
 * @returns checks `signature`, `chain`, `validity`, `revocation`, `usable`
 * @spec   RFC 5280 section 6.3.3
 */
export function verifyCertificateList(list: CertificateList, trust: ChainTrust): readonly Check[] {
  const { issuer, authorityKeyIdentifier, thisUpdate, nextUpdate, obstacle } = list;
  const verifyLeaf = (signer: Certificate) => verifyRevocationDocument(list, signer);
  const result = verifyChain({ issuer, authorityKeyIdentifier, verifyLeaf, signs: 'revocation-lists' }, trust);
  const dates = { thisUpdate, nextUpdate };
  return [result.signature, result.chain, currencyOf(dates, trust), result.revocation, usableOf(obstacle)];
}

/**
 * Judges an OCSP response by itself. The signer is looked for among the certificates that it brings and those at hand.
 * @returns checks `signature`, `chain`, `validity`, `revocation`, `usable`
 * @spec   RFC 6960 section 3.2
 */
export function verifyOcspResponse(response: OcspResponse, trust: ChainTrust): readonly Check[] {
  const { certificates, answers, obstacle, producedAt } = response;
  const atHand = [...certificates, ...trust.anchors.map(({ certificate }) => certificate), ...trust.intermediates];
  const candidates = atHand.filter((certificate) => isResponder(response, certificate));
  const signer = candidates.find((certificate) => verifyRevocationDocument(response, certificate).status === 'valid');
  const [first] = answers;
  const dates = { thisUpdate: first?.thisUpdate ?? producedAt, nextUpdate: first?.nextUpdate ?? null };
  return [...signerChecks(response, { signer, candidate: candidates[0], trust }), currencyOf(dates, trust), usableOf(obstacle)];
}

interface Signer {
  readonly signer: Certificate | undefined;
  /** Somebody of the responder's name, whether his key signed or not. */
  readonly candidate: Certificate | undefined;
  readonly trust: ChainTrust;
}

function signerChecks(response: OcspResponse, { signer, candidate, trust }: Signer): readonly Check[] {
  if (signer === undefined) {
    const outcome = candidate === undefined ? null : verifyRevocationDocument(response, candidate);
    const detail = outcome === null ? 'the responder is not at hand' : outcome.detail;
    const signature = answer('signature', outcome?.status === 'invalid' ? 'fail' : 'unknown', detail);
    return [signature, answer('chain', 'unknown', 'no verified signer')];
  }
  const isDelegate = signer.extendedKeyUsage?.includes(OCSP.signing) === true;
  const { detail } = verifyRevocationDocument(response, signer);
  const signature = answer('signature', 'pass', `signer ${nameText(signer.subject)}: ${detail}`);
  if (isDelegate) {
    const { verifyWith, ...signed } = asSigned(signer);
    const result = verifyChain({ ...signed, verifyLeaf: verifyWith, leaf: subjectOf(signer) }, trust);
    return [signature, result.chain, result.revocation];
  }
  const intermediates = [...trust.intermediates, ...response.certificates];
  const signed = { issuer: signer.subject, authorityKeyIdentifier: null };
  const verifyLeaf = (certificate: Certificate) => verifyRevocationDocument(response, certificate);
  const result = verifyChain({ ...signed, verifyLeaf, signs: 'ocsp-responses' }, { ...trust, intermediates });
  return [signature, result.chain, result.revocation];
}

interface Dates {
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
}

function currencyOf({ thisUpdate, nextUpdate }: Dates, { at, now = at }: RevocationContext): Check {
  if (Date.parse(thisUpdate) > Date.parse(now)) return answer('validity', 'unknown', `speaks of ${thisUpdate}, which is after ${now}`);
  if (nextUpdate === null) return answer('validity', 'unknown', `speaks of ${thisUpdate}, and does not say when the next one comes`);
  const isCurrent = Date.parse(nextUpdate) >= Date.parse(now);
  const detail = `speaks of ${thisUpdate}, and the next one was promised for ${nextUpdate}${isCurrent ? '' : `, before ${now}`}`;
  return answer('validity', isCurrent ? 'pass' : 'unknown', detail);
}

function usableOf(obstacle: string | null): Check {
  return answer('usable', obstacle === null ? 'pass' : 'unknown', obstacle ?? 'everything in it that decides is evaluated');
}

function answer(id: string, status: Check['status'], detail: string): Check {
  return { id, status, detail, spec: 'RFC 5280 section 6.3.3; RFC 6960 section 3.2' };
}
