import { compareStates, type Row } from '#lib/device/comparison/compare.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Difference } from '#lib/device/types.ts';
import type { DifferenceView } from '#lib/present/difference-view.ts';

/**
 * A device between two instants: what was observed at the first one against what was observed at the second one.
 * The differences carry no authorization: between two days several steps may lie, each signed for, or not, by itself.
 */
export function compareMoments(before: DeviceState, after: DeviceState): DeviceState {
  const rows = compareStates({ before: before.observed?.units ?? [], after: after.observed?.units ?? [] });
  const at = after.observed?.submission.receivedAt ?? '';
  const because = [before.observed?.submission.sha256, after.observed?.submission.sha256].filter((sha256) => sha256 !== undefined);
  return { ...after, differences: rows.map((row) => differenceOf(row, { at, because })) };
}

function differenceOf(
  { kind, change, before, after, equalBy, indistinguishable }: Row,
  { at, because }: Pick<Difference, 'at' | 'because'>,
): Difference {
  const seen = { equalBy, indistinguishable, serialReadBefore: false };
  return { scope: 'history', kind, change, expected: before, observed: after, authorization: null, because, at, ...seen };
}

/** The same view without a judgement: nothing in it is called unexplained. */
export function withoutJudgement(view: DifferenceView): DifferenceView {
  const groups = view.groups.map((group) => ({
    ...group,
    rows: group.rows.map((row) => ({ ...row, isUnexplained: false, tone: row.tone === 'bad' ? ('notice' as const) : row.tone })),
  }));
  return { ...view, groups, unexplained: 0, summary: view.summary.map((each) => ({ ...each, unexplained: 0 })) };
}
