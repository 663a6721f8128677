import { TPM_HASHES } from '#lib/tpm/algorithms.ts';
import { coverageOf } from '#lib/tpm/content/coverage.ts';
import { decodeEvent } from '#lib/tpm/content/decode.ts';
import type { DeviceMeasurement, DeviceSecurity } from '#lib/tpm/content/device-security.ts';
import { EVENT_TYPE } from '#lib/tpm/event-types.ts';
import type { LogEvent } from '#lib/tpm/types.ts';
import type { PartReference, ReferenceValue } from './reference-value.ts';

/** What the manifests of parts say of one record. */
export type ComparedPart =
  | { readonly outcome: 'referenced'; readonly by: readonly ReferenceValue[] }
  | { readonly outcome: 'mismatch'; readonly instead: readonly ReferenceValue[] };

/** A part with all that it answered in one start. */
interface Part {
  readonly events: readonly { readonly event: LogEvent; readonly measurements: readonly DeviceMeasurement[] }[];
}

const SPDM_TYPES: readonly number[] = [EVENT_TYPE.EV_EFI_SPDM_FIRMWARE_BLOB, EVENT_TYPE.EV_EFI_SPDM_FIRMWARE_CONFIG];

/**
 * Compares what parts answered over SPDM with manifests of parts, by index. A manifest names no place in the device, so it is taken to be about a
 * part only where one of its measurements is equal; then every one that has to be compared and was answered must be. A part that equals none of
 * any manifest is known to nobody, and so is a record whose digest isn't over what it says.
 * @spec DMTF DSP0274 1.3 section 10.11; TCG PC Client Platform Firmware Profile 1.06 section 10.2.7
 */
export function compareParts(events: readonly LogEvent[], parts: readonly PartReference[]): ReadonlyMap<LogEvent, ComparedPart> {
  const compared = new Map<LogEvent, ComparedPart>();
  if (parts.length === 0) return compared;
  for (const part of partsOf(events)) for (const [event, outcome] of comparePart(part, parts)) compared.set(event, outcome);
  return compared;
}

function partsOf(events: readonly LogEvent[]): readonly Part[] {
  const told = events.flatMap((event) => {
    const content = SPDM_TYPES.includes(event.type) ? decodeEvent(event) : null;
    if (content?.kind !== 'device-security' || !isProven(content) || coverageOf(event) !== 'all') return [];
    return [{ event, place: placeOf(content), measurements: content.measurements }];
  });
  return [...Map.groupBy(told, ({ place }) => place).values()].map((own) => ({ events: own }));
}

/** The first form of the record doesn't say whether the part proved who it is. */
const isProven = ({ authenticated }: DeviceSecurity): boolean => authenticated === null || authenticated === 'success';
const placeOf = ({ path, pci }: DeviceSecurity): string => JSON.stringify([path, pci]);

interface Judged {
  readonly reference: PartReference;
  readonly equal: number;
  readonly other: number;
}

function comparePart({ events }: Part, references: readonly PartReference[]): readonly (readonly [LogEvent, ComparedPart])[] {
  const answered = events.flatMap(({ measurements }) => measurements);
  const judged = references
    .map((reference): Judged => {
      const compared = answered.flatMap((measurement) => standingOf(measurement, reference) ?? []);
      return { reference, equal: compared.filter((isEqual) => isEqual).length, other: compared.filter((isEqual) => !isEqual).length };
    })
    .filter(({ equal }) => equal > 0);
  const whole = judged.filter(({ other }) => other === 0);
  const [closest] = judged.toSorted((a, b) => a.other - b.other || b.equal - a.equal);
  if (closest === undefined) return [];
  const about = whole.length > 0 ? whole : [closest];
  return events.flatMap(({ event, measurements }) => {
    const outcome = outcomeOf(
      measurements,
      about.map(({ reference }) => reference),
    );
    return outcome === null ? [] : [[event, outcome] as const];
  });
}

/** Null where the manifest says nothing of its index, or doesn't ask for it. */
function standingOf({ index, value }: DeviceMeasurement, { measurements }: PartReference): boolean | null {
  const wanted = measurements.find((each) => each.index === index);
  return wanted === undefined || !wanted.active || wanted.alternatives.length === 0
    ? null
    : wanted.alternatives.some((digest) => digest.value === value);
}

/** A record is known where everything in it is; one without anything that a manifest asks for is known to nobody. */
function outcomeOf(measurements: readonly DeviceMeasurement[], references: readonly PartReference[]): ComparedPart | null {
  const other = measurements.filter((measurement) => references.every((reference) => standingOf(measurement, reference) === false));
  if (other.length > 0) return { outcome: 'mismatch', instead: other.flatMap((measurement) => valuesAt(measurement.index, references)) };
  const known = measurements.filter((measurement) => references.some((reference) => standingOf(measurement, reference) === true));
  if (known.length < measurements.filter((measurement) => !isExempt(measurement, references)).length || known.length === 0) return null;
  return {
    outcome: 'referenced',
    by: known.flatMap(({ index, value }) => valuesAt(index, references).filter(({ digest }) => digest === value)),
  };
}

/** A manifest tells it, and says that it needn't be compared. */
const isExempt = ({ index }: DeviceMeasurement, references: readonly PartReference[]): boolean =>
  references.some(({ measurements }) => measurements.some((each) => each.index === index && !each.active));

function valuesAt(index: number, references: readonly PartReference[]): readonly ReferenceValue[] {
  return references.flatMap(({ source, measurements }) =>
    measurements
      .filter((each) => each.index === index && each.active)
      .flatMap(({ name, alternatives }) =>
        alternatives.flatMap(({ algorithm, value }): readonly ReferenceValue[] => {
          const bank = TPM_HASHES.find((hash) => hash.name === algorithm)?.id;
          const describes = `SPDM measurement ${index}${name === null ? '' : `, ${name}`}`;
          return bank === undefined ? [] : [{ pcr: null, bank, digest: value, eventType: null, describes, source }];
        }),
      ),
  );
}
