import { bootFactsOf } from '#lib/tpm/boot-facts.ts';
import { differenceTexts } from '#lib/tpm/describe-difference.ts';
import { eventTypeName } from '#lib/tpm/event-types.ts';
import { commonBank, compareLogs, type LogDifference } from '#lib/tpm/log-difference.ts';
import { isMeasured } from '#lib/tpm/replay.ts';
import type { EventLog, LogEvent } from '#lib/tpm/types.ts';
import type { Submission } from '../submission-types.ts';
import { compareTexts, compareTimes } from '../time.ts';
import type { DeviceDocument } from '../types.ts';
import type { JudgedAnswer } from './attestations.ts';
import { lastLog, type ToldLog } from './boot-log.ts';
import type { Boot, BootStep, ContradictedBoot } from './boot-types.ts';
import { exposuresOf } from './exposures.ts';

/** Steps of one boot that are kept one by one; the others are counted. */
export const MAX_BOOT_STEPS = 500;

/** The role of what is handed in as it should be: a support file is no boot of the device. */
export const REFERENCE_ROLE = 'reference';

/** One act of handing in a log. */
export interface LogSighting {
  readonly submission: Submission;
  readonly document: DeviceDocument;
  /** As much of it as counts. */
  readonly told: ToldLog;
  /** SHA-256 of the octets of the log: the same log may come alone and in evidence. */
  readonly digest: string;
  /** A quote that answers a challenge proves that the TPM holds what the log says. */
  readonly attested: boolean;
}

/** A boot with what it rests on. */
export interface SightedBoot {
  readonly boot: Boot;
  /** The log that the boot was told by. */
  readonly log: EventLog;
  /** All acts of handing in the same log, one after the other. */
  readonly sightings: readonly LogSighting[];
}

/**
 * The starts of one device that its event logs tell, in the order of receipt. The same log again is the same boot, seen once more, as long as no
 * other came in between. Each boot is compared with the one before it.
 */
export function bootsOf(sightings: readonly LogSighting[]): readonly SightedBoot[] {
  const runs = runsOf(sightings);
  return runs.flatMap((run, index) => {
    const [first] = run;
    return first === undefined ? [] : [sightedBoot({ run, first, before: runs[index - 1]?.[0]?.told.log ?? null })];
  });
}

/** The same log again, without another one between, is one run. */
function runsOf<T extends LogSighting>(sightings: readonly T[]): readonly (readonly T[])[] {
  const runs: T[][] = [];
  for (const sighting of inOrder(sightings)) {
    const run = runs.at(-1);
    if (run?.[0]?.digest === sighting.digest) run.push(sighting);
    else runs.push([sighting]);
  }
  return runs;
}

/**
 * The starts that logs tell of while the quotes beside them say otherwise, in the order of receipt: to be shown, and never to be believed. The log of a
 * start that is believed is none of them where something was only measured since.
 * @param boots  those that are believed
 */
export function contradictedBootsOf(answers: readonly JudgedAnswer[], boots: readonly SightedBoot[]): readonly ContradictedBoot[] {
  const believed = new Set(boots.flatMap(({ sightings }) => sightings.map(({ digest }) => digest)));
  const sightings = answers.flatMap((answer) => {
    const { contradiction } = answer;
    if (contradiction === null) return [];
    const { says, isExtension } = contradiction;
    return sightingIn(answer).flatMap((sighting) => (isExtension && believed.has(sighting.digest) ? [] : [{ ...sighting, says }]));
  });
  return runsOf(sightings).flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    return first === undefined || last === undefined ? [] : [{ ...toldBy(run, first), says: last.says }];
  });
}

/** The logs among a device's documents: the last of a container tells the last start. */
export function logSightings(
  documents: readonly DeviceDocument[],
  isRefused: (document: DeviceDocument, submission: Submission) => boolean,
): readonly LogSighting[] {
  return documents.flatMap((document) => {
    const { document: content } = document.read;
    const isOfDevice = document.ground !== 'platform-model';
    const told = content?.kind === 'tpm-event-log' && isOfDevice ? lastLog(content.logs) : null;
    if (told === null) return [];
    return document.submissions
      .filter((submission) => submission.role !== REFERENCE_ROLE && !isRefused(document, submission))
      .map((submission) => ({ submission, document, told, digest: document.read.id, attested: false }));
  });
}

