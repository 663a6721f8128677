import { visibleText } from '#lib/component/visible-text.ts';
import type { Boot, BootStep } from '../attested/boot-types.ts';
import type { SightedBoot } from '../attested/boots.ts';
import type { Submission } from '../submission-types.ts';
import type { DeviceDocument } from '../types.ts';
import type { TimelineEvent } from './timeline-types.ts';

/** What a timeline says of one act of handing in a log. */
export type BootTold = Pick<TimelineEvent, 'lane' | 'kind' | 'title' | 'facts'> & {
  /** What is repeated where a boot measured the same as the one before; absent where it is the first or something differs. */
  readonly subject?: string;
};

/** Steps that one line of a timeline tells; the page of the device has the others. */
const MAX_TOLD = 3;

/** Tells each act of handing in a log: what the boot measured otherwise than the one before, or that it is the same log again. */
export function bootTeller(boots: readonly SightedBoot[]): (document: DeviceDocument, submission: Submission) => BootTold | null {
  const told = new Map<string, BootTold>();
  for (const { boot, sightings } of boots) {
    for (const [index, { document, submission }] of sightings.entries()) {
      told.set(keyOf(document, submission), index === 0 ? bootEvent(boot) : againEvent(boot));
    }
  }
  return (document, submission) => (told.size === 0 ? null : (told.get(keyOf(document, submission)) ?? null));
}

const keyOf = ({ read }: DeviceDocument, { id }: Submission): string => `${read.id} ${id}`;

function bootEvent(boot: Boot): BootTold {
  const told = {
    lane: 'attestation',
    kind: 'boot',
    title: bootTitle(boot),
    facts: { records: boot.records, changes: stepCount(boot) },
  } as const;
  return boot.steps === null || stepCount(boot) > 0 ? told : { ...told, subject: subjectOf(boot) };
}

const stepCount = ({ steps, furtherSteps }: Boot): number => (steps?.length ?? 0) + furtherSteps;

/** One sentence: `Event log of a boot with 30 records; 2 differ from the boot before: PCR 7 SecureBoot is on became SecureBoot is off; …`. */
function bootTitle(boot: Boot): string {
  const { steps, records } = boot;
  const log = `Event log of a boot with ${records} ${records === 1 ? 'record' : 'records'}`;
  if (steps === null) return `${log}, the first of this device`;
  if (steps.length === 0) return `${log}, which measured the same as the boot before`;
  const more = stepCount(boot) - MAX_TOLD;
  const told = steps.slice(0, MAX_TOLD).map(stepText).join('; ');
  const count = stepCount(boot);
  return `${log}; ${count} ${count === 1 ? 'differs' : 'differ'} from the boot before: ${told}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A step in words, with its PCR. */
export function stepText({ pcr, says }: BootStep): string {
  return visibleText(`${pcr === null ? '' : `PCR ${pcr} `}${says.join(', ')}`);
}

const subjectOf = ({ records }: Boot): string => `boot\n${records}`;

function againEvent(boot: Boot): BootTold {
  const { records } = boot;
  const title = `The same event log handed in again: ${records} ${records === 1 ? 'record' : 'records'}`;
  return { lane: 'attestation', kind: 'boot-again', title, facts: { records, changes: 0 }, subject: subjectOf(boot) };
}
