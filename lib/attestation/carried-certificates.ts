import { ParseError } from '#lib/encoding/parse-error.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import type { Certificate } from '#lib/x509/types.ts';
import type { ResultSeal } from './types.ts';

/** The certificates that came with a signature, the signer's first. What is none is left out; where the first is none, nothing is known of the signer. */
export function carriedCertificates({ certificates }: Pick<ResultSeal, 'certificates'>): readonly Certificate[] {
  const [first, ...others] = certificates.map(tryCertificate);
  return first === undefined || first === null ? [] : [first, ...others.filter((certificate) => certificate !== null)];
}

function tryCertificate(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}
