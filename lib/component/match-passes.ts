import { CLASS_REGISTRY } from './class-registry.ts';
import { type Comparable, contradicts } from './comparable.ts';
import { SYSTEM_FIRMWARE_VALUES } from './system-firmware.ts';

/** On what ground two units were taken for one, best first. */
export type MatchTier = 'same-unit' | 'probable' | 'product' | 'serial-one-sided' | 'firmware' | 'replaced';

/** Keys of a unit in one pass; none keeps it out of the pass. */
type KeysOf = (unit: Comparable) => readonly string[];

/** One pass of the matching: units of equal key are paired one to one, in order. */
export interface Pass {
  readonly tier: MatchTier;
  readonly expected: KeysOf;
  readonly observed: KeysOf;
  /** A further condition on a pair. */
  readonly compatible?: (expected: Comparable, observed: Comparable) => boolean;
  /** Only where exactly one unit of each side has the key. */
  readonly unique?: true;
  /** Units of equal key are equal in every compared field. */
  readonly whole?: true;
}

/** Closes in on one pair among units of equal identity. The empty key says nothing and keeps the unit out. */
type Refinement = (unit: Comparable) => readonly string[] | null;

const revisionAndSlot: Refinement = (unit) => (unit.slot === '' ? null : [unit.revision, unit.slot]);
const revision: Refinement = (unit) => [unit.revision];
const slot: Refinement = (unit) => (unit.slot === '' ? null : [unit.slot]);
const bare: Refinement = () => [];
const category: Refinement = (unit) => [unit.category];
const categoryAndSlot: Refinement = (unit) => (unit.slot === '' ? null : [unit.category, unit.slot]);
const everything: Refinement = (unit) => [
  unit.category,
  unit.revision,
  unit.slot,
  unit.owner,
  unit.class,
  unit.addressText,
  unit.hashText,
  String(unit.unit.fieldReplaceable),
  unit.purl,
  unit.group,
];

type Identity = (unit: Comparable) => readonly string[] | null;

const hasSerial = (unit: Comparable): boolean => unit.serial !== '';
const named = (unit: Comparable): boolean => unit.manufacturer !== '' || unit.model !== '';

/** Manufacturer, model and a serial as it was written. */
const exactUnit: Identity = (unit) => (hasSerial(unit) && named(unit) ? [unit.manufacturer, unit.model, unit.serialText] : null);
/** The same after folding the serial. */
const foldedUnit: Identity = (unit) => (hasSerial(unit) ? [unit.manufacturer, unit.model, unit.serial, unit.category] : null);
const serialInCategory: Identity = (unit) => (hasSerial(unit) ? [unit.serial, unit.category] : null);
/** A model that says nothing makes no product, unless the revision does. */
const product: Identity = (unit) => (unit.realm === 'software' ? null : [unit.manufacturer, unit.model, unit.category]);
const namedProduct: Identity = (unit) => (unit.model === '' ? null : product(unit));
/** Class codes drift between tools, so the category is not always the same; hardware never becomes firmware. */
const driftedProduct: Identity = (unit) =>
  unit.model === '' || unit.realm === 'software' ? null : [unit.manufacturer, unit.model, unit.realm];
const purlProduct: Identity = (unit) => (unit.purlProduct === '' || unit.realm === 'hardware' ? null : [unit.purlProduct]);
const softwareName: Identity = (unit) => (unit.realm === 'software' && unit.model !== '' ? [unit.group, unit.model] : null);

const when =
  (condition: (unit: Comparable) => boolean, identity: Identity): Identity =>
  (unit) =>
    condition(unit) ? identity(unit) : null;
const noSerial = (unit: Comparable): boolean => !hasSerial(unit);
const noPurl = (unit: Comparable): boolean => unit.purl === '';
const hasPurl = (unit: Comparable): boolean => unit.purl !== '';

/** Texts are normalized and hold no control character, so the separator cannot be imitated. */
function keyed(identity: Identity, refinement: Refinement): KeysOf {
  return (unit) => {
    const parts = identity(unit);
    const finer = parts === null ? null : refinement(unit);
    return parts === null || finer === null ? [] : [[...parts, ...finer].join('\u0000')];
  };
}

function passes(tier: MatchTier, identity: Identity, refinements: readonly Refinement[], observed: Identity = identity): readonly Pass[] {
  return refinements.map((refinement) => ({ tier, expected: keyed(identity, refinement), observed: keyed(observed, refinement) }));
}

/** The identity tells manufacturer, model and serial number, and the rest is equal too. */
const whole = (tier: MatchTier, identity: Identity): readonly Pass[] =>
  passes(tier, identity, [everything]).map((pass) => ({ ...pass, whole: true }));

/** One side read a serial number and the other didn't. */
function oneSided(identity: Identity, refinements: readonly Refinement[]): readonly Pass[] {
  return refinements.flatMap((refinement) => [
    ...passes('serial-one-sided', when(hasSerial, identity), [refinement], when(noSerial, identity)),
    ...passes('serial-one-sided', when(noSerial, identity), [refinement], when(hasSerial, identity)),
  ]);
}

const serialsAgree = (a: Comparable, b: Comparable): boolean => a.serial === '' || b.serial === '' || a.serial === b.serial;
const agreeing = (list: readonly Pass[]): readonly Pass[] => list.map((pass) => ({ ...pass, compatible: serialsAgree }));

