import { contextPrimitive } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence } from '#lib/encoding/der-write.ts';
import type { TestExtension } from '#lib/testing/certificate-authority.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import { ANY_POLICY } from '#lib/x509/policy-extensions.ts';

/** What a certificate says about policies, in short: `any` stands for every policy, and `a` and the like for made-up ones. */
export interface TestPolicies {
  readonly policies?: readonly string[];
  /** Pairs of the issuer's policy and the subject's. */
  readonly mappings?: readonly (readonly [string, string])[];
  readonly requireExplicitPolicy?: number;
  readonly inhibitPolicyMapping?: number;
  readonly inhibitAnyPolicy?: number;
}

/** The OID of a short name. */
export const policyOid = (name: string): string => {
  if (name === 'any') return ANY_POLICY;
  return `1.3.9999.${[...new TextEncoder().encode(name)].join('.')}`;
};

/** The extensions, critical where the standard says so. */
export function policyExtensions(said: TestPolicies): readonly TestExtension[] {
  const { policies, mappings, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } = said;
  const optional = (n: number, value: number | undefined) => (value === undefined ? undefined : derInteger(value, contextPrimitive(n)));
  const oid = (name: string): Uint8Array => derOid(policyOid(name));
  const constraints = derSequence(optional(0, requireExplicitPolicy), optional(1, inhibitPolicyMapping));
  return [
    ...(policies === undefined
      ? []
      : [{ oid: EXTENSION.certificatePolicies, value: derSequence(...policies.map((each) => derSequence(oid(each)))) }]),
    ...(mappings === undefined
      ? []
      : [
          {
            oid: EXTENSION.policyMappings,
            critical: true,
            value: derSequence(...mappings.map(([from, to]) => derSequence(oid(from), oid(to)))),
          },
        ]),
    ...(constraints.length === 2 ? [] : [{ oid: EXTENSION.policyConstraints, critical: true, value: constraints }]),
    ...(inhibitAnyPolicy === undefined ? [] : [{ oid: EXTENSION.inhibitAnyPolicy, critical: true, value: derInteger(inhibitAnyPolicy) }]),
  ];
}
