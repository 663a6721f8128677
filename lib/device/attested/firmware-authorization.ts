import { equalByRules } from '#lib/component/normalize.ts';
import { versionChange } from '#lib/component/version-change.ts';
import { compareTimes } from '../time.ts';
import type { Difference, StateUnit } from '../types.ts';
import type { FirmwareSource, MeasuredFirmware } from './firmware-types.ts';

/**
 * Tells which updates of firmware a signed manifest authorizes: it counts, it is of the version that was observed and of its maker, the last start
 * measured its firmware, and all that it measured is in reference values that are current. A step back is never authorized so: genuine and current are
 * two questions.
 * What was seen before the manifest came in is signed for only afterwards.
 * @param firmware  null: nothing was compared, so nothing is authorized
 */
export function firmwareAuthorizer(firmware: MeasuredFirmware | null): (difference: Difference) => Difference {
  if (firmware === null || !isConfirmed(firmware)) return (difference) => difference;
  const manifests = firmware.sources.filter(
    ({ by, standing, documentId }) => by === 'manifest' && standing === 'counts' && firmware.running.includes(documentId),
  );
  return (difference) => {
    const manifest = isOpenUpdate(difference) ? manifests.find((source) => isOf(source, difference.observed)) : undefined;
    if (manifest === undefined) return difference;
    const isLate = compareTimes(manifest.since, difference.at) > 0;
    const because = [...new Set([...difference.because, ...manifest.because, firmware.sha256])];
    return { ...difference, authorization: isLate ? 'retrospective' : 'authorized-by-reference-value', because };
  };
}

const isConfirmed = ({ counts }: MeasuredFirmware): boolean => counts.referenced > 0 && counts.mismatch === 0 && counts.outdated === 0;

function isOpenUpdate({ kind, authorization, expected, observed }: Difference): boolean {
  if (kind !== 'firmware-changed' || authorization !== 'unauthorized' || expected === null || observed === null) return false;
  return versionChange(expected, observed).order === 'newer';
}

function isOf({ firmwareManufacturer, firmwareVersion }: FirmwareSource, unit: StateUnit | null): boolean {
  if (unit === null || firmwareManufacturer === null || firmwareVersion === null || unit.category !== 'firmware') return false;
  return equalByRules(firmwareManufacturer, unit.manufacturer).equal && equalByRules(firmwareVersion, unit.revision).equal;
}
