import type { UnitPair } from './match.ts';
import { isVersionInModel, versionChange } from './version-change.ts';

/** What happened to a unit, as coarsely as verdicts need it. */
export const UNIT_CHANGE_KINDS = [
  'same',
  'component-added',
  'component-removed',
  'component-replaced',
  'component-moved',
  'firmware-changed',
  'revision-changed',
  /** The same version of firmware or software with another digest. */
  'content-changed',
  /** Two things of one product, of which only one side read a serial number, or the address by which it is known without one. */
  'serial-unconfirmed',
  'attribute-only',
] as const;

export type UnitChangeKind = (typeof UNIT_CHANGE_KINDS)[number];

/** What happened to a unit, in the finest words that its two sides allow. */
export const UNIT_CHANGES = [
  'unchanged',
  'added',
  'removed',
  /** Another unit of the same product. */
  'replaced',
  /** Another product in its place. */
  'substituted',
  'moved',
  'upgraded',
  'downgraded',
  /** Another version, and no scheme tells which is newer. */
  'version-changed',
  /** The same version with another digest. */
  'content-changed',
  'revision-changed',
  'manufacturer-changed',
  'attribute-corrected',
  /** A serial number is read where none was. */
  'identity-strengthened',
  /** No serial number is read where one was. */
  'identity-weakened',
] as const;
export type UnitChangeClass = (typeof UNIT_CHANGES)[number];

/** The class of a matched pair whose kind is known. */
export function changeOfPair(kind: UnitChangeKind, pair: UnitPair): UnitChangeClass {
  switch (kind) {
    case 'same':
      return 'unchanged';
    case 'component-added':
      return 'added';
    case 'component-removed':
      return 'removed';
    case 'component-replaced':
      return isSameProduct(pair) ? 'replaced' : 'substituted';
    case 'component-moved':
      return 'moved';
    case 'firmware-changed':
      return changeOfFirmware(pair);
    case 'revision-changed':
      return pair.expected.category === 'software' || pair.expected.category === 'operating-system'
        ? versionStep(pair)
        : 'revision-changed';
    case 'content-changed':
      return 'content-changed';
    case 'serial-unconfirmed':
      return 'identity-weakened';
    case 'attribute-only':
      return changeOfAttribute(pair);
    default:
      return kind satisfies never;
  }
}

function isSameProduct({ expected, observed, differs, unsaid }: UnitPair): boolean {
  const named = expected.model.trim() !== '' && observed.model.trim() !== '';
  return named && !differs.includes('model') && !differs.includes('manufacturer') && !unsaid.includes('model');
}

function changeOfFirmware(pair: UnitPair): UnitChangeClass {
  if (pair.differs.includes('manufacturer')) return 'manufacturer-changed';
  const isOther = pair.differs.includes('model') && !isVersionInModel(pair.expected) && !isVersionInModel(pair.observed);
  return isOther ? 'substituted' : versionStep(pair);
}

/** `1.2` and `1.2.0` are one version, spelled otherwise. */
function versionStep({ expected, observed }: UnitPair): UnitChangeClass {
  const { order } = versionChange(expected, observed);
  switch (order) {
    case 'newer':
      return 'upgraded';
    case 'older':
      return 'downgraded';
    case 'equal':
      return 'attribute-corrected';
    case 'unknown':
      return 'version-changed';
    default:
      return order satisfies never;
  }
}

function changeOfAttribute({ differs, serial }: UnitPair): UnitChangeClass {
  if (differs.includes('manufacturer')) return 'manufacturer-changed';
  return serial === 'only-observed' ? 'identity-strengthened' : 'attribute-corrected';
}