/** The logs that came with evidence. One that the quote contradicts tells of no start. */
export function attestedSightings(answers: readonly JudgedAnswer[]): readonly LogSighting[] {
  return answers.flatMap((answer) => {
    const { outcome, checks } = answer.attestation;
    if (outcome === 'failed') return [];
    const replays = checks.some(({ id, status }) => id === 'pcrs' && status === 'pass');
    return sightingIn(answer).map((sighting) => ({
      ...sighting,
      attested: outcome === 'passed' && replays && tellsOfFirmware(sighting.told),
    }));
  });
}

/** Registers of the firmware. Every start measures into them: a log without a record of any matches a TPM that was never told, and tells of no start. */
const LAST_FIRMWARE_PCR = 7;

const tellsOfFirmware = ({ log: { events } }: ToldLog): boolean =>
  events.some((event) => isMeasured(event) && event.pcr <= LAST_FIRMWARE_PCR);

/** The log that came with an answer, as if nothing attested it. */
function sightingIn({ document, submission, evidence: { eventLog }, told }: JudgedAnswer): readonly LogSighting[] {
  if (eventLog.state !== 'read' || told === null) return [];
  const isLast = told.index === eventLog.log.logs.length - 1;
  // Another log of the same container is another start.
  const digest = isLast ? eventLog.sha256 : `${eventLog.sha256} ${told.index}`;
  return [{ submission, document, told, digest, attested: false }];
}

const inOrder = <T extends LogSighting>(sightings: readonly T[]): readonly T[] =>
  sightings.toSorted(
    (a, b) => compareTimes(a.submission.receivedAt, b.submission.receivedAt) || compareTexts(a.submission.id, b.submission.id),
  );

/** What a run of the same log says by being there. */
const toldBy = (run: readonly LogSighting[], { submission, document, told }: LogSighting): Omit<ContradictedBoot, 'says'> => ({
  sha256: document.sha256,
  documentId: document.read.id,
  log: told.index,
  banks: told.banks,
  firstSeenAt: submission.receivedAt,
  lastSeenAt: run.at(-1)?.submission.receivedAt ?? submission.receivedAt,
  seen: run.length,
  by: submission.submittedBy,
  records: told.log.events.filter(isMeasured).length,
});

interface Run {
  readonly run: readonly LogSighting[];
  readonly first: LogSighting;
  readonly before: EventLog | null;
}

function sightedBoot({ run, first, before }: Run): SightedBoot {
  const { told } = first;
  const { log } = told;
  const steps = before === null ? null : stepsBetween(before, log);
  const facts = bootFactsOf(log);
  const boot: Boot = {
    ...toldBy(run, first),
    attested: run.some(({ attested }) => attested),
    secureBoot: facts.secureBoot,
    exposures: exposuresOf(log, facts),
    steps: steps === null ? null : steps.slice(0, MAX_BOOT_STEPS),
    furtherSteps: Math.max(0, (steps?.length ?? 0) - MAX_BOOT_STEPS),
  };
  return { boot, log, sightings: run };
}

/** What the later boot measured otherwise, in the order of the registers. Without a bank in common nothing can be compared, and that is a step of its own. */
export function stepsBetween(before: EventLog, after: EventLog): readonly BootStep[] {
  if (before === after) return [];
  const hash = commonBank(before, after);
  return hash === undefined ? [INCOMPARABLE] : compareLogs({ before, after, hash }).map(stepOf);
}

/** The records of the later boot that take part in a difference; none where nothing can be compared. */
export function differingRecords(before: EventLog, after: EventLog): ReadonlySet<LogEvent> {
  const hash = before === after ? undefined : commonBank(before, after);
  const differences = hash === undefined ? [] : compareLogs({ before, after, hash });
  return new Set(differences.flatMap((difference) => (difference.kind === 'removed' ? [] : [difference.after])));
}

const INCOMPARABLE: BootStep = {
  kind: 'incomparable',
  pcr: null,
  type: null,
  says: ['this log and the one before it have no bank in common, so they can not be compared'],
};

function stepOf(difference: LogDifference): BootStep {
  const event = difference.kind === 'removed' ? difference.before : difference.after;
  return { kind: difference.kind, pcr: difference.pcr, type: eventTypeName(event.type), says: differenceTexts(difference) };
}
