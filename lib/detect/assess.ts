import { PARSER_VERSION } from '#lib/artifact/read.ts';
import type { VerifierKey } from '#lib/attestation/verifier-keys.ts';
import { assembleDevices } from '#lib/device/assemble.ts';
import type { DeviceState, Linked } from '#lib/device/device-state.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import { NO_ATTESTATION_POLICY } from '#lib/device/statement/attestation-policy.ts';
import { tableVersion } from '#lib/device/statement/governed-lines.ts';
import { digestOfJson, sha256Hex } from '#lib/encoding/digest.ts';
import type { Assessed } from './rule.ts';
import { RULE_SET_VERSION } from './rules.ts';
import { evaluateRules } from './run.ts';
import { verdictOf } from './verdict.ts';

/** All devices with findings and verdict, and what belongs to no device. */
export interface Assessment extends Omit<Linked, 'devices'> {
  readonly assessed: readonly Assessed[];
}

/** The whole pure pipeline after reading: a function of the evidence, whatever the order of its parts. */
export function assess(evidence: Evidence): Assessment {
  const { devices, ...others } = assembleDevices(evidence);
  return { ...others, assessed: devices.map((device) => assessDevice(device, evidence)) };
}

type Judging = Pick<Evidence, 'policy' | 'issuerPolicy' | 'attestationPolicy' | 'aliases' | 'anchors' | 'verifierKeys'>;

/** Findings and verdict of one device that is already assembled. */
export function assessDevice(device: DeviceState, evidence: Judging & Pick<Evidence, 'at'>): Assessed {
  const { policy, at } = evidence;
  const findings = evaluateRules({ device, policy, at });
  const verdict = verdictOf({ device, findings, policy, at });
  const issuerPolicy = tableVersion(evidence.issuerPolicy);
  return {
    device,
    findings,
    verdict,
    at,
    ruleSet: RULE_SET_VERSION,
    issuerPolicy,
    mappings: mappingsOf(device),
    inputs: inputsDigest(device, evidence),
  };
}

/**
 * Digest of everything that the assessment of this device rests on but the clock: its submissions and statements,
 * revocation lists and responses that count, all anchors, policy, who may say what, names that mean the same, and the versions of parsers and rules.
 * Sets are sorted, so the order of uploads makes no difference.
 */
function inputsDigest(device: DeviceState, judging: Judging): string {
  const { policy, issuerPolicy, attestationPolicy = NO_ATTESTATION_POLICY, aliases, anchors, verifierKeys = [] } = judging;
  const groups = tableVersion(attestationPolicy);
  const aliasTable = tableVersion(aliases);
  const { documents, statements } = device;
  const submissions = documents.flatMap((document) =>
    document.submissions.map(({ id, sha256, receivedAt }) => `${id} ${sha256} ${receivedAt}`),
  );
  return digestOfJson({
    submissions: sorted(submissions),
    statements: sorted(statements.map(({ id }) => id)),
    revocations: sorted(documents.flatMap(({ checks }) => checks.flatMap(({ because }) => because ?? []))),
    anchors: sorted(anchors.map(({ certificate }) => certificate.id)),
    // Without such keys the digest is what it was before there were any.
    ...(verifierKeys.length === 0 ? {} : { verifierKeys: sorted(verifierKeys.map(verifierKeyText)) }),
    policy: { ...policy, exemptCategories: sorted(policy.exemptCategories) },
    issuerPolicy: tableVersion(issuerPolicy),
    // Without aliases the digest is what it was before there were any.
    ...(aliasTable === null ? {} : { aliases: aliasTable }),
    ...(groups === null ? {} : { attestationPolicy: groups }),
    ruleSet: RULE_SET_VERSION,
    parser: PARSER_VERSION,
    mappings: mappingsOf(device),
  });
}

const verifierKeyText = ({ issuer, id, subjectPublicKeyInfo }: VerifierKey): string =>
  JSON.stringify([issuer, id, sha256Hex(subjectPublicKeyInfo)]);

/** By format, in order; what the documents themselves say, since they may wait to be read again. */
function mappingsOf({ documents }: DeviceState): Readonly<Record<string, number>> {
  const versions = documents.flatMap(({ read: { document } }) =>
    document?.kind === 'inventory' ? [[document.format, document.mappingVersion] as const] : [],
  );
  return Object.fromEntries(versions.sort(([a, one], [b, other]) => (a === b ? one - other : a < b ? -1 : 1)));
}

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
