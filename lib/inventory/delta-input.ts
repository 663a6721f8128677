import type { Inventory } from './types.ts';

/**
 * Whether a list says what is done with parts and not what there is: the input from which paccor makes a delta certificate, whose every row has
 * a status. One that removes a part is none of what there is either.
 */
export function isDeltaInput({ components }: Pick<Inventory, 'components'>): boolean {
  if (components.length === 0) return false;
  return components.some(({ status }) => status === 'removed') || components.every(({ status }) => status !== null);
}
