import { type Members, membersOf } from '#lib/encoding/members.ts';
import { tokenAdapter } from './adapter.ts';
import { hasPrefixed, textOf } from './claim-values.ts';
import { eatEntries } from './eat-entries.ts';
import { derived, NOTHING_MORE, newNotes, readCommon, submodOf, textsOf, worstByName } from './read-contents.ts';
import { tcbEntries } from './tcb-status.ts';
import type { ResultContents, SubjectKey, VectorEntry } from './types.ts';

/** What a claim that is true or false says about trust, in this form. */
interface BooleanClaim {
  readonly pattern: RegExp;
  readonly when: boolean;
  readonly name: 'configuration' | 'hardware' | 'executables' | 'instance-identity';
  readonly value: number;
  readonly reason: string;
}

const CLAIMS: readonly BooleanClaim[] = [
  {
    pattern: /(?:(?:^|-)is-debuggable|^tdx_td_attributes_debug)$/,
    when: true,
    name: 'configuration',
    value: 96,
    reason: 'the environment can be debugged',
  },
  {
    pattern: /-(?:kerneldebug|hypervisordebug|bootdebug)-enabled$/,
    when: true,
    name: 'configuration',
    value: 96,
    reason: 'a debugger can be attached',
  },
  {
    pattern: /-debuggersdisabled$/,
    when: false,
    name: 'configuration',
    value: 96,
    reason: 'debuggers are not disabled',
  },
  {
    pattern: /-(?:testsigning|flightsigning)-enabled$/,
    when: true,
    name: 'configuration',
    value: 96,
    reason: 'programs with test signatures run',
  },
  { pattern: /-signingdisabled$/, when: true, name: 'configuration', value: 96, reason: 'signatures of programs are not checked' },
  { pattern: /^(?:secureboot|secureBootEnabled)$/, when: false, name: 'configuration', value: 32, reason: 'Secure Boot is off' },
  { pattern: /^(?:secureboot|secureBootEnabled)$/, when: true, name: 'configuration', value: 2, reason: 'Secure Boot is on' },
  {
    pattern: /-(?:dbvalidated|dbxvalidated|default-securebootkeysvalidated)$/,
    when: false,
    name: 'configuration',
    value: 32,
    reason: 'the key lists of Secure Boot are not those expected',
  },
  { pattern: /^bootDebuggingDisabled$/, when: false, name: 'configuration', value: 96, reason: 'boot can be debugged' },
  {
    pattern: /^(?:notSafeMode|notWinPE)$/,
    when: false,
    name: 'configuration',
    value: 32,
    reason: 'another system than the usual one was booted',
  },
  { pattern: /^aikValidated$/, when: true, name: 'instance-identity', value: 2, reason: 'the attestation key of the TPM is validated' },
  {
    pattern: /^aikValidated$/,
    when: false,
    name: 'instance-identity',
    value: 97,
    reason: 'the attestation key of the TPM is not validated',
  },
];

const TEE_TYPES = ['sgx', 'sevsnpvm', 'tdxvm'];
const SPEC_VERSION = '1.0';

/**
 * Tokens of Microsoft Azure Attestation. It signs a token only for evidence whose own signature it verified, so that a TEE in it is genuine;
 * whether its measurement is one that somebody expects, only the customer's policy can say. That of a trust domain is an EAT, with the state of its
 * trusted computing base as Intel words it.
 * @spec Microsoft Azure Attestation, claim sets and examples of an attestation token; EAT profile for Intel TDX
 */
export const azureAttestation = tokenAdapter({
  format: 'azure-attestation',
  fits: (claims) => hasPrefixed(claims, 'x-ms-') || /^https:\/\/[^/]+\.attest\.azure\.(?:net|us|cn)\/?$/.test(textOf(claims.iss) ?? ''),
  read: readAzure,
});

function readAzure(claims: Members): ResultContents {
  const notes = newNotes();
  const type = textOf(claims['x-ms-attestation-type']) ?? textOf(claims.tee) ?? 'attester';
  const version = textOf(claims['x-ms-ver']);
  const inner = membersOf(claims['x-ms-isolation-tee']);
  const entries = [...entriesOf(claims), ...entriesOf(inner)];
  return {
    ...NOTHING_MORE,
    ...readCommon(claims, notes),
    profile: version === null ? null : `x-ms-ver ${version}`,
    profileKnown: version === SPEC_VERSION,
    submods: [submodOf({ name: type, stated: null, vector: worstByName(entries), policies: textsOf(claims['x-ms-policy-hash']), claims })],
    subjects: machineOf(claims),
    ...notes,
  };
}

function entriesOf(claims: Members): readonly VectorEntry[] {
  return [
    ...hardwareEntries(claims),
    ...tcbEntries(claims),
    ...eatEntries(claims),
    ...Object.entries(claims).flatMap(([name, value]) => booleanEntries(name, value)),
  ];
}

function hardwareEntries(claims: Members): readonly VectorEntry[] {
  const from = 'x-ms-compliance-status';
  const compliance = textOf(claims[from]);
  if (compliance !== null) {
    const isCompliant = compliance === 'azure-compliant-cvm';
    const reason = isCompliant
      ? 'Azure calls the machine a compliant confidential one'
      : `Azure says ${compliance.slice(0, 40)} of the machine`;
    return [derived({ name: 'hardware', value: isCompliant ? 2 : 32, reason, from })];
  }
  const type = textOf(claims['x-ms-attestation-type']) ?? '';
  if (!TEE_TYPES.includes(type)) return [];
  return [
    derived({ name: 'hardware', value: 2, reason: `the evidence of ${type} is signed by genuine hardware`, from: 'x-ms-attestation-type' }),
  ];
}

function booleanEntries(claim: string, written: unknown): readonly VectorEntry[] {
  if (typeof written !== 'boolean') return [];
  return CLAIMS.filter(({ pattern, when }) => when === written && pattern.test(claim)).map(({ name, value, reason }) =>
    derived({ name, value, reason, from: claim }),
  );
}

/** The machine's SMBIOS identifier, as Azure gives it. */
function machineOf(claims: Members): readonly SubjectKey[] {
  const id = textOf(claims['x-ms-azurevm-vmid']) ?? textOf(membersOf(claims['x-ms-runtime'])['vm-configuration']);
  return id === null || !/^[0-9a-f-]{36}$/i.test(id) ? [] : [{ kind: 'system-uuid', value: id.toLowerCase() }];
}
