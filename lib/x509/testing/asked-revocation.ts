import { type Authority, makeAuthority, makeCertificate, type TestExtension } from '#lib/testing/certificate-authority.ts';
import {
  makeOcspResponse,
  makeRevocationList,
  type OcspResponseDescription,
  type RevocationListDescription,
  type TestRevocation,
} from '#lib/testing/revocations.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { parseCertificateList } from '#lib/x509/certificate-list.ts';
import { verifyChain } from '#lib/x509/chain.ts';
import { parseOcspResponse } from '#lib/x509/ocsp-response.ts';
import { subjectOf } from '#lib/x509/revocation-context.ts';
import type { RevocationCheck, RevocationDocument } from '#lib/x509/revocation-types.ts';
import { makeRevocations } from '#lib/x509/revocations.ts';
import { asSigned } from '#lib/x509/signed.ts';
import type { Certificate } from '#lib/x509/types.ts';

// Questions about revocation: a leaf under Issuing under Root, and lists and responses about it.

export const PROVEN = '2026-01-10T00:00:00Z';
export const LISTED = '2026-02-01T00:00:00Z';
export const NEXT = '2026-03-01T00:00:00Z';
export const NOW = '2026-02-15T00:00:00Z';
export const SERIAL = 77;

export const root = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root' });
export const issuing = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'issuing', issuedBy: root });
export const stranger = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'stranger' });
export const issuingSerial = parseCertificate(issuing.certificate).serialNumber;

export const { publicKeyInfo } = makeKey('ec-p256', 'leaf');
export const leafOf = (extensions: readonly TestExtension[] = [], dates: { readonly notAfter?: string } = {}): Certificate =>
  parseCertificate(makeCertificate({ issuedBy: issuing, subject: 'Leaf', publicKeyInfo, serialNumber: SERIAL, extensions, ...dates }));

export const list = (over: Partial<RevocationListDescription> = {}): RevocationDocument =>
  parseCertificateList(makeRevocationList({ authority: issuing, thisUpdate: LISTED, nextUpdate: NEXT, number: 1, ...over }));
export const listOf = (...revoked: readonly Omit<TestRevocation, 'serialNumber'>[]): RevocationDocument =>
  list({ revoked: revoked.map((each) => ({ serialNumber: SERIAL, ...each })) });
export const rootList = (over: Partial<RevocationListDescription> = {}): RevocationDocument => list({ authority: root, ...over });
export const response = (over: Partial<OcspResponseDescription> = {}): RevocationDocument =>
  parseOcspResponse(
    makeOcspResponse({
      issuer: issuing,
      responder: issuing,
      producedAt: LISTED,
      answers: [{ serialNumber: SERIAL, status: 'good', thisUpdate: LISTED, nextUpdate: NEXT }],
      ...over,
    }),
  );

interface Asked {
  readonly leaf?: Certificate;
  readonly provenAt?: string;
  readonly now?: string;
  readonly receivedAt?: string;
  readonly intermediates?: readonly Authority[];
}

/** The check of a leaf under Issuing under Root, with these documents at hand. */
export function ask(documents: readonly RevocationDocument[], asked: Asked = {}): RevocationCheck {
  const { leaf = leafOf(), provenAt = PROVEN, now = NOW, receivedAt = LISTED, intermediates = [] } = asked;
  const { verifyWith, ...signed } = asSigned(leaf);
  const sources = documents.map((document) => ({ document, artifact: `artifact of ${document.id}`, receivedAt, submittedBy: 'olga' }));
  const trust = {
    anchors: [{ certificate: parseCertificate(root.certificate) }],
    intermediates: [issuing, ...intermediates].map(({ certificate }) => parseCertificate(certificate)),
    at: provenAt,
    now,
    revocations: makeRevocations(sources),
  };
  return verifyChain({ ...signed, verifyLeaf: verifyWith, leaf: subjectOf(leaf) }, trust).revocation;
}

export const kinds = ({ standings }: RevocationCheck) => standings.map(({ kind }) => kind);
