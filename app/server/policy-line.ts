import type { z } from 'zod';
import { parseBase64 } from '#lib/ingest/certificate-at-hand.ts';
import { findIssuer } from '#lib/ingest/known-issuers.ts';
import { readAnchor } from '#lib/present/anchor-view.ts';
import { issuerPolicyLine } from '#lib/present/governing-schema.ts';
import { policyIssuer } from '#lib/present/policy-issuer.ts';
import type { Store } from '#lib/store/open-store.ts';

export type Line = z.output<typeof issuerPolicyLine>;
export type Limits = Omit<z.input<typeof issuerPolicyLine>, 'who'>;

interface Asked {
  /** SHA-256 of a certificate at hand, or the certificate itself; empty for an account. */
  readonly issuer: string;
  readonly account: string;
  readonly limits: Limits;
}

/** The line that somebody asks for, or what is wrong with it, without a period. */
export async function lineOf(
  store: Store,
  { issuer, account, limits }: Asked,
): Promise<{ readonly line: Line } | { readonly problem: string }> {
  if ((issuer === '') === (account === ''))
    return { problem: 'a line lets either an issuer or an account speak, and one of them has to be named' };
  const who = account === '' ? await issuerOf(store, issuer) : ({ kind: 'submitter', account } as const);
  if ('problem' in who) return who;
  const read = issuerPolicyLine.safeParse({ ...limits, who });
  if (read.success) return { line: read.data };
  const [issue] = read.error.issues;
  const path = issue?.path.join('.') ?? '';
  return { problem: `${path === '' ? '' : `${path}: `}${issue?.message ?? 'not of the expected shape'}` };
}

async function issuerOf(store: Store, text: string): Promise<Line['who'] | { readonly problem: string }> {
  if (/^[0-9a-f]{64}$/.test(text.trim())) {
    const known = await findIssuer(store, text.trim(), new Date());
    return known === undefined ? { problem: 'no certificate of an authority with this SHA-256 is at hand' } : policyIssuer(known);
  }
  const read = readAnchor(text);
  if (read.kind === 'certificate') return policyIssuer(parseBase64(read.certificate));
  const detail = read.kind === 'not-single' ? `the text holds ${read.count} certificates, exactly one is needed` : read.detail;
  return { problem: `the issuer’s certificate: ${detail.replace(/\.$/, '')}` };
}
