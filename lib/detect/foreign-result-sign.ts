import { FORMAT_NAMES } from '#lib/attestation/describe.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { ForeignResult } from '#lib/device/attested/foreign-results.ts';
import type { Sign } from './rule.ts';

/** A result in a few words: its form, and who made it where it says so. */
export function resultName({ format, issuer }: ForeignResult): string {
  return `${FORMAT_NAMES[format]}${issuer === null ? '' : ` by ${visibleText(issuer.slice(0, 120))}`}`;
}

/**
 * A sign about the result of another verifier. Its key is the source, not the file: a verifier that says the same again goes on with one finding.
 */
export function foreignResultSign(result: ForeignResult, sign: Omit<Sign, 'key' | 'subject' | 'because'>): Sign {
  const { standing, format, issuer, documentId } = result;
  const key = standing === 'untrusted' ? [standing, documentId] : [standing, format, issuer];
  return { ...sign, key: JSON.stringify(key), subject: resultName(result), because: [result.sha256] };
}