/** A purl on one side only; two purls that differ are two things, whatever their names. */
function byName(refinement: Refinement): readonly Pass[] {
  return [
    ...passes('product', when(noPurl, softwareName), [refinement]),
    ...passes('product', when(hasPurl, softwareName), [refinement], when(noPurl, softwareName)),
    ...passes('product', when(noPurl, softwareName), [refinement], when(hasPurl, softwareName)),
  ];
}

const SYSTEM_FIRMWARE: ReadonlySet<string> = new Set(SYSTEM_FIRMWARE_VALUES.map((value) => `${CLASS_REGISTRY.tcg} ${value}`));

/** Which firmware it is, as far as drifting class codes tell. */
function firmwareRole(unit: Comparable): string {
  if (SYSTEM_FIRMWARE.has(unit.class) || unit.class.startsWith(`${CLASS_REGISTRY.smbios} `)) return 'system';
  return unit.class;
}

/** What is expected by its maker alone is any part of that maker and kind. Not the other way round: who leaves a model out may hide another one. */
const maker: Identity = (unit) => (unit.realm === 'hardware' && unit.manufacturer !== '' ? [unit.manufacturer, unit.category] : null);
const withoutModel = when((unit) => unit.model === '', maker);
const withModel = when((unit) => unit.model !== '', maker);

/** Firmware has no serial number, and its model is a version in some registries. */
const firmwareOfRole: Identity = (unit) => (unit.realm === 'firmware' ? [unit.manufacturer, firmwareRole(unit)] : null);
/** Firmware inside a part is the firmware of that part, whatever others call theirs. */
const firmwareOfOwner: Identity = (unit) => (unit.realm === 'firmware' && unit.owner !== '' ? [unit.owner] : null);
const namedFirmwareOfOwner: Identity = (unit) => {
  const owner = firmwareOfOwner(unit);
  return owner === null ? null : [...owner, unit.manufacturer, unit.model];
};
const firmwareOfMaker: Identity = (unit) => (unit.realm === 'firmware' ? [unit.manufacturer] : null);

/** The one security module of a maker; where the registry of one side has no models of them, the maker is all that both say. */
const securityModule: Identity = (unit) => (unit.category === 'security-module' && unit.manufacturer !== '' ? [unit.manufacturer] : null);

const hardwareAddresses: KeysOf = (unit) => (unit.realm === 'hardware' ? unit.addresses : []);
const physical = (identity: Identity): Identity => when((unit) => unit.realm !== 'software', identity);

/**
 * The passes in order; a unit that is paired takes no part in later ones. Each is linear in the units that are left.
 * Equal in everything comes first, so that a state compared with itself is all the same.
 */
export const PASSES: readonly Pass[] = [
  ...whole('same-unit', exactUnit),
  ...whole('probable', foldedUnit),
  ...whole(
    'product',
    when(noSerial, (unit) => [unit.manufacturer, unit.model]),
  ),
  ...passes('same-unit', exactUnit, [categoryAndSlot, category, bare]),
  ...passes('probable', foldedUnit, [slot, bare]),
  { tier: 'probable', expected: hardwareAddresses, observed: hardwareAddresses, compatible: (a, b) => !contradicts(a, b) },
  {
    tier: 'probable',
    expected: keyed(serialInCategory, bare),
    observed: keyed(serialInCategory, bare),
    compatible: (a, b) => !contradicts(a, b),
  },
  ...passes('product', when(noSerial, namedFirmwareOfOwner), [revision, bare]),
  {
    tier: 'firmware',
    expected: keyed(firmwareOfOwner, bare),
    observed: keyed(firmwareOfOwner, bare),
    compatible: serialsAgree,
    unique: true,
  },
  ...agreeing(passes('product', purlProduct, [(unit) => [unit.purl], revision, bare])),
  ...agreeing([revision, bare].flatMap(byName)),
  ...passes('product', when(noSerial, product), [revisionAndSlot, revision]),
  ...passes('product', when(noSerial, namedProduct), [slot, bare]),
  ...passes('product', when(noSerial, driftedProduct), [revision, bare]),
  ...oneSided(product, [revisionAndSlot, revision]),
  ...oneSided(namedProduct, [slot, bare]),
  ...oneSided(driftedProduct, [revision, bare]),
  ...agreeing(passes('product', withoutModel, [slot, bare], withModel)),
  {
    tier: 'firmware',
    expected: keyed(firmwareOfRole, bare),
    observed: keyed(firmwareOfRole, bare),
    compatible: serialsAgree,
    unique: true,
  },
  {
    tier: 'firmware',
    expected: keyed(firmwareOfMaker, bare),
    observed: keyed(firmwareOfMaker, bare),
    compatible: (a, b) => serialsAgree(a, b) && (a.class === '' || b.class === ''),
    unique: true,
  },
  {
    tier: 'product',
    expected: keyed(securityModule, bare),
    observed: keyed(securityModule, bare),
    compatible: (a, b) => serialsAgree(a, b) && (a.model === '' || b.model === '') && (a.codesIgnored || b.codesIgnored),
    unique: true,
  },
  ...passes('replaced', physical(namedProduct), [slot]),
  ...passes(
    'replaced',
    physical((unit) => [unit.category]),
    [slot],
  ),
  ...passes('replaced', physical(product), [bare]),
  ...passes(
    'replaced',
    physical((unit) => (unit.model === '' ? null : [unit.model, unit.category])),
    [bare],
  ),
];
