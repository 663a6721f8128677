import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import { compareNames, nameText } from '#lib/x509/name.ts';
import { compareReference } from './certificate-reference.ts';
import { TRAIT_CATEGORY } from './trait-oids.ts';
import { anchorReferences, previousReferences } from './trait-rules.ts';
import type { IssuerSerial } from './trait-types.ts';
import type { BoundKey, EndorsementKeyCertificate, PlatformCertificate } from './types.ts';

/** A holder and the endorsement key certificates among which it is looked for. */
export interface HolderQuestion {
  readonly document: PlatformCertificate;
  readonly endorsementKeyCertificates: readonly EndorsementKeyCertificate[];
  /** Whether an anchor vouches for a certificate; asked only where several fit, so that a stranger's copy can't confuse. */
  readonly isVouchedFor: (certificate: EndorsementKeyCertificate) => boolean;
}

/**
 * Whether the EK certificate that a certificate names as its holder is at hand. Issuer and serial number must both match;
 * the serial alone never binds. The public-key form is bound by its own key. A 1.1 delta's holder is the previous platform
 * certificate, which is judged when folding.
 * @spec TCG Platform Certificate Profile 1.1 section 3.2.1, 2.1 section 3.2 (Holder); RFC 5280 section 7.1
 */
export function verifyHolder(question: HolderQuestion): Check {
  const { document } = question;
  if (document.boundKey !== null) return boundByKey(document.boundKey, question);
  if (isBoundByPredecessor(document)) {
    return answer('not-applicable', 'a delta names the certificate before it, which is judged with the other certificates of the device');
  }
  if (document.holder === null) return answer('unknown', 'the holder names no certificate by issuer and serial number');
  return boundByCertificate(document.holder, question);
}

/** A delta of specification 1.x: its holder is the certificate before it. From 2.x on it has its base's holder. */
export function isBoundByPredecessor(document: PlatformCertificate): boolean {
  return document.kind === 'delta-platform-certificate' && document.boundKey === null && previousReferences(document).length === 0;
}

/** Its issuer says whose key it is; whether the device has that key is for an attestation to prove. */
function boundByKey({ subject, keyDigest }: BoundKey, { document, endorsementKeyCertificates }: HolderQuestion): Check {
  if (keyDigest === null) return answer('unknown', "the key that the certificate is bound to can't be read");
  const bound = `bound to its own key ${keyDigest.slice(0, 16)}… of ${nameText(subject) || 'an empty name'}`;
  const anchored = anchorReferences(document).filter(({ category }) => category === TRAIT_CATEGORY.ekCertificate);
  if (anchored.length === 0) return answer('pass', bound);
  const atHand = endorsementKeyCertificates.filter(({ certificate }) =>
    anchored.some(({ reference }) => compareReference(reference, certificate) === 'same'),
  );
  const word = atHand.length > 0 ? 'is at hand' : 'is not at hand';
  return answer('pass', `${bound}; the EK certificate among its cryptographic anchors ${word}`);
}

function boundByCertificate(holder: IssuerSerial, { endorsementKeyCertificates, isVouchedFor }: HolderQuestion): Check {
  const sameSerial = endorsementKeyCertificates.filter(({ certificate }) => certificate.serialNumber === holder.serialNumber);
  const fitting = distinct(sameSerial.filter(({ certificate }) => compareNames(certificate.issuer, holder.issuer) === 'equal'));
  const vouched = fitting.length > 1 ? fitting.filter(isVouchedFor) : fitting;
  const [only] = vouched;
  if (only !== undefined && vouched.length === 1)
    return answer('pass', `the holder is the EK certificate ${textOf(holder)}, which is at hand`);
  if (fitting.length > 1) {
    return answer('unknown', `${fitting.length} different EK certificates are named ${textOf(holder)}; which one is meant can't be told`);
  }
  return answer('unknown', unmatched(holder, sameSerial));
}

function unmatched(holder: IssuerSerial, [near, ...others]: readonly EndorsementKeyCertificate[]): string {
  const wanted = `the EK certificate ${textOf(holder)} is not at hand`;
  if (near === undefined) return wanted;
  const reversed = [near, ...others].find(({ certificate }) => compareNames(certificate.issuer, holder.issuer) === 'reversed');
  if (reversed !== undefined) {
    return `${wanted}; one of the same serial number has the same issuer name in reversed order, which the standard doesn't take as equal`;
  }
  return `${wanted}; one of the same serial number was issued by ${nameText(near.certificate.issuer)}, and a serial number alone binds nothing`;
}

function distinct(certificates: readonly EndorsementKeyCertificate[]): readonly EndorsementKeyCertificate[] {
  return [...new Map(certificates.map((document) => [document.certificate.id, document])).values()];
}

function textOf({ issuer, serialNumber }: IssuerSerial): string {
  return `${serialNumber} of ${nameText(issuer) || 'an empty name'}`;
}

function answer(status: CheckStatus, detail: string): Check {
  return { id: 'holder', status, detail, spec: 'TCG Platform Certificate Profile 1.1 section 3.2.1' };
}
