import type { z } from 'zod';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { askDevice } from '#lib/ingest/ask-device.ts';
import { timeText } from '#lib/present/time-text.ts';
import { traceDocument } from '#lib/present/trace-document.ts';
import { findDevice } from '#lib/store/devices.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import type { StoppedFold } from '#lib/store/stopped-folds.ts';
import type { GuardedCall } from '../../../server/guarded-route.ts';
import { given } from '../../../server/page-json.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { readQuery } from '../../../server/query.ts';
import { tracedDevices } from '../schema/devices.ts';
import { momentQuery } from '../schema/queries.ts';

type Assessed = NonNullable<Awaited<ReturnType<typeof askDevice>>>;

/** A device as it was asked about: the answer itself, and the same in the form of `assay trace --json`. */
export interface AskedDevice {
  readonly assessed: Assessed;
  readonly traced: z.infer<typeof tracedDevices>['devices'][0];
  /** The evaluation that ran out of its budget since; the answer is then the one that was kept. */
  readonly stopped: StoppedFold | null;
  /** What every answer about a device begins with. */
  readonly head: {
    readonly id: string;
    readonly at: string;
    readonly ruleSet: string;
    readonly mappings: Assessed['mappings'];
    readonly inputs: string;
  };
}

type Call = Pick<GuardedCall<{ id: string }>, 'store' | 'principal' | 'params' | 'query'>;

/** The device of the address, at the instant that `asOf` and `knownAt` name. @throws RequestProblem when the asker may not see it */
export async function askedDevice({ store, principal, params, query }: Call): Promise<AskedDevice> {
  const { asOf, knownAt } = readQuery(query, momentQuery);
  const missing = new RequestProblem('notFound', { what: 'device' });
  if (!maySeeDevice(principal, params.id)) throw missing;
  const isNow = asOf === undefined && knownAt === undefined;
  const stopped = (await findDevice(store, params.id))?.stopped ?? null;
  if (stopped !== null && !isNow) throw new RequestProblem('overBudget', { at: timeText(stopped.at) });
  // What the worker couldn't fold within its budget isn't folded here, where others wait.
  const assessed =
    stopped === null
      ? await askDevice(store, params.id, given({ asOf: utc(asOf), knownAt: utc(knownAt) }))
      : await findAssessed(store, params.id);
  if (assessed === undefined) throw missing;
  const [traced] = tracedDevices.parse(traceDocument({ assessed: [assessed], unlinked: [] })).devices;
  return {
    assessed,
    traced,
    stopped,
    head: { id: params.id, at: assessed.at, ruleSet: assessed.ruleSet, mappings: assessed.mappings, inputs: assessed.inputs },
  };
}

function utc(instant: string | undefined): string | undefined {
  return instant === undefined ? undefined : new Date(instant).toISOString();
}
