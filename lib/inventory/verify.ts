import type { Check } from '#lib/encoding/check.ts';
import type { Inventory } from './types.ts';

/** Checks that must pass before an inventory counts as an observation. Its origin is never one of them: it can't be proven. */
export const REQUIRED_CHECKS: readonly string[] = ['structure'];

const SPEC = 'RFC 9334 section 8.1 (what Evidence is); the component list of the paccor project';

/** Asks what can be asked of an inventory: whether it is whole, and who says so. */
export function verifyInventory(document: Inventory): readonly Check[] {
  return [
    structure(document),
    { id: 'origin', status: 'unknown', detail: 'self-asserted: nothing proves who measured this, or when', spec: SPEC },
  ];
}

function structure(document: Inventory): Check {
  const { format, components, events, properties, warnings } = document;
  const check = (status: Check['status'], detail: string): Check => ({ id: 'structure', status, detail, spec: SPEC });
  if (format === 'hp' && events.length + properties.length > 0) {
    return check('pass', `a firmware log: ${events.length} events and ${properties.length} properties`);
  }
  if (components.length === 0) return check('fail', 'the inventory lists no component');
  const nameless = components.find(
    ({ manufacturer, model, serial, addresses }) =>
      [manufacturer, model, serial ?? ''].every((text) => text === '') && addresses.length === 0,
  );
  if (!document.isWhole) return check('unknown', `the source left something out: ${incompleteText(document)}`);
  if (nameless === undefined) return check('pass', `${components.length} components, each with a name`);
  if (warnings.some(({ code, path }) => code === 'traits-not-read' && path === nameless.path)) {
    return check('unknown', `${nameless.path} is written as traits, which this version does not read`);
  }
  return check('fail', `${nameless.path} names neither manufacturer nor model nor serial`);
}

const incompleteText = ({ warnings }: Inventory): string =>
  warnings.find(({ code }) => code === 'incomplete-table')?.detail ?? 'it says so';
