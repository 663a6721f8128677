import { deserialize, serialize } from 'node:v8';
import type { Document } from '#lib/artifact/types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';

/** A member of a document apart from it, so that equal ones are kept once. */
export interface PackedPart {
  readonly digest: string;
  readonly body: Uint8Array;
}

type Shared = { readonly [Kind in Document['kind']]?: readonly (keyof Extract<Document, { readonly kind: Kind }> & string)[] };

/**
 * Members that documents have in common with others, and that are most of them: reports list the same components again and again, and a TPM that
 * answers every hour sends the same keys, and the same log until the device is started again. The order is that of the column.
 */
const SHARED: Shared = {
  'cyclonedx-bom': ['components'],
  inventory: ['components'],
  'endorsement-key-certificate': ['certificate'],
  'attestation-evidence': [
    'attestationKey',
    'endorsementKey',
    'endorsementCertificate',
    'pcrValues',
    'eventLog',
    'imaLog',
    'runtimeLog',
    'inventory',
  ],
};

/** A document with nothing in the place of what it shares, and those parts. */
export function takeApart(document: Document): { readonly kept: object; readonly parts: readonly PackedPart[] } {
  const members: readonly string[] | undefined = SHARED[document.kind];
  if (members === undefined) return { kept: document, parts: [] };
  const values = new Map<string, unknown>(Object.entries(document));
  const parts = members.map((member) => packPart(values.get(member)));
  for (const member of members) values.set(member, null);
  return { kept: Object.fromEntries(values), parts };
}

function packPart(value: unknown): PackedPart {
  const body = serialize(value);
  return { digest: sha256Hex(body), body };
}

/** What `takeApart` took apart; what an earlier version kept as one has no parts. */
export function putTogether(kept: Document, parts: readonly unknown[]): Document {
  const members: readonly string[] = SHARED[kept.kind] ?? [];
  // The parts are our own, so together they are the document again.
  return Object.assign({ ...kept }, ...parts.map((part, index) => ({ [members[index] ?? '']: part })));
}

/** The bytes are our own, so their shape is what was put in. */
export const unpackPart = (body: Uint8Array): unknown => deserialize(body);
