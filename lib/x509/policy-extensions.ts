import { childrenOf, contextPrimitive, type DerNode, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readOid, readSmallInteger } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { EXTENSION } from './oids.ts';
import type { Extension } from './types.ts';

/** Policies, or mappings, that one certificate may have. Real ones stay under 100. */
export const MAX_POLICIES = 1000;
/** Stands for every policy. @spec RFC 5280 section 4.2.1.4 */
export const ANY_POLICY = '2.5.29.32.0';

/** What a certificate says about policies. Policies are dotted OIDs; counts are of certificates below it. */
export interface PolicyExtensions {
  /** Null without the extension: then no policy holds below. */
  readonly policies: ReadonlySet<string> | null;
  /** By the issuer's policy, those of the subject that are as good. */
  readonly mappings: ReadonlyMap<string, ReadonlySet<string>>;
  readonly requireExplicitPolicy: number | null;
  readonly inhibitPolicyMapping: number | null;
  readonly inhibitAnyPolicy: number | null;
}

/** Reads the four extensions of policies. @throws ParseError for one that can't be read @spec RFC 5280 sections 4.2.1.4, .5, .11 and .14 */
export function readPolicyExtensions(extensions: readonly Extension[]): PolicyExtensions {
  const read = <T>(oid: string, reader: (value: Uint8Array) => T): T | null => {
    const extension = extensions.find((candidate) => candidate.oid === oid);
    return extension === undefined ? null : reader(extension.value);
  };
  const constraints = read(EXTENSION.policyConstraints, readConstraints);
  return {
    policies: read(EXTENSION.certificatePolicies, readPolicies),
    mappings: read(EXTENSION.policyMappings, readMappings) ?? new Map(),
    requireExplicitPolicy: constraints?.requireExplicitPolicy ?? null,
    inhibitPolicyMapping: constraints?.inhibitPolicyMapping ?? null,
    inhibitAnyPolicy: read(EXTENSION.inhibitAnyPolicy, (value) => readSmallInteger(expectTag(readDer(value), TAG.integer, 'SkipCerts'))),
  };
}

/** Qualifiers are told nowhere and decide nothing, so they are left unread. */
function readPolicies(value: Uint8Array): ReadonlySet<string> {
  return new Set(itemsOf(value, 'certificatePolicies').map((item) => readOid(fieldsOf(item).take('policyIdentifier', TAG.oid))));
}

function readMappings(value: Uint8Array): ReadonlyMap<string, ReadonlySet<string>> {
  const mappings = new Map<string, Set<string>>();
  for (const item of itemsOf(value, 'policyMappings')) {
    const fields = fieldsOf(item);
    const issuers = readOid(fields.take('issuerDomainPolicy', TAG.oid));
    const subjects = readOid(fields.take('subjectDomainPolicy', TAG.oid));
    mappings.set(issuers, (mappings.get(issuers) ?? new Set()).add(subjects));
  }
  return mappings;
}

/** An empty one, whose meaning the standard leaves open, can't be read. */
function readConstraints(value: Uint8Array): Pick<PolicyExtensions, 'requireExplicitPolicy' | 'inhibitPolicyMapping'> {
  const fields = fieldsOf(expectTag(readDer(value), TAG.sequence, 'PolicyConstraints'));
  const count = (n: number): number | null => {
    const node = fields.takeOptional(contextPrimitive(n));
    return node === undefined ? null : readSmallInteger(node);
  };
  const [requireExplicitPolicy, inhibitPolicyMapping] = [count(0), count(1)];
  if (fields.rest().length > 0 || (requireExplicitPolicy === null && inhibitPolicyMapping === null)) {
    throw new ParseError('bad-value', 'policy constraints that constrain nothing known');
  }
  return { requireExplicitPolicy, inhibitPolicyMapping };
}

function itemsOf(value: Uint8Array, what: string): readonly DerNode[] {
  const items = childrenOf(expectTag(readDer(value), TAG.sequence, what));
  if (items.length > MAX_POLICIES) throw new ParseError('too-many', `${items.length} ${what}, at most ${MAX_POLICIES} are read`);
  if (items.length === 0) throw new ParseError('bad-value', `empty ${what}`);
  return items.map((item) => expectTag(item, TAG.sequence, what));
}
