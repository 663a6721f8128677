import { readArtifact } from '#lib/artifact/read.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { nameText } from '#lib/x509/name.ts';
import type { Certificate } from '#lib/x509/types.ts';

/** What a person must see of a certificate before trusting it. */
export interface AnchorView {
  /** SHA-256 of the DER. */
  readonly sha256: string;
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** A certificate as a trust anchor is shown; names by RFC 4514. */
export function anchorView({ id, subject, issuer, notBefore, notAfter }: Certificate): AnchorView {
  return { sha256: id, subject: nameText(subject), issuer: nameText(issuer), notBefore, notAfter };
}

export type ReadAnchor =
  | { readonly kind: 'certificate'; readonly view: AnchorView /** Base64 of the DER. */; readonly certificate: string }
  /** `detail` says what is wrong or what it is instead; no sentence of its own. */
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'not-single'; readonly count: number };

/** The one certificate in what a person pasted: PEM, or base64 of the DER. Never throws for what the text holds. */
export function readAnchor(text: string, locale: Locale = 'en'): ReadAnchor {
  const bytes = text.includes('-----BEGIN ') ? new TextEncoder().encode(text) : Buffer.from(text, 'base64');
  const { documents } = readArtifact(bytes);
  if (documents.length !== 1) return { kind: 'not-single', count: documents.length };
  const document = documents[0]?.document;
  if (document?.kind !== 'certificate') {
    return {
      kind: 'unreadable',
      detail: documents[0]?.error?.message ?? translate(locale, `anchors.is.${documents[0]?.kind ?? 'unknown'}`),
    };
  }
  const { certificate } = document;
  return { kind: 'certificate', view: anchorView(certificate), certificate: toBase64(certificate.der) };
}
