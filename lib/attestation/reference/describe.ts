import type { ReferenceManifest } from './types.ts';

/** One line for a person: of which platform and firmware it tells, how much it vouches for, who wrote it. */
export function describeReferenceManifest(manifest: ReferenceManifest): string {
  const { name, tagId, version, files, measurements, entities, platform, firmware, triples } = manifest;
  const measured = triples.reduce((sum, triple) => sum + triple.measurements.length, measurements.length);
  const subject = [platform.manufacturer, platform.model].filter((part) => part !== null).join(' ') || name || tagId;
  const release = firmware.version ?? version;
  const vouched = [counted(files.length, 'file'), counted(measured, 'measurement')].filter((part) => part !== null);
  const creator = entities.find(({ roles }) => roles.some((role) => role.endsWith('Creator') || role === 'creator')) ?? entities[0];
  return [
    `${roleWord(manifest)} for ${subject}${release === null ? '' : `, firmware ${release}`}`,
    vouched.join(' and ') || 'nothing vouched for',
    ...(creator === undefined ? [] : [`by ${creator.name}`]),
    ...(manifest.signature === null ? ['unsigned'] : []),
  ].join('; ');
}

/** What kind of manifest by its own flags. @spec ISO/IEC 19770-2:2015 section 5.2 */
function roleWord({ patch, supplemental }: ReferenceManifest): string {
  if (patch) return 'patch reference manifest';
  return supplemental ? 'supplemental reference manifest' : 'reference manifest';
}

function counted(count: number, what: string): string | null {
  return count === 0 ? null : `${count} ${what}${count === 1 ? '' : 's'}`;
}
