import { type LogAtHand, supportFilesOf } from '#lib/attestation/reference/source-values.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import type { Submission } from '../submission-types.ts';
import type { LinkGround } from '../types.ts';
import type { JudgedDocument } from './judged-document.ts';
import type { Destination } from './link-reports.ts';
import { deviceModelKeys, keysUnderAllNames, modelKeysOfManifest } from './platform-model.ts';
import { untrustedManifest } from './untrusted-manifest.ts';

/** A document of a device, as far as this looks at it. */
interface Entered extends JudgedDocument {
  readonly ground: LinkGround;
  readonly ofModels?: readonly string[];
}

/** Reference manifests that count for whole models, with the files that they vouch for. */
export interface ModelReferences {
  /** The documents of a device with all that counts for every device of its model. */
  readonly withThoseOfModel: <T extends Entered>(documents: readonly T[]) => readonly (T | Entered)[];
  /** Where a manifest, or a log that one vouches for, goes that nobody handed in for a device; undefined for other documents. */
  readonly destinationOf: (document: JudgedDocument) => Destination | undefined;
}

/**
 * Finds out which manifests hold for whole models: those that an anchor vouches for, and that name manufacturer and model. Whoever handed one in, and
 * for whatever device: it is its signer who speaks. A stranger's counts for nobody.
 * @param reports  all that were handed in, manifests and logs among them
 * @param aliases  manufacturers' names that mean the same: a manifest may use another one than the device
 */
export function modelReferencesOf(reports: readonly JudgedDocument[], aliases: ManufacturerAliases): ModelReferences {
  const logs = reports.flatMap((judged) => logAtHand(judged) ?? []);
  const judgedOf = new Map(reports.map((judged) => [judged.sha256, judged]));
  const byModel = new Map<string, JudgedDocument[]>();
  const vouchedFor = new Set<JudgedDocument>();
  for (const judged of reports) {
    const manifest = manifestOf(judged);
    const keys = manifest === undefined || !judged.trusted ? [] : modelKeysOfManifest(manifest);
    if (manifest === undefined || keys.length === 0) continue;
    const files = supportFilesOf(manifest, logs).flatMap(({ log }) => judgedOf.get(log?.sha256 ?? '') ?? []);
    for (const file of files) vouchedFor.add(file);
    for (const key of keys) byModel.set(key, [...(byModel.get(key) ?? []), judged, ...files]);
  }
  return {
    withThoseOfModel: (documents) => (byModel.size === 0 ? documents : withThoseOfModel(documents, byModel, aliases)),
    destinationOf: (judged) => destinationOf(judged, vouchedFor),
  };
}

const manifestOf = ({ read: { document } }: JudgedDocument): ReferenceManifest | undefined =>
  document?.kind === 'reference-manifest' ? document : undefined;

function logAtHand({ sha256, read: { document } }: JudgedDocument): LogAtHand | undefined {
  return document?.kind === 'tpm-event-log' ? { sha256, document } : undefined;
}

function withThoseOfModel<T extends Entered>(
  documents: readonly T[],
  byModel: ReadonlyMap<string, readonly JudgedDocument[]>,
  aliases: ManufacturerAliases,
): readonly (T | Entered)[] {
  const ofModels = [...keysUnderAllNames(deviceModelKeys(documents), aliases)];
  const counting = new Map(ofModels.flatMap((key) => byModel.get(key) ?? []).map((document) => [document.read.id, document]));
  const own = documents.map((document) => (counting.has(document.read.id) ? { ...document, ofModels } : document));
  for (const { read } of documents) counting.delete(read.id);
  // Who handed it in later says nothing more about this device.
  const further = [...counting.values()].map((document) => {
    return { ...document, submissions: document.submissions.slice(0, 1), ground: 'platform-model', ofModels } as const;
  });
  return [...own, ...further];
}

function destinationOf(judged: JudgedDocument, vouchedFor: ReadonlySet<JudgedDocument>): Destination | undefined {
  const manifest = manifestOf(judged);
  if (manifest !== undefined) return manifestDestination(judged, manifest);
  return vouchedFor.has(judged) ? SUPPORT_FILE : undefined;
}

function manifestDestination(judged: JudgedDocument, manifest: ReferenceManifest): Destination {
  const isOfModel = modelKeysOfManifest(manifest).length > 0;
  if (judged.trusted) return isOfModel ? BY_MODEL : WITHOUT_MODEL;
  return { group: null, ...untrustedManifest(judged, manifest) };
}

const BY_MODEL: Destination = {
  group: null,
  reason: 'model-reference',
  detail: 'It is a reference manifest that counts for every device of its model.',
};

const SUPPORT_FILE: Destination = {
  group: null,
  reason: 'model-reference',
  detail: 'A reference manifest that counts vouches for it: it is one of its files.',
};

const WITHOUT_MODEL: Destination = {
  group: null,
  reason: 'no-serial',
  detail:
    'It names no manufacturer and model, so nothing says for which devices it holds. Hand it in for a device, or link it to the devices that it holds for.',
};

/** Whether an act of handing in belongs to no device because it counts for many. */
export const countsByModel = ({ reason }: { readonly reason: string }): boolean => reason === 'model-reference';

/** Submissions of a device by which it was told of, without those that tell of its model. */
export const ownSubmissions = (
  documents: readonly { readonly ground: LinkGround; readonly submissions: readonly Submission[] }[],
): readonly Submission[] => documents.flatMap(({ ground, submissions }) => (ground === 'platform-model' ? [] : submissions));
