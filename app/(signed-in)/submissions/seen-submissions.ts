import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { visibleDevices } from '#lib/auth/visible-devices.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { findDeviceRecords } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Page } from '#lib/store/page.ts';
import { type SubmissionOutcome, submissionOutcomes } from '#lib/store/submission-outcomes.ts';
import { listSubmissions, type TrackedSubmission } from '#lib/store/submissions.ts';

/** An act of handing in with what became of it. */
export interface SeenSubmission {
  readonly submission: TrackedSubmission;
  readonly outcome: SubmissionOutcome;
}

export interface SeenSubmissions extends Page<SeenSubmission> {
  /** Of the devices that they name, all of which the viewer may see. */
  readonly nameOf: ReadonlyMap<string, string>;
}

export const seesAll = (principal: Principal): boolean => hasRight(principal, 'submission.read-all');

/**
 * What was handed in, as far as the viewer may know: everybody's with the right to read all, else their own.
 * @param by  whose; heard only from who may read all
 */
export async function seenSubmissions(
  store: Store,
  principal: Principal,
  { by, cursor, limit }: { readonly by: string; readonly cursor?: string; readonly limit?: number },
): Promise<SeenSubmissions> {
  const submittedBy = seesAll(principal) ? by : principal.name;
  const page = await listSubmissions(store, {
    ...(submittedBy === '' ? {} : { submittedBy }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(limit === undefined ? {} : { limit }),
  });
  const outcomes = await submissionOutcomes(store.pool, page.items, visibleDevices(principal));
  const records = await findDeviceRecords(store.pool, [...new Set([...outcomes.values()].flatMap(({ devices }) => devices))]);
  return {
    nextCursor: page.nextCursor,
    nameOf: new Map(records.map((record) => [record.id, deviceName(record)])),
    items: page.items.map((submission) => ({ submission, outcome: outcomes.get(submission.id) ?? NOTHING })),
  };
}

const NOTHING: SubmissionOutcome = { devices: [], hasMoreDevices: false, waiting: [], wasHandedInAgain: false };
