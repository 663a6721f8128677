import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import type { Source } from '../observed/observe.ts';
import type { Report } from '../observed/reports.ts';
import type { Difference, DifferenceKind, ExpectedState, Observation } from '../types.ts';
import { serialKey } from '../unit/unit-pool.ts';
import { compareStates, type Row } from './compare.ts';
import { platformOf, withPlatformItself } from './platform-part.ts';

/** What conformance compares. */
export interface ConformanceQuestion {
  readonly expected: ExpectedState;
  readonly observed: Observation | null;
  /** The sources of the device: what they read before is remembered, and never counted as present. */
  readonly sources: readonly Source[];
  readonly aliases: ManufacturerAliases;
  /** What the device is called. */
  readonly identity: PlatformIdentity;
}

/**
 * Expected against observed at one instant, every unit of both once. Without an expected state or an observation there is
 * no conformance. What the source can't see is never removed: absence needs coverage.
 */
export function conformanceOf({ expected, observed, sources, aliases, identity }: ConformanceQuestion): readonly Difference[] {
  if (observed === null || expected.basis === 'none' || expected.basis === 'conflict') return [];
  const wasRead = serialsRead(sources, observed);
  const platforms = { before: identity, after: platformOf(observed) };
  return compareStates({ before: expected.units, after: observed.units, aliases }).map((each): Difference => {
    const row = withPlatformItself(each, platforms);
    const kind = kindWithCoverage(row, observed);
    return {
      scope: 'conformance',
      kind,
      change: kind === 'not-collected' || kind === 'not-reported' ? kind : row.change,
      expected: row.before,
      observed: row.after,
      authorization: NEEDS_NONE.includes(kind) ? null : 'unauthorized',
      because: [...new Set([...(row.before === null ? expected.because : [row.before.provenance.sha256]), observed.document.sha256])],
      at: observed.submission.receivedAt,
      equalBy: row.equalBy,
      indistinguishable: row.indistinguishable,
      serialReadBefore: kind === 'serial-unconfirmed' && row.before !== null && wasRead(row.before),
    };
  });
}

const NEEDS_NONE: readonly DifferenceKind[] = ['same', 'not-collected', 'not-reported'];

function kindWithCoverage({ kind, before }: Row, { coverage }: Observation): DifferenceKind {
  if (kind !== 'component-removed' || before === null || coverage.complete.includes(before.category)) return kind;
  return coverage.partial.includes(before.category) ? 'not-reported' : 'not-collected';
}

/** Whether the source that is silent now read the serial of a unit before. */
function serialsRead(sources: readonly Source[], observed: Observation): (unit: NonNullable<Row['before']>) => boolean {
  const reports = new Set<Report>();
  for (const { name, sightings } of sources) if (name === observed.source) for (const { report } of sightings) reports.add(report);
  const read = new Set([...reports].flatMap(({ units }) => units.map(serialKey)).filter((key) => key !== null));
  return (unit) => unit.pinnedSerial !== null || read.has(serialKey(unit) ?? '');
}
