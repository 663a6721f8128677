import type { AttestationResult } from '#lib/attestation/types.ts';
import type { Unlinked } from '../device-state.ts';
import { type Attachable, attach, attachList } from './attach.ts';
import type { NamedGroup } from './device-ids.ts';
import type { JudgedDocument, Of } from './judged-document.ts';
import { knownSubjects, type PlacedResult } from './known-subjects.ts';
import { listPlaces } from './link-lists.ts';
import { type KeyLinking, resultDestination } from './link-results.ts';

/** Whether a report is the result of another verifier. */
export const isResult = ({ read }: JudgedDocument): boolean => read.document?.kind === 'attestation-result';

/**
 * Attaches the results of other verifiers, once everything else is attached: what ties identifiers to devices is asked of what stands there, and of the
 * results that need no identifier, so that the order of handing in makes no difference.
 * @returns those that lead to no device
 */
export function attachResults(
  drafts: ReadonlyMap<NamedGroup, Attachable>,
  reports: readonly JudgedDocument[],
  looked: KeyLinking,
): readonly Unlinked[] {
  if (reports.length === 0) return [];
  const results = reports.flatMap((judged): readonly Of<AttestationResult>[] =>
    judged.read.document?.kind === 'attestation-result' ? [{ judged, document: judged.read.document }] : [],
  );
  const devices = [...drafts].map(([group, { documents }]) => ({ group, documents }));
  const known = knownSubjects(
    devices,
    results.flatMap((result) => placesOf(result, looked)),
  );
  return results.flatMap(({ judged, document }) =>
    document.isFleet
      ? attachList(drafts, judged, listPlaces(document, { linking: looked.linking, known }))
      : attach(drafts, judged, resultDestination(document, { ...looked, known })),
  );
}

/** Where a result leads without any identifier. */
function placesOf({ judged, document }: Of<AttestationResult>, looked: KeyLinking): readonly PlacedResult[] {
  if (document.isFleet) return [];
  const destinationOf = resultDestination(document, { ...looked, known: new Map() });
  return judged.submissions.flatMap((submission) => {
    const destination = destinationOf(submission);
    return destination.group === null
      ? []
      : [{ judged, result: document, submission, group: destination.group, ground: destination.ground }];
  });
}
