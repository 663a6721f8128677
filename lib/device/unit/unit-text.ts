import { normalizeAddress } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { Component, Unit } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';

/** One unit in a few words, safe to print: product and serial, without a serial the address that tells it from its like. */
export function unitText({ manufacturer, model, serial, revision, addresses }: Component): string {
  const name = isPlaceholder(model) ? [manufacturer, revision ?? ''].filter((part) => part.trim() !== '').join(' ') : model;
  const product = name.trim() === '' ? 'a part without a name' : name;
  if (!isPlaceholder(serial)) return visibleText(`${product}, serial ${serial}`);
  const address = addresses.find(({ value }) => normalizeAddress(value) !== null);
  return visibleText(address === undefined ? product : `${product}, address ${address.value}`);
}

const NAMES: Partial<Readonly<Record<Unit['category'], string>>> = {
  memory: 'Memory module',
  network: 'Network interface',
  storage: 'Storage device',
  board: 'Board',
  'operating-system': 'Operating system',
  'security-module': 'Security module',
  power: 'Power supply',
  'input-output': 'Input or output device',
  other: 'Part',
};

/** What kind of part it is and which one, as the beginning of a sentence. */
export function partText(unit: Unit): string {
  const name = NAMES[unit.category] ?? `${unit.category.charAt(0).toUpperCase()}${unit.category.slice(1)}`;
  return `${name} ${unitText(unit)}`;
}

/** The part that firmware runs in, to stand behind its name; nothing where it is that of the device. */
export function ownerText({ category, nesting }: Unit): string {
  const owner = nesting?.inside?.name;
  return category !== 'firmware' || owner === undefined ? '' : ` of ${visibleText(owner)}`;
}
