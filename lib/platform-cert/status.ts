import type { ComponentStatus } from '#lib/component/types.ts';
import { type DerNode, rawOf } from '#lib/encoding/der.ts';
import { readInteger } from '#lib/encoding/der-values.ts';
import { note, type Reading } from './reading.ts';

const STATUSES: readonly ComponentStatus[] = ['added', 'modified', 'removed'];

/**
 * AttributeStatus under an IMPLICIT tag. Another number is no status, which stops a delta from applying; it is kept unread.
 * @throws ParseError 'bad-value'
 * @spec   TCG Platform Certificate Profile 1.1 section 3.1.6 (AttributeStatus)
 */
export function readStatus(reading: Reading, node: DerNode, path: string): ComponentStatus | null {
  const number = readInteger(node);
  const status = STATUSES[Number(number)];
  if (status !== undefined) return status;
  note(reading, node, { code: 'unknown-status', path, detail: `${path} is ${number}, wanted 0, 1 or 2` });
  reading.unread.push({ path, raw: rawOf(node), offset: node.start });
  return null;
}
