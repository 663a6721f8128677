import { deserialize, serialize } from 'node:v8';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ReadDocument } from '#lib/artifact/types.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import type { DeviceDocument, Difference } from '#lib/device/types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { TPM_HASHES } from '#lib/tpm/algorithms.ts';
import { loadDocuments } from './documents.ts';
import type { Store } from './open-store.ts';
import { execute, type Queryable, select } from './sql.ts';

/** The whole answer about a device, as the table keeps it: without the contents of documents, which lie in their own table. */
export interface PackedSnapshot {
  readonly deviceId: string;
  /** Of the answer without its clock: the same digest means that nothing changed. */
  readonly digest: string;
  readonly body: Uint8Array;
  readonly componentsDigest: string;
  readonly measurementsKey: string;
}

export function packSnapshot(
  assessed: Assessed,
  { componentsDigest, measurementsKey }: Pick<PackedSnapshot, 'componentsDigest' | 'measurementsKey'>,
): PackedSnapshot {
  const { at, inputs, ...light } = withoutDocuments(assessed);
  // The digest of the inputs changes with every anchor; what counts is whether the answer did. Under which policy is part of it.
  const answer = serialize(light);
  const body = zstdCompressSync(serialize({ at, inputs, answer } satisfies Packed), FAST);
  return { deviceId: assessed.device.id, digest: sha256Hex(answer), body, componentsDigest, measurementsKey };
}

/** The answer apart from its clock, serialized once for the digest and the row. */
interface Packed extends Pick<Assessed, 'at' | 'inputs'> {
  readonly answer: Uint8Array;
}

/** Here, not in the database: its own compression takes ten times as long, and the bytes travel as twice as many digits. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Snapshots of earlier versions are serialized as they are, and begin otherwise. */
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** The bytes are our own, so their shape is what was put in. */
function unpackSnapshot(body: Buffer): Assessed {
  if (!body.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC)) return deserialize(body) as Assessed;
  const { at, inputs, answer } = deserialize(zstdDecompressSync(body)) as Packed;
  return { ...(deserialize(answer) as Omit<Assessed, 'at' | 'inputs'>), at, inputs };
}

export async function saveSnapshots(db: Queryable, snapshots: readonly PackedSnapshot[]): Promise<void> {
  if (snapshots.length === 0) return;
  await execute(
    db,
    `INSERT INTO device_snapshot (device_id, digest, components_digest, body, measurements_key)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::text[])
     ON CONFLICT (device_id) DO UPDATE SET digest = excluded.digest, components_digest = excluded.components_digest, body = excluded.body,
       measurements_key = excluded.measurements_key`,
    [
      snapshots.map(({ deviceId }) => deviceId),
      snapshots.map(({ digest }) => digest),
      snapshots.map(({ componentsDigest }) => componentsDigest),
      snapshots.map(({ body }) => Buffer.from(body)),
      snapshots.map(({ measurementsKey }) => measurementsKey),
    ],
  );
}

/** Digests of what is kept about these devices. */
export async function snapshotDigests(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<PackedSnapshot, 'digest' | 'componentsDigest' | 'measurementsKey'>>> {
  const rows = await select<{ device_id: string; digest: string; components_digest: string; measurements_key: string }>(
    db,
    'SELECT device_id, digest, components_digest, measurements_key FROM device_snapshot WHERE device_id = ANY($1)',
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.device_id,
      { digest: row.digest, componentsDigest: row.components_digest, measurementsKey: row.measurements_key },
    ]),
  );
}

/** The answer about a device as it was folded last, with all its documents; undefined when there is no such device. */
export async function findAssessed(store: Store, deviceId: string): Promise<Assessed | undefined> {
  const [row] = await select<{ body: Buffer }>(store.pool, 'SELECT body FROM device_snapshot WHERE device_id = $1', [deviceId]);
  if (row === undefined) return undefined;
  const light = withChanges(unpackSnapshot(row.body));
  const artifacts = [...new Set(light.device.documents.map(({ sha256 }) => sha256))];
  const documents = await loadDocuments(store.pool, artifacts);
  return withDocuments(light, (sha256, { id, offset }) => documents.get(sha256)?.find((read) => read.id === id && read.offset === offset));
}

/** Answers of the rule set before 2 name no change, older ones tell each act; they are folded again soon, and can be shown until then. */
function withChanges(assessed: Assessed): Assessed {
  const named = (difference: Difference): Difference => ({ ...difference, change: difference.change ?? COARSE[difference.kind] });
  const { device } = assessed;
  return {
    ...assessed,
    device: {
      ...device,
      timeline: device.timeline.map((event) => ({ ...event, repeats: event.repeats ?? null })),
      // Before 15 the last log of a file counted, in all its banks.
      boots: (device.boots ?? []).map((boot) => ({
        ...boot,
        exposures: boot.exposures ?? [],
        log: boot.log ?? -1,
        banks: boot.banks ?? TPM_HASHES.map(({ id }) => id),
      })),
      contradictedBoots: device.contradictedBoots ?? [],
      untoldStart: device.untoldStart ?? null,
      attestation: device.attestation ?? { keys: [], attestations: [] },
      attestationPolicy: { ...EARLIER_POLICY, ...device.attestationPolicy },
      // Before 22 nobody asked whose firmware was started.
      firmware: device.firmware == null ? null : { ...device.firmware, running: device.firmware.running ?? [] },
      files: device.files ?? null,
      results: device.results ?? [],
      olderLists: device.olderLists ?? false,
      differences: device.differences.map(named),
    },
  };
}

/** What held for every device by default, before there were others. */
const EARLIER_POLICY: Assessed['device']['attestationPolicy'] = {
  ...{ freshnessDays: 90, requiredPcrs: [], requireSecureBoot: false, requireReferences: false, lines: [] },
};

const COARSE: Readonly<Record<Difference['kind'], Difference['change']>> = {
  same: 'unchanged',
  'component-added': 'added',
  'component-removed': 'removed',
  'component-replaced': 'replaced',
  'component-moved': 'moved',
  'firmware-changed': 'version-changed',
  'revision-changed': 'revision-changed',
  'attribute-only': 'attribute-corrected',
  'serial-unconfirmed': 'identity-weakened',
  'not-collected': 'not-collected',
  'not-reported': 'not-reported',
};

type Find = (sha256: string, read: ReadDocument) => ReadDocument | undefined;

function withoutDocuments(assessed: Assessed): Assessed {
  return withDocuments(assessed, (_, read) => ({ ...read, document: undefined, warnings: [] }));
}

/** The same answer with other contents of its documents; one object stays one object, wherever it is named. */
function withDocuments(assessed: Assessed, find: Find): Assessed {
  const { device } = assessed;
  const replaced = new Map<DeviceDocument, DeviceDocument>();
  const replace = (document: DeviceDocument): DeviceDocument => {
    const known = replaced.get(document) ?? { ...document, read: find(document.sha256, document.read) ?? document.read };
    replaced.set(document, known);
    return known;
  };
  const documents = device.documents.map(replace);
  const observations = device.observations.map((observation) => ({ ...observation, document: replace(observation.document) }));
  const at = device.observed === null ? -1 : device.observations.indexOf(device.observed);
  const observed =
    observations[at] ?? (device.observed === null ? null : { ...device.observed, document: replace(device.observed.document) });
  return { ...assessed, device: { ...device, documents, observations, observed } };
}
