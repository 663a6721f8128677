import { visibleText } from '#lib/component/visible-text.ts';
import { eventDocument } from '#lib/present/tpm-document.ts';
import { hashNameOf } from '#lib/tpm/algorithms.ts';
import { differencePlace, differenceTexts } from '#lib/tpm/describe-difference.ts';
import { commonBank, compareLogs, type LogDifference } from '#lib/tpm/log-difference.ts';
import { isMeasured } from '#lib/tpm/replay.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import { type CommandResult, UsageError } from './command.ts';
import { EXIT } from './exit-codes.ts';

/** Two boots by the names of their files. */
export interface TwoLogs {
  readonly a: string;
  readonly b: string;
  readonly before: EventLog;
  readonly after: EventLog;
}

const CHANGES = { added: 'added', removed: 'removed', moved: 'moved', changed: 'content-changed' } as const;

/** What differs between two boots, PCR by PCR, in words. @throws UsageError where the logs have no bank in common */
export function diffLogs({ a, b, before, after }: TwoLogs): CommandResult {
  const hash = commonBank(before, after);
  if (hash === undefined) throw new UsageError(`${a} and ${b} have no bank in common, so their records can't be compared`, 2);
  const differences = compareLogs({ before, after, hash });
  const kept = differences.filter(({ kind }) => kind !== 'added').length;
  const same = before.events.filter(isMeasured).length - kept;
  return {
    json: { a, b, same, counts: countsOf(differences), changes: differences.map(changeJson) },
    lines: [
      `${differences.length} of the records differ, ${same} the same, by their digests in ${hashNameOf(hash)}`,
      ...differences.flatMap((each) => differenceTexts(each).map((text) => visibleText(`${differencePlace(each)}: ${text}`))),
    ],
    exitCode: differences.length === 0 ? EXIT.fine : EXIT.findings,
  };
}

function countsOf(differences: readonly LogDifference[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { kind } of differences) counts.set(CHANGES[kind], (counts.get(CHANGES[kind]) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function changeJson(difference: LogDifference) {
  return {
    kind: 'event',
    change: CHANGES[difference.kind],
    before: difference.kind === 'added' ? null : eventDocument(difference.before),
    after: difference.kind === 'removed' ? null : eventDocument(difference.after),
    fields: [],
    says: [...differenceTexts(difference)],
  };
}
