import type { MeasuredFirmware } from '#lib/device/attested/firmware-types.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';

/** What reference values say of the last start, in the stable JSON of `assay trace`. Described in docs/cli.md. */
export function measuredFirmwareDocument({ sources, counts, records, ...head }: MeasuredFirmware): Json {
  return {
    ...head,
    sources: sources.map(({ because, ...source }) => ({ ...source, because: [...because] })),
    counts: { ...counts },
    records: records.map(({ instead, because, ...record }) => ({ ...record, instead: [...instead], because: [...because] })),
  };
}

/** The same in one line for a person. */
export function measuredFirmwareText({ sources, counts, attested }: MeasuredFirmware): string {
  const counting = sources.filter(({ values }) => values > 0).length;
  if (counting === 0) return 'last start: compared with no reference value';
  const parts = [
    `${counts.referenced} referenced${counts.outdated === 0 ? '' : ` (${counts.outdated} by an older manifest alone)`}`,
    ...(counts.mismatch === 0 ? [] : [`${counts.mismatch} in no reference value`]),
    ...(counts['not-referenced'] === 0 ? [] : [`${counts['not-referenced']} of which no source tells`]),
    ...(counts.ignored === 0 ? [] : [`${counts.ignored} of which reference values can't tell`]),
  ];
  return `last start, by ${counting} ${counting === 1 ? 'source' : 'sources'} of reference values: ${parts.join(', ')}; ${attested ? 'a quote vouches for the log' : 'the log itself is self-asserted'}`;
}
