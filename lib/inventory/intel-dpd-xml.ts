import { ParseError } from '#lib/encoding/parse-error.ts';
import { checkXml, readXml } from '#lib/xml/read.ts';
import type { XmlElement } from '#lib/xml/types.ts';
import { identifyInventory } from './identify.ts';
import { readIntelDpd } from './intel-dpd.ts';
import type { Notes } from './members.ts';
import { MAX_INVENTORY_BYTES } from './schema.ts';
import type { Inventory } from './types.ts';

/** Elements inside each other. Real files stay under 5. */
const MAX_DEPTH = 64;

/**
 * Reads the XML form of Intel's Direct Platform Data: the members of the JSON form as elements of the same names. A document type is
 * refused. A signature in it is kept in the file and not evaluated.
 * @throws ParseError of checkXml and readXml, of readIntelDpd with the path; 'unknown-format' for XML of another kind
 */
export function readIntelDpdXml(bytes: Uint8Array, notes: Notes): Inventory {
  const { root } = readXml(checkXml(bytes, { maxBytes: MAX_INVENTORY_BYTES, maxDepth: MAX_DEPTH }));
  const value = contentOf(root);
  if (identifyInventory(value) === 'intel-dpd') return readIntelDpd(value, notes);
  throw new ParseError('unknown-format', 'XML of no format that Assay knows', { offset: 0 });
}

/** An element without parts is its text; others are objects, in which equal names make a list. The depth is limited before. */
function contentOf({ attributes, children, text }: XmlElement): unknown {
  if (children.length === 0 && attributes.length === 0) return text.trim();
  const members = new Map<string, unknown[]>();
  const add = (name: string, value: unknown): void => {
    const known = members.get(name);
    if (known === undefined) members.set(name, [value]);
    else known.push(value);
  };
  for (const { name, value } of attributes) add(name, value);
  for (const child of children) add(child.name, contentOf(child));
  return Object.fromEntries([...members].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}
