import { tableVersion } from '#lib/device/statement/governed-lines.ts';
import { type IssuerPolicy, openRights } from '#lib/device/statement/issuer-policy.ts';
import type { PolicyRight } from '#lib/device/statement/issuer-policy-types.ts';

const WORDS: Readonly<Record<PolicyRight, string>> = {
  ek: 'EK certificates',
  ak: 'certificates of attestation keys',
  base: 'platform certificates',
  rebase: 'rebase certificates',
  delta: 'delta certificates',
  'reference-value': 'reference values',
  bom: 'BOMs',
  observation: 'observations',
};

/** What a person has to know about who may say what before reading a verdict, in one line. */
export function policyNote(policy: IssuerPolicy): string {
  const version = tableVersion(policy);
  if (version === null) return 'no issuer policy: every anchor is trusted for all purposes, and every submitter reports what they like';
  const open = openRights(policy).map((right) => WORDS[right]);
  const told = `issuer policy ${version}, ${policy.lines.length} ${policy.lines.length === 1 ? 'line' : 'lines'}`;
  return open.length === 0 ? told : `${told}; no line about ${open.join(', ')}: for these every anchor, and every submitter, counts`;
}
