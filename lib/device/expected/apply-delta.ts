import type { ComponentStatus, Property } from '#lib/component/types.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { Of } from '../link/judged-document.ts';
import type { StateUnit } from '../types.ts';
import { certifiedUnit } from '../unit/state-units.ts';
import {
  addressKeys,
  firmwareKey,
  inClass,
  productKey,
  revisionKey,
  serialKey,
  serialOf,
  systemFirmwareKey,
  type UnitPool,
  unitPool,
} from '../unit/unit-pool.ts';
import { unitText } from '../unit/unit-text.ts';

/** One line of a delta, as it was applied. */
export interface UnitStep {
  readonly before: StateUnit | null;
  readonly after: StateUnit | null;
}

/** What certificates have said up to one point. */
export interface CertifiedState {
  readonly units: readonly StateUnit[];
  readonly properties: readonly Property[];
}

/** All lines of a delta applied, or why none was. */
export type Applied = { readonly state: CertifiedState; readonly steps: readonly UnitStep[] } | { readonly contradiction: string };

/** Found no place for a line: all of the delta falls. */
type Contradiction = { readonly contradiction: string };

/**
 * Applies a delta: all its lines or none. Removals come first and additions last, so that a part that is taken out
 * and put in again under the same serial stays one part.
 * @spec TCG Platform Certificate Profile 1.1 section 3.1.6 (ComponentIdentifier status)
 */
export function applyDelta(state: CertifiedState, { judged, document }: Of<PlatformCertificate>): Applied {
  const unmarked = document.components.find(({ status }) => status === null);
  if (unmarked !== undefined) return { contradiction: `${unitText(unmarked)} has no status, so what the delta does with it is not said` };
  const lines = document.components.map((component, index) => ({
    status: component.status,
    unit: certifiedUnit(component, judged, index),
  }));
  const pool = unitPool(state.units);
  const steps: UnitStep[] = [];
  for (const status of ORDER) {
    for (const line of lines.filter((each) => each.status === status)) {
      const step = applyLine(pool, status, line.unit);
      if ('contradiction' in step) return step;
      if (step.before !== null || step.after !== null) steps.push(step);
    }
  }
  const properties = foldProperties(state.properties, document.properties);
  return 'contradiction' in properties ? properties : { state: { units: pool.units(), properties: properties.properties }, steps };
}

const ORDER: readonly ComponentStatus[] = ['removed', 'modified', 'added'];

function applyLine(pool: UnitPool, status: ComponentStatus, line: StateUnit): UnitStep | Contradiction {
  switch (status) {
    case 'removed':
      return removeLine(pool, line);
    case 'modified':
      return modifyLine(pool, line);
    case 'added':
      return addLine(pool, line);
    default:
      return status satisfies never;
  }
}

/** Takes exactly one match away; which of several that can't be told apart makes no difference. */
function removeLine(pool: UnitPool, line: StateUnit): UnitStep | Contradiction {
  const serial = serialKey(line);
  const key = serial ?? revisionKey(line);
  const before = (serial === null ? byAddress(pool, line) : undefined) ?? firstOf(pool.find(inClass(key, line))) ?? firstOf(pool.find(key));
  if (before === undefined) return { contradiction: `it removes ${unitText(line)}, which the certificates before it don't list` };
  pool.remove(before);
  return { before, after: null };
}

/** Of units without serials the one that has an address of the line. */
function byAddress(pool: UnitPool, line: StateUnit): StateUnit | undefined {
  return addressKeys(line)
    .map((key) => firstOf(pool.find(inClass(key, line))) ?? firstOf(pool.find(key)))
    .find((unit) => unit !== undefined);
}

function modifyLine(pool: UnitPool, line: StateUnit): UnitStep | Contradiction {
  const before = modifiedUnit(pool, line);
  if ('contradiction' in before) return before;
  pool.remove(before);
  pool.add(line);
  return { before, after: line };
}

function modifiedUnit(pool: UnitPool, line: StateUnit): StateUnit | Contradiction {
  const serial = serialKey(line);
  const bySerial = serial === null ? undefined : (firstOf(pool.find(inClass(serial, line))) ?? firstOf(pool.find(serial)));
  if (bySerial !== undefined) return bySerial;
  const addressed = serial === null ? byAddress(pool, line) : undefined;
  if (addressed !== undefined) return addressed;
  const keys = line.category === 'firmware' ? [firmwareKey(line), systemFirmwareKey(line)].filter((key) => key !== null) : [];
  const unnamed = serial === null ? [inClass(productKey(line), line), productKey(line)] : [];
  const found = [...keys, ...unnamed].map((key) => pool.find(key)).filter(({ size }) => size > 0);
  const [only] = found.filter(({ size }) => size === 1).map(firstOf);
  if (only !== undefined && (serial === null || serialOf(only) === null)) return only;
  const many = found.length > 0 ? 'several units fit, and nothing tells which one' : "the certificates before it don't list it";
  return { contradiction: `it modifies ${unitText(line)}: ${many}` };
}

/** An equal unit without a serial is one more; a serial that is already there is no second unit. */
function addLine(pool: UnitPool, line: StateUnit): UnitStep {
  const key = serialKey(line);
  if (key !== null && pool.find(key).size > 0) return { before: null, after: null };
  pool.add(line);
  return { before: null, after: line };
}

function firstOf<T>(items: ReadonlySet<T>): T | undefined {
  return items.values().next().value;
}

/** Properties fold by name; a base's statuses were left out before. */
function foldProperties(
  before: readonly Property[],
  lines: readonly Property[],
): { readonly properties: readonly Property[] } | Contradiction {
  if (lines.length === 0) return { properties: before };
  const byName = new Map(before.map((property) => [property.name, property]));
  for (const { name, value, status } of lines) {
    if (status === null)
      return { contradiction: `the property ${JSON.stringify(name)} has no status, so what the delta does with it is not said` };
    if (status !== 'added' && !byName.has(name))
      return { contradiction: `it has the property ${JSON.stringify(name)} ${status}, which the certificates before it don't list` };
    if (status === 'removed') byName.delete(name);
    else byName.set(name, { name, value, status: null });
  }
  return { properties: [...byName.values()] };
}
