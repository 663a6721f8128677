import { verifyDocument } from '#lib/artifact/verify.ts';
import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import { contradictedBootsOf } from './attested/boots.ts';
import { untoldStartOf } from './attested/untold-start.ts';
import { lifecycleOf, nextChangeOf, tierOf } from './device-facts.ts';
import type { DeviceState, Linked } from './device-state.ts';
import { knownEvidence } from './documents.ts';
import type { Evidence } from './evidence.ts';
import type { Verify } from './link/judge.ts';
import { type LinkedDevice, linkUnderPolicy } from './link/link-under-policy.ts';
import { reconcileDevice } from './reconcile.ts';
import { selfApprovalProblems } from './self-approvals.ts';
import { aliasesAt } from './statement/alias-table.ts';
import { NO_ATTESTATION_POLICY } from './statement/attestation-policy.ts';
import { statementsInForce } from './statement/statements.ts';
import { compareTexts } from './time.ts';
import { timelineOf } from './timeline/timeline.ts';

/**
 * The whole: from what was handed in and said to devices with their states, differences and timelines. A pure function of
 * the set of evidence: the order of its parts makes no difference, and neither does handing the same entry in twice.
 * What the evidence of one closure of link keys gives is what all evidence gives for its devices.
 * @param options.verify  judges documents; another one spares tests the cryptography
 * @returns devices by id; submissions that belong to none, with the reason; certificates of authorities
 */
export function assembleDevices(evidence: Evidence, { verify = verifyDocument }: { readonly verify?: Verify } = {}): Linked {
  const known = knownEvidence(evidence);
  const all = statementsInForce(known.statements);
  const { devices, unlinked, supporting } = linkUnderPolicy({ known, all, evidence, verify });
  const inForce = aliasesAt(evidence.aliases, evidence.at);
  const states = devices.map((device) => deviceState(device, { evidence, inForce }));
  return { devices: states.sort((a, b) => compareTexts(a.id, b.id)), unlinked, supporting };
}

function deviceState(
  { linked, statements, isDevice }: LinkedDevice,
  { evidence, inForce }: { readonly evidence: Evidence; readonly inForce: ManufacturerAliases },
): DeviceState {
  const { policy, issuerPolicy, attestationPolicy: groups = NO_ATTESTATION_POLICY, aliases: table, at } = evidence;
  const counting = new Set(statements.all.inForce);
  const own = statements.own.filter((statement) => counting.has(statement));
  const reconciled = reconcileDevice(
    linked,
    { own, all: statements.all },
    { policy, issuerPolicy, attestationPolicy: groups, aliases: inForce, isDevice, at },
  );
  const { fold, documents, expected, observed, results } = reconciled;
  const { observations, current } = observed;
  return {
    id: linked.group.id,
    keys: linked.group.keys,
    tier: tierOf(fold, { attestation: reconciled.attestation, policy: reconciled.attestationPolicy, at }),
    identity: reconciled.identity,
    lifecycle: lifecycleOf(own, fold),
    documents,
    expected,
    observations,
    observed: current,
    attestation: reconciled.attestation,
    attestationPolicy: reconciled.attestationPolicy,
    boots: reconciled.boots.map(({ boot }) => boot),
    contradictedBoots: contradictedBootsOf(reconciled.answers, reconciled.boots),
    untoldStart: untoldStartOf(reconciled.answers),
    firmware: reconciled.firmware,
    files: reconciled.files,
    results,
    olderLists: evidence.olderLists === true && documents.some(({ parts }) => parts !== undefined),
    differences: reconciled.differences,
    timeline: timelineOf(reconciled, statements),
    problems: [...reconciled.problems, ...selfApprovalProblems(statements, documents)],
    statements: statements.own,
    nextChangeAt: nextChangeOf({
      documents,
      results,
      expected,
      observations,
      attestation: reconciled.attestation,
      attestationPolicy: reconciled.attestationPolicy,
      groups,
      statements: own,
      policy,
      aliases: table,
      at,
    }),
  };
}
