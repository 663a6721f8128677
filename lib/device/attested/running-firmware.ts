import type { ComparedEvent } from '#lib/attestation/reference/compare.ts';
import type { ReferenceSource } from '#lib/attestation/reference/reference-value.ts';
import { equalByRules } from '#lib/component/normalize.ts';
import type { FirmwareSource } from './firmware-types.ts';

/** Where the firmware of the platform measures its own code. @spec TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.1 */
const FIRMWARE_PCR = 0;

type Referenced = Extract<ComparedEvent, { readonly outcome: 'referenced' }>;

/** The sources that a start was compared with, and what came of it. */
export interface ComparedStart {
  readonly sources: readonly FirmwareSource[];
  /** Document ids of manifests that patch another one, or add to it: what they don't know the other one does. */
  readonly additions: ReadonlySet<string>;
  readonly events: readonly ComparedEvent[];
}

/**
 * The manifests whose firmware a start measured. That a manifest is at hand, and that all that was measured is known to somebody, doesn't show it: the
 * records may be those of other firmware. So one of the records is known to the manifest; none is known to manifests of another version alone; and each
 * of the firmware's own code is known to somebody who speaks of this version, or of none. A start that was accepted is of whatever firmware ran then.
 * @returns document ids, in the order of the sources
 */
export function runningFirmware({ sources, additions, events }: ComparedStart): readonly string[] {
  const referenced = events.filter((each): each is Referenced => each.outcome === 'referenced');
  const known = new Set(referenced.flatMap(({ by }) => by.map(({ source }) => source.documentId)));
  return sources
    .filter(({ by, documentId }) => by === 'manifest' && known.has(documentId))
    .filter((manifest) => (additions.has(manifest.documentId) ? isNeeded(manifest, referenced) : isWhole(manifest, referenced)))
    .map(({ documentId }) => documentId);
}

function isWhole(manifest: FirmwareSource, referenced: readonly Referenced[]): boolean {
  return referenced.every(({ event, by }) =>
    by.some(({ source }) => (source.by === 'learned' ? event.pcr !== FIRMWARE_PCR : isOfFirmware(manifest, source))),
  );
}

/** Without it one of the records would be known to nobody, or to sources of its own version alone. */
function isNeeded(manifest: FirmwareSource, referenced: readonly Referenced[]): boolean {
  return referenced.some(
    ({ by }) =>
      by.some(({ source }) => source.documentId === manifest.documentId) &&
      by.every(({ source }) => source.by !== 'learned' && isOfFirmware(manifest, source)),
  );
}

function isOfFirmware({ documentId, firmwareVersion }: FirmwareSource, source: ReferenceSource): boolean {
  if (source.documentId === documentId || source.firmwareVersion === null || firmwareVersion === null) return true;
  return equalByRules(source.firmwareVersion, firmwareVersion).equal;
}
