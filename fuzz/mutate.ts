import { findPemBlocks } from '#lib/encoding/pem.ts';
import { changeTree, readTree, writeTree } from './der-tree.ts';
import { type Draw, pick } from './draw.ts';
import { changeJson, readJsonTree, writeJsonTree } from './json-tree.ts';
import { changeLog, readLogTree, writeLogTree } from './log-records.ts';
import { OCTET_MUTATIONS } from './octets.ts';
import { changeText, LINES, PEM, type TextFamily, XML } from './text-pieces.ts';

/** A file that something was done to. */
export interface Mutated {
  readonly bytes: Uint8Array;
  readonly how: string;
}

/** How a file is built, as far as a mutation cares. */
export type Family = 'der' | 'json' | 'xml' | 'pem' | 'lines' | 'octets';

const HEAD_OCTETS = 4096;
/** Of a mutated file: time goes into many files rather than into large ones. */
export const MAX_OCTETS = 512 * 1024;

export function familyOf(bytes: Uint8Array): Family {
  if (bytes[0] === 0x30 && bytes[1] !== undefined && bytes[1] > 0x20) return 'der';
  const head = Buffer.from(bytes.subarray(0, HEAD_OCTETS)).toString('latin1');
  if (head.includes('-----BEGIN ')) return 'pem';
  const first = head.replace(/^\u00ef\u00bb\u00bf/, '').trimStart()[0];
  if (first === '{' || first === '[') return 'json';
  if (first === '<') return 'xml';
  const printable = [...head].filter((char) => char >= ' ' || char === '\n' || char === '\r' || char === '\t').length;
  return head.length > 0 && printable === head.length ? 'lines' : 'octets';
}

/** One to three things done to a file without a look at its structure. */
export function mutateOctets(bytes: Uint8Array, draw: Draw): Mutated {
  let [mutated, how] = [Buffer.from(bytes), ''];
  for (let count = 1 + draw(3); count > 0 && mutated.length > 0; count -= 1) {
    const name = pick(Object.keys(OCTET_MUTATIONS), draw);
    mutated = Buffer.from(OCTET_MUTATIONS[name]?.(mutated, draw) ?? mutated);
    how += ` ${name};`;
  }
  return { bytes: mutated, how };
}

/**
 * Something done to a file along its structure, or without a look at it; parts may come from a donor of the same family.
 * The same bytes, donor and draw give the same result.
 */
export function mutate(bytes: Uint8Array, { donor, draw }: { readonly donor: Uint8Array; readonly draw: Draw }): Mutated {
  const byOctets = (): Mutated => mutateOctets(bytes, draw);
  const structured = draw(4) === 0 ? byOctets() : (mutateStructure(bytes, { donor, draw }) ?? byOctets());
  const both = draw(8) === 0 ? mutateOctets(structured.bytes, draw) : { bytes: structured.bytes, how: '' };
  return { bytes: both.bytes.subarray(0, MAX_OCTETS), how: structured.how + both.how };
}

interface Material {
  readonly donor: Uint8Array;
  readonly draw: Draw;
}

function mutateStructure(bytes: Uint8Array, material: Material): Mutated | undefined {
  switch (familyOf(bytes)) {
    case 'der':
      return mutateDer(bytes, material);
    case 'json':
      return mutateJson(bytes, material);
    case 'xml':
      return mutateText(bytes, XML, material);
    case 'pem':
      return material.draw(2) === 0 ? mutateText(bytes, PEM, material) : mutateInsidePem(bytes, material);
    case 'lines':
      return mutateText(bytes, LINES, material);
    case 'octets':
      return mutateLog(bytes, material);
  }
}

function mutateDer(bytes: Uint8Array, { donor, draw }: Material): Mutated | undefined {
  const tree = readTree(Buffer.from(bytes));
  if (tree === undefined) return undefined;
  const how = changeTree(tree, { donor: readTree(Buffer.from(donor)), draw });
  const mutated = writeTree(tree);
  return draw(12) === 0 ? { bytes: pemOf(mutated), how: `${how} armored;` } : { bytes: mutated, how };
}

function mutateJson(bytes: Uint8Array, { donor, draw }: Material): Mutated | undefined {
  const tree = readJsonTree(Buffer.from(bytes).toString('utf8'));
  if (tree === undefined) return undefined;
  const how = changeJson(tree, { donor: readJsonTree(Buffer.from(donor).toString('utf8')), draw });
  return { bytes: Buffer.from(writeJsonTree(tree)), how };
}

/** An event log is the one of these that has a structure of its own here. */
function mutateLog(bytes: Uint8Array, { donor, draw }: Material): Mutated | undefined {
  const tree = readLogTree(Buffer.from(bytes));
  if (tree === undefined || tree.records.length === 0) return undefined;
  const how = changeLog(tree, { donor: readLogTree(Buffer.from(donor)), draw });
  return { bytes: writeLogTree(tree), how };
}

function mutateText(bytes: Uint8Array, family: TextFamily, { donor, draw }: Material): Mutated {
  const { text, how } = changeText(Buffer.from(bytes).toString('utf8'), { family, donor: Buffer.from(donor).toString('utf8'), draw });
  return { bytes: Buffer.from(text), how };
}

/** Changes the values inside the armor, where octets alone would only break the Base64. */
function mutateInsidePem(bytes: Uint8Array, material: Material): Mutated | undefined {
  try {
    const blocks = findPemBlocks(bytes);
    const chosen = material.draw(Math.max(1, blocks.length));
    const changed = blocks.map(({ der }, index) =>
      index === chosen ? (mutateDer(der, material) ?? { bytes: der, how: '' }) : { bytes: der, how: '' },
    );
    if (changed.length === 0) return undefined;
    const armored = changed.map((each, index) =>
      each.bytes[0] === 0x2d ? Buffer.from(each.bytes) : pemOf(each.bytes, blocks[index]?.label),
    );
    return { bytes: Buffer.concat(armored), how: changed.map(({ how }) => how).join('') };
  } catch {
    return undefined;
  }
}

function pemOf(der: Uint8Array, label = 'CERTIFICATE'): Buffer {
  return Buffer.from(
    `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`,
  );
}
