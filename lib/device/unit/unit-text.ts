import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { Component, Unit } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';

/** One unit in a few words, safe to print: product and serial. */
export function unitText({ manufacturer, model, serial, revision }: Component): string {
  const name = isPlaceholder(model) ? [manufacturer, revision ?? ''].filter((part) => part.trim() !== '').join(' ') : model;
  const product = name.trim() === '' ? 'a part without a name' : name;
  return visibleText(isPlaceholder(serial) ? product : `${product}, serial ${serial}`);
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
