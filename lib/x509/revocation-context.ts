import { ParseError } from '#lib/encoding/parse-error.ts';
import { type DistributionPoint, readDistributionPoints } from './distribution-points.ts';
import { nameText } from './name.ts';
import { EXTENSION } from './oids.ts';
import type { RevocationSubject } from './revocation-words.ts';
import type { Revocations } from './revocations.ts';
import type { Certificate, Extension } from './types.ts';

/** What revocation is judged by, beside the path. */
export interface RevocationContext {
  /** ISO 8601: the proof of existence, at which paths are judged. */
  readonly at: string;
  /** ISO 8601: the instant asked about, up to which revocations count; the proof of existence when absent. */
  readonly now?: string;
  /** Absent: nothing is at hand. */
  readonly revocations?: Revocations;
}

/** A public-key certificate as its issuer's lists name it. */
export function subjectOf(certificate: Certificate): RevocationSubject {
  const { subject, serialNumber, basicConstraints } = certificate;
  const type = basicConstraints?.ca === true ? 'ca-certificates' : 'user-certificates';
  return certificateSubject(certificate, { type, text: `certificate of ${nameText(subject) || `no name, number ${serialNumber}`}` });
}

/** Any certificate as its issuer's lists name it. Distribution points that can't be read are none. */
export function certificateSubject(
  { issuer, serialNumber, notAfter, extensions }: Pick<Certificate, 'issuer' | 'serialNumber' | 'notAfter' | 'extensions'>,
  told: Pick<RevocationSubject, 'type' | 'text'>,
): RevocationSubject {
  const { type, text } = told;
  return { type, text, issuer, serialNumber, notAfter, distributionPoints: () => pointsOf(extensions) };
}

function pointsOf(extensions: readonly Extension[]): readonly DistributionPoint[] {
  const extension = extensions.find(({ oid }) => oid === EXTENSION.crlDistributionPoints);
  if (extension === undefined) return [];
  try {
    return readDistributionPoints(extension.value);
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}
