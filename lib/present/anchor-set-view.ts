import { toBase64 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Inflate } from '#lib/encoding/zip.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { MAX_SET_BYTES, readCertificateSet, type SetMember } from '#lib/x509/certificate-set.ts';
import { nameKey } from '#lib/x509/name.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';
import { weaknessOf } from '#lib/x509/signature.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { type AnchorView, anchorView } from './anchor-view.ts';
import { keyAlgorithmText } from './verifier-key-view.ts';
import { visibleText } from './visible-text.ts';

export const MAX_ANCHOR_SET_BYTES = MAX_SET_BYTES;

/** How a certificate of a set stands: `known`: an anchor already; `intermediate`: its issuer may be the better anchor; `no-authority`: it signs no certificates. */
export type SetStanding = 'root' | 'intermediate' | 'known' | 'no-authority' | 'expired';

/** One certificate of a set, as a person sees it before trusting it. */
export interface AnchorOffer extends AnchorView {
  /** Where it stands in the archive; empty in a single file. */
  readonly path: string;
  readonly key: string;
  readonly standing: SetStanding;
  /** One sentence where its key, or the algorithm that signed it, is too weak to rely on; null where neither is. */
  readonly weakness: string | null;
  /** Base64 of the DER. */
  readonly certificate: string;
}

export interface AnchorSetView {
  /** Each certificate once, in the order of the set. */
  readonly offers: readonly AnchorOffer[];
  /** What can't be read, and why. */
  readonly unread: readonly { readonly path: string; readonly detail: string }[];
}

/** What the standing of certificates rests on. */
export interface AnchorSetQuestion {
  /** SHA-256 of the anchors in force. */
  readonly known: ReadonlySet<string>;
  /** ISO 8601: by when a certificate has expired. */
  readonly at: string;
  readonly inflate: Inflate;
}

/** What a set of certificates offers as trust anchors, or why it is none. Nothing is trusted by it. Never throws for what the octets hold. */
export function previewAnchors(bytes: Uint8Array, question: AnchorSetQuestion): AnchorSetView | { readonly refused: string } {
  try {
    return viewOf(readCertificateSet(bytes, question.inflate), question);
  } catch (error) {
    if (error instanceof ParseError) return { refused: visibleText(error.message) };
    throw error;
  }
}

function viewOf(members: readonly SetMember[], { known, at }: AnchorSetQuestion): AnchorSetView {
  const offers = new Map<string, AnchorOffer>();
  for (const member of members) {
    if ('error' in member || offers.has(member.certificate.id)) continue;
    const { certificate, path } = member;
    offers.set(certificate.id, offerFor(certificate, { path, known, at }));
  }
  return { offers: [...offers.values()], unread: members.flatMap(unreadOf) };
}

/** How one certificate of a set stands now; null for what is none. @param certificate base64 of the DER */
export function offerOf(certificate: string, question: Omit<AnchorSetQuestion, 'inflate'>): AnchorOffer | null {
  try {
    return offerFor(parseCertificate(new Uint8Array(Buffer.from(certificate, 'base64'))), { path: '', ...question });
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

function offerFor(
  certificate: Certificate,
  { path, known, at }: Omit<AnchorSetQuestion, 'inflate'> & { readonly path: string },
): AnchorOffer {
  return {
    ...anchorView(certificate),
    path: visibleText(path),
    key: keyAlgorithmText(certificate.subjectPublicKeyInfo),
    standing: known.has(certificate.id) ? 'known' : standingOf(certificate, at),
    weakness: weaknessOf(certificate.signatureAlgorithm, loadPublicKey(certificate.subjectPublicKeyInfo)),
    certificate: toBase64(certificate.der),
  };
}

function standingOf({ basicConstraints, notAfter, issuer, subject }: Certificate, at: string): SetStanding {
  if (basicConstraints?.ca !== true) return 'no-authority';
  if (Date.parse(notAfter) < Date.parse(at)) return 'expired';
  return nameKey(issuer) === nameKey(subject) ? 'root' : 'intermediate';
}

const unreadOf = (member: SetMember): AnchorSetView['unread'] =>
  'error' in member ? [{ path: visibleText(member.path), detail: visibleText(member.error.message) }] : [];
