import type { Kind } from '#lib/artifact/types.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { Submission } from '../submission-types.ts';
import type { LinkGround } from '../types.ts';
import type { NamedGroup } from './device-ids.ts';
import { isGranted, type ResolveDevice } from './device-references.ts';
import { isConvincing } from './group.ts';
import type { JudgedDocument } from './judged-document.ts';
import { linkKeysOf } from './keys.ts';
import type { ManifestReason } from './untrusted-manifest.ts';

/** Where one act of handing in leads: to a device with the ground for it, or to none and why. */
export type Destination =
  | { readonly group: NamedGroup; readonly ground: LinkGround }
  | { readonly group: null; readonly reason: UnlinkedReason; readonly detail: string };

export type UnlinkedReason =
  | 'no-serial'
  | 'no-such-device'
  | 'several-candidates'
  | 'predecessor-missing'
  | 'platform-differs'
  | 'holder-differs'
  | 'reference-contradicts'
  | 'not-granted'
  | 'identity-contradicts'
  | 'key-not-enrolled'
  | 'signature-fails'
  | ManifestReason
  | 'model-reference'
  | 'unreadable'
  | 'unsupported'
  | 'authority-certificate'
  | 'revocation-information';

/** What linking by weak keys, submitters and statements looks up. */
export interface ReportLinking {
  readonly resolve: ResolveDevice;
  /** Link statements in force, the latest for each submission. */
  readonly links: ReadonlyMap<string, Extract<Statement, { readonly kind: 'link' }>>;
  readonly byWeakKey: ReadonlyMap<string, readonly NamedGroup[]>;
  /** By submission: the device whose TPM signed what came in the same act. */
  readonly bySubmission: ReadonlyMap<string, NamedGroup>;
  /** Where what speaks of a model goes that nobody handed in for a device. */
  readonly forModel: (report: JudgedDocument) => Destination | undefined;
}

/** The latest link statement for each submission. @param inForce in order of time */
export function linkStatements(inForce: readonly Statement[]): ReportLinking['links'] {
  return new Map(inForce.flatMap((statement) => (statement.kind === 'link' ? [[statement.submission, statement] as const] : [])));
}

/** Devices by manufacturer, model and serial of their bases. Where a base convinces, a stranger's with the same serial is no candidate. */
export function groupsByWeakKey(groups: readonly NamedGroup[]): ReadonlyMap<string, readonly NamedGroup[]> {
  const all = new Map<string, Set<NamedGroup>>();
  for (const group of groups) {
    for (const key of weakKeysOf(group)) all.set(key, (all.get(key) ?? new Set()).add(group));
  }
  return new Map([...all].map(([key, candidates]) => [key, preferConvincing([...candidates])]));
}

const weakKeysOf = ({ bases }: NamedGroup): ReadonlySet<string> => new Set(bases.flatMap(({ judged }) => linkKeysOf(judged.read).weak));

function preferConvincing(candidates: readonly NamedGroup[]): readonly NamedGroup[] {
  const convincing = candidates.filter(isConvincing);
  return convincing.length > 0 ? convincing : candidates;
}

/** Where a person or a submitter says that a submission belongs, whatever its document is; undefined when nobody says. */
export function namedDestination(submission: Submission, { resolve, links }: ReportLinking): Destination | undefined {
  const link = links.get(submission.id);
  if (link !== undefined) {
    const group = resolve(link.device);
    return group === undefined ? noSuchDevice(link.device) : { group, ground: 'statement' };
  }
  if (submission.device === null) return undefined;
  const group = resolve(submission.device);
  if (group === undefined) return noSuchDevice(submission.device);
  return isGranted(submission, group, resolve) ? { group, ground: 'submitter' } : notGranted(submission);
}

/** Where an inventory or a BOM belongs: weak keys attach to exactly one device that the submitter may submit for. */
export function reportDestination(report: JudgedDocument, linking: ReportLinking): (submission: Submission) => Destination {
  const forModel = linking.forModel(report);
  const keys = linkKeysOf(report.read).weak;
  const candidates = [...new Set(keys.flatMap((key) => linking.byWeakKey.get(key) ?? []))];
  const [only] = candidates;
  const bySerial: Destination | null = only === undefined ? null : { group: only, ground: 'platform-serial' };
  return (submission) => {
    const named = signedDestination(submission, linking) ?? namedDestination(submission, linking);
    if (named !== undefined) return isContradicted(named, keys) ? contradicted(named) : named;
    const group = only;
    if (forModel !== undefined) return forModel;
    // Who may hand in for some devices only learns nothing of the others, not even whether they are there.
    if (submission.mayAttachTo !== 'any' && (group === undefined || !isGranted(submission, group, linking.resolve)))
      return notGranted(submission);
    if (keys.length === 0) return noSerial(report);
    if (group === undefined || bySerial === null) return { group: null, reason: 'no-such-device', detail: WAITS_FOR_BASE };
    if (candidates.length > 1) return { group: null, reason: 'several-candidates', detail: severalText(candidates.length) };
    return isGranted(submission, group, linking.resolve) ? bySerial : notGranted(submission);
  };
}

/** What came with evidence belongs where the evidence does, unless a person linked the act elsewhere. */
export function signedDestination({ id }: Submission, { bySubmission, links }: ReportLinking): Destination | undefined {
  const group = links.has(id) ? undefined : bySubmission.get(id);
  return group === undefined ? undefined : { group, ground: 'attestation-key' };
}

/** A serial that speaks of another platform beats what a submitter says; only a person's statement overrules it. */
function isContradicted(destination: Destination, keys: readonly string[]): boolean {
  if (destination.group === null || destination.ground === 'statement' || keys.length === 0) return false;
  const known = weakKeysOf(destination.group);
  return known.size > 0 && !keys.some((key) => known.has(key));
}

const WAITS_FOR_BASE = 'No device has this manufacturer, model and serial yet: no platform certificate of it is at hand.';

const severalText = (count: number): string =>
  `${count} devices have this manufacturer, model and serial, and a serial alone can't tell which one it is; somebody has to link it.`;

const noSuchDevice = (name: string): Destination => ({
  group: null,
  reason: 'no-such-device',
  detail: `It was handed in for ${name}, and no device has that name.`,
});

const notGranted = ({ submittedBy }: Submission): Destination => ({
  group: null,
  reason: 'not-granted',
  detail: `It speaks of no device that ${submittedBy} may hand in for; an operator can link it.`,
});

const contradicted = (destination: Destination): Destination => ({
  group: null,
  reason: 'identity-contradicts',
  detail: `It was handed in for ${destination.group?.id ?? 'a device'}, but speaks of another manufacturer, model or serial; somebody has to link it.`,
});

const NO_SERIAL: Partial<Readonly<Record<Kind, string>>> = {
  'cyclonedx-bom': 'It describes a model, not one device: its subject has no serial. Link it to the devices that it holds for.',
  'tpm-event-log': 'An event log says nothing of whose it is; hand it in for a device, or link it.',
  'tpm-runtime-log': 'A log of systemd says nothing of whose it is; hand it in for a device, or link it.',
  'tpm-quote': 'A quote without its signature and key says nothing of whose it is; hand it in for a device, or link it.',
};

function noSerial({ read }: JudgedDocument): Destination {
  return {
    group: null,
    reason: 'no-serial',
    detail: NO_SERIAL[read.kind] ?? 'It has no platform serial that means something; hand it in for a device, or link it.',
  };
}
