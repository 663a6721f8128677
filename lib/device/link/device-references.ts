import type { Submission } from '../submission-types.ts';
import { deviceIdOf, type NamedGroup } from './device-ids.ts';
import type { JudgedDocument } from './judged-document.ts';
import { RESERVED } from './reserved-names.ts';

/** Finds the device that a text names; undefined when it names none, or several. */
export type ResolveDevice = (reference: string) => NamedGroup | undefined;

/**
 * What people and submitters may call a device: its id, a strong key, the id that a strong key would give, the SHA-256 of an
 * artifact that belongs to it alone, or, where it is none of these, a name that was handed in with its certificates.
 */
export function deviceResolver(groups: readonly NamedGroup[], artifactsOf: (group: NamedGroup) => Iterable<string>): ResolveDevice {
  const names = new Map<string, NamedGroup | null>();
  for (const group of groups) for (const artifact of artifactsOf(group)) enter(names, artifact, group);
  for (const group of groups) for (const key of group.keys) for (const name of [key, deviceIdOf(key)]) names.set(name, group);
  // Last, so that nothing that a file holds hides a device's own id.
  for (const group of groups) names.set(group.id, group);
  const labels = labelsOf(groups, (reference) => names.get(reference) ?? undefined);
  return (reference) => (names.has(reference) ? names.get(reference) : labels.get(reference)) ?? undefined;
}

/** Null marks a name of several devices. */
function enter(names: Map<string, NamedGroup | null>, name: string, group: NamedGroup): void {
  const known = names.get(name);
  names.set(name, known === undefined || known === group ? group : null);
}

/** Names of the submitters' own. Where a document that convinces has one, nobody else's counts: a stranger takes no name away. */
function labelsOf(groups: readonly NamedGroup[], resolve: ResolveDevice): ReadonlyMap<string, NamedGroup | null> {
  const [convincing, others] = [new Map<string, NamedGroup | null>(), new Map<string, NamedGroup | null>()];
  for (const group of groups) {
    for (const { judged } of [...group.bases, ...group.endorsementKeys]) {
      for (const label of labelsIn(judged, { group, resolve })) enter(judged.convinces ? convincing : others, label, group);
    }
  }
  return new Map([...others, ...convincing]);
}

interface Naming {
  readonly group: NamedGroup;
  readonly resolve: ResolveDevice;
}

function labelsIn({ submissions }: JudgedDocument, { group, resolve }: Naming): readonly string[] {
  return submissions.flatMap((submission) => {
    const { device } = submission;
    return device === null || RESERVED.test(device) || !isGranted(submission, group, resolve) ? [] : [device];
  });
}

/** Whether the submitter may hand in for this device. */
export function isGranted({ mayAttachTo }: Submission, group: NamedGroup, resolve: ResolveDevice): boolean {
  return mayAttachTo === 'any' || mayAttachTo.some((reference) => resolve(reference) === group);
}
