import { visibleText } from '#lib/component/visible-text.ts';
import type { Report } from '../observed/reports.ts';
import type { TimelineEvent } from '../timeline/timeline-types.ts';
import type { Difference } from '../types.ts';
import { changesText, counted, signedBy } from './difference-text.ts';

/** What a timeline says of one act of handing in, without when and by whom. */
export interface Told
  extends Pick<TimelineEvent, 'lane' | 'kind' | 'title'>,
    Partial<Pick<TimelineEvent, 'facts' | 'differences' | 'trusted'>> {
  /** What is repeated when it is told again; absent where the act changed something, failed, or was the first of its kind. One for all passing acts of a document. */
  readonly subject?: string;
}

/** Tells what one report shows, and the same again where nothing changed. */
export function tellReport(report: Report): (differences: readonly Difference[], isRepeat: boolean) => Told {
  const inventory = report.document.read.kind === 'inventory';
  const kind = { lane: inventory ? 'observation' : 'bom', kind: inventory ? 'inventory' : 'hardware-bom' } as const;
  const text = listText(report);
  const factsWith = (changes: number) => ({ collector: report.collector, parts: report.units.length, changes });
  const first: Told = { ...kind, facts: factsWith(0), title: text, subject: `${kind.lane}\n${text}` };
  const again: Told = { ...first, title: `The same file handed in again: ${text}` };
  let before: { readonly differences: readonly Difference[]; readonly told: Told } | undefined;
  return (differences, isRepeat) => {
    if (differences.length === 0) return isRepeat ? again : first;
    // The same step between the same two states is told in the same words, however often it is taken.
    if (isRepeat && before !== undefined && isSameStep(before.differences, differences)) return before.told;
    const title = `${changesText(differences)}: ${signedBy(differences)}${isRepeat ? '; the same file handed in again' : ''}`;
    const told: Told = { ...kind, facts: factsWith(differences.length), title };
    if (isRepeat) before = { differences, told };
    return told;
  };
}

/** Units of one state are the same objects wherever the state is. */
function isSameStep(before: readonly Difference[], now: readonly Difference[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ kind, expected, observed, authorization }, index) => {
      const other = now[index];
      return kind === other?.kind && expected === other.expected && observed === other.observed && authorization === other.authorization;
    })
  );
}

function listText(report: Report): string {
  const kind = report.document.read.kind === 'inventory' ? 'Inventory' : 'BOM';
  return visibleText(`${kind} by ${report.collector} lists ${counted(report.units.length, 'part')}${measuredText(report)}`);
}

/** Digests and registers in an inventory are told as what they are. */
function measuredText({ document: { read } }: Report): string {
  const count = read.document?.kind === 'inventory' ? read.document.measurements.length : 0;
  return count === 0 ? '' : ` and reports ${counted(count, 'digest')}, not attested`;
}
