import type { AttestationResult } from '#lib/attestation/types.ts';
import type { Submission } from '../submission-types.ts';
import type { LinkGround } from '../types.ts';
import type { NamedGroup } from './device-ids.ts';
import { isGranted } from './device-references.ts';
import { devicesSought, type KnownSubjects } from './known-subjects.ts';
import { type Destination, namedDestination, type ReportLinking } from './link-reports.ts';
import { type SoughtSubject, soughtSubject } from './subject-keys.ts';

/** Where a list of many devices belongs: to each device that a part of it is about. */
export interface ListPlaces {
  readonly places: ReadonlyMap<NamedGroup, ListPlace>;
  /** Why it is in no device; null where it is in one. */
  readonly reason: Extract<Destination, { readonly group: null }> | null;
}

export interface ListPlace {
  readonly ground: LinkGround;
  /** The parts about this device; null where somebody named the device and no part is about it. */
  readonly parts: readonly string[] | null;
}

const MAX_TOLD = 5;

/**
 * The devices that the parts of a list are about. A part that leads to several devices is about none of them. Who hands it in for one device doesn't make the
 * other parts say anything about that one.
 */
export function listPlaces(
  { submods }: AttestationResult,
  { linking, known }: { readonly linking: ReportLinking; readonly known: KnownSubjects },
): (submission: Submission) => ListPlaces {
  const found = partsSought(submods).flatMap(({ name, sought }) => {
    const [group, second] = devicesSought(sought, { known, resolve: linking.resolve });
    return group === undefined || second !== undefined ? [] : [{ name, group }];
  });
  return (submission) => {
    const granted = found.filter(({ group }) => isGranted(submission, group, linking.resolve));
    const places = new Map<NamedGroup, ListPlace>(
      [...Map.groupBy(granted, ({ group }) => group)].map(([group, own]) => [
        group,
        { ground: 'subject', parts: own.map(({ name }) => name) },
      ]),
    );
    const named = namedDestination(submission, linking);
    if (named !== undefined && named.group !== null && !places.has(named.group))
      places.set(named.group, { ground: named.ground, parts: null });
    return { places, reason: places.size > 0 ? null : named?.group === null ? named : nothingFound(submods, submission) };
  };
}

interface PartSought {
  readonly name: string;
  readonly sought: SoughtSubject;
}

/** Each device that a list speaks of asks the same of it; what it was asked goes where the list goes. */
const askedBefore = new WeakMap<AttestationResult['submods'], readonly PartSought[]>();

function partsSought(submods: AttestationResult['submods']): readonly PartSought[] {
  const before = askedBefore.get(submods);
  if (before !== undefined) return before;
  const parts = submods.map(({ name, about = [] }) => ({ name, sought: soughtSubject(about) }));
  askedBefore.set(submods, parts);
  return parts;
}

function nothingFound(submods: AttestationResult['submods'], { mayAttachTo, submittedBy }: Submission): ListPlaces['reason'] {
  if (mayAttachTo !== 'any') {
    return {
      group: null,
      reason: 'not-granted',
      detail: `No part of the list is about a device that ${submittedBy} may hand in for; an operator can hand it in.`,
    };
  }
  const names = submods.slice(0, MAX_TOLD).map(({ name }) => name.slice(0, 60));
  const more = submods.length > MAX_TOLD ? ` and ${submods.length - MAX_TOLD} more` : '';
  return {
    group: null,
    reason: 'no-such-device',
    detail: `It lists ${names.join(', ')}${more}, and no device is known by such a name: hand in the certificates of a device under its name, or an inventory of it that tells the name of its host.`,
  };
}
