import { deserialize, serialize } from 'node:v8';
import type { Document } from '#lib/artifact/types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { isMembers } from '#lib/encoding/members.ts';
import { type ImaEntry, type ImaLog, type ImaRun, runsOf } from '#lib/tpm/ima-entries.ts';

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
  const parts = members.map((member) => packPart(withoutRuns(member, values.get(member))));
  for (const member of members) values.set(member, null);
  return { kept: Object.fromEntries(values), parts: [...parts, ...runsOfList(document).map(packPart)] };
}

/** The list of a kernel grows from answer to answer, and its full runs stay as they are: each is a part, behind the members. */
function runsOfList(document: Document): readonly ImaRun[] {
  return document.kind === 'attestation-evidence' && document.imaLog.state === 'read' ? document.imaLog.log.runs : [];
}

/** A member without what is a part of its own. */
function withoutRuns(member: string, value: unknown): unknown {
  if (member !== 'imaLog' || !isMembers(value) || !isMembers(value.log)) return value;
  return { ...value, log: { ...value.log, runs: [] } };
}

function packPart(value: unknown): PackedPart {
  const body = serialize(value);
  return { digest: sha256Hex(body), body };
}

/** What `takeApart` took apart; what an earlier version kept as one has no parts, and a list of its time no runs. */
export function putTogether(kept: Document, parts: readonly unknown[]): Document {
  const members: readonly string[] = parts.length === 0 ? [] : (SHARED[kept.kind] ?? []);
  const runs = parts.slice(members.length);
  // The parts are our own, so together they are the document again.
  const whole: Document = Object.assign({ ...kept }, ...members.map((member, index) => ({ [member]: parts[index] })));
  if (whole.kind !== 'attestation-evidence' || whole.imaLog.state !== 'read') return whole;
  return { ...whole, imaLog: { ...whole.imaLog, log: inRuns(whole.imaLog.log, runs) } };
}

/** A list with its runs. Until it is read again, one of an earlier version has its entries in one piece. */
function inRuns({ form, ...log }: ImaLog, runs: readonly unknown[]): ImaLog {
  // Both are what this program packed: the parts behind the members are runs, and entries are those of a list.
  if ('entries' in log && Array.isArray(log.entries)) return { form, runs: runsOf(log.entries as readonly ImaEntry[]) };
  return { form, runs: runs.length === 0 ? log.runs : (runs as readonly ImaRun[]) };
}

/** The bytes are our own, so their shape is what was put in. */
export const unpackPart = (body: Uint8Array): unknown => deserialize(body);
