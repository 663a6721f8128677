import { CATEGORIES, type Unit } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Hbom, HbomAnnotation, HbomReference } from '#lib/cyclonedx/hbom.ts';
import { OWN } from '#lib/cyclonedx/own-names.ts';
import type { Completeness, NamedValue } from '#lib/cyclonedx/types.ts';
import type { DeviceState } from '../device-state.ts';
import { compareTimes } from '../time.ts';
import type { DeviceDocument, StateUnit } from '../types.ts';
import { certificateReference } from './certificate-hbom.ts';
import { platformProperty } from './certificate-properties.ts';
import { nestedParts } from './hbom-parts.ts';

/** Which state of a device an HBOM lists. */
export const HBOM_SIDES = ['expected', 'observed'] as const;
export type HbomSide = (typeof HBOM_SIDES)[number];

const SUBJECT = 'device';

/**
 * The HBOM of a device: its units with who says so, its certificates as attestations, and how much the source could see.
 * @returns null when nothing is expected of the device, or nothing was observed on it
 */
export function hbomOfDevice(device: DeviceState, side: HbomSide): Hbom | null {
  const units = side === 'expected' ? device.expected.units : (device.observed?.units ?? []);
  const isKnown = side === 'expected' ? device.expected.basis !== 'none' && device.expected.basis !== 'conflict' : device.observed !== null;
  if (!isKnown) return null;
  const refs = refsOf(units);
  const { manufacturer, model, version, serial } = device.identity;
  return {
    subject: {
      ...{ manufacturer, model, version, serial },
      ref: SUBJECT,
      properties: side === 'expected' ? device.expected.properties.map(platformProperty) : coverageProperties(device),
      references: device.documents.flatMap(referenceOf),
    },
    parts: nestedParts(units, (unit) => ({ ref: refs.get(unit) ?? '', unit: plainUnit(unit), properties: provenanceOf(unit) })),
    completeness: side === 'expected' ? 'unknown' : completenessOf(device),
    annotations: annotationsOf(device, units, refs),
  };
}

/** bom-refs by document and place: a unit keeps its own when others come and go. */
function refsOf(units: readonly StateUnit[]): ReadonlyMap<StateUnit, string> {
  const used = new Map<string, number>();
  return new Map(
    units.map((unit) => {
      const name = `${unit.provenance.documentId.slice(0, 16)}-${unit.provenance.index + 1}`;
      const count = (used.get(name) ?? 0) + 1;
      used.set(name, count);
      return [unit, count === 1 ? name : `${name}-${count}`];
    }),
  );
}

function append(lists: Map<string, StateUnit[]>, key: string, unit: StateUnit): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [unit]);
  else list.push(unit);
}

/** A unit without what only the device's state knows of it. */
function plainUnit({ provenance: _, pinnedSerial: __, ...unit }: StateUnit): Unit {
  return unit;
}

function provenanceOf({ provenance, pinnedSerial }: StateUnit): readonly NamedValue[] {
  return [
    { name: OWN.provenance, value: provenance.label },
    ...(pinnedSerial === null ? [] : [{ name: OWN.learnedSerial, value: pinnedSerial }]),
  ];
}

/** Complete only where the source sees every kind of hardware; the properties say which kinds otherwise. */
function completenessOf({ observed }: DeviceState): Completeness {
  if (observed === null) return 'unknown';
  const hardware = CATEGORIES.filter((category) => !['firmware', 'operating-system', 'software', 'other'].includes(category));
  return hardware.every((category) => observed.coverage.complete.includes(category)) ? 'complete' : 'incomplete';
}

function coverageProperties({ observed }: DeviceState): readonly NamedValue[] {
  if (observed === null) return [];
  const { complete, partial } = observed.coverage;
  return [
    { name: OWN.coverageComplete, value: complete.join(' ') },
    { name: OWN.coveragePartial, value: partial.join(' ') },
  ];
}

/** Certificates that are relied upon; what doesn't convince attests nothing. */
function referenceOf({ read, trusted, contributes }: DeviceDocument): readonly HbomReference[] {
  const isRelied = contributes || (trusted && read.kind === 'endorsement-key-certificate');
  if (!isRelied || !read.kind.endsWith('certificate')) return [];
  return [certificateReference(read.id, `${read.kind.replaceAll('-', ' ')}: SHA-256 of its DER`)];
}

/** Who says what of which parts, one annotation for each document, in order of time. */
function annotationsOf(device: DeviceState, units: readonly StateUnit[], refs: ReadonlyMap<StateUnit, string>): readonly HbomAnnotation[] {
  const bySource = new Map<string, StateUnit[]>();
  for (const unit of units) append(bySource, `${unit.provenance.sha256} ${unit.provenance.label}`, unit);
  const annotations = [...bySource.values()].flatMap((said): HbomAnnotation[] => {
    const [first] = said;
    const document = device.documents.find(({ sha256 }) => sha256 === first?.provenance.sha256);
    if (first === undefined || document === undefined) return [];
    return [{ subjects: said.map((unit) => refs.get(unit) ?? ''), timestamp: document.provenAt, text: sourceText(first, document) }];
  });
  return annotations.sort((a, b) => compareTimes(a.timestamp, b.timestamp) || (a.text < b.text ? -1 : 1));
}

const SAYS: Readonly<Record<StateUnit['provenance']['label'], string>> = {
  certified: 'Certified by',
  learned: 'Learned from',
  accepted: 'Accepted from',
  'as-reported': 'As reported by',
};

function sourceText({ provenance }: StateUnit, { read, submissions }: DeviceDocument): string {
  const by = submissions[0]?.submittedBy;
  const handedIn = by === undefined ? '' : `, handed in by ${visibleText(by)}`;
  return `${SAYS[provenance.label]} the ${read.kind.replaceAll('-', ' ')} with the SHA-256 ${provenance.sha256}${handedIn}.`;
}
