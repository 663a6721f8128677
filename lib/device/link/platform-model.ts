import type { ReadDocument } from '#lib/artifact/types.ts';
import type { ComidEnvironment, ReferenceTriple } from '#lib/attestation/reference/comid-types.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import { equalByRules, normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';

/** What a manufacturer calls a kind of device. */
export type PlatformModel = Pick<PlatformIdentity, 'manufacturer' | 'model'>;

/** Models that one manifest is looked for by, and kinds of platforms that one device may say to be. Real manifests are about one or a few. */
export const MAX_MODELS = 64;

/**
 * Equal for the same manufacturer and model in any spelling that comparisons take for one. Null where either is missing or means nothing:
 * then nothing says of which model something is.
 */
export function modelKey({ manufacturer, model }: PlatformModel): string | null {
  if (manufacturer === null || model === null || isPlaceholder(manufacturer) || isPlaceholder(model)) return null;
  return [manufacturer, model].map((text) => normalizeText(text).replaceAll('%', '%25').replaceAll('|', '%7C')).join('|');
}

/**
 * For which models a manifest says that it is: its platform, or the vendors and models of its reference triples. What is about one instance or
 * a group of devices is about no model.
 * @spec TCG Reference Integrity Manifest Information Model 1.01 section 5.4; draft-ietf-rats-corim section 5.1.4.1
 */
export function modelsOfManifest({ format, platform, triples }: ReferenceManifest): readonly PlatformModel[] {
  const told =
    format === 'corim'
      ? triples.filter(({ environment }) => isOfModel(environment)).map(({ environment }) => modelOf(environment))
      : [platform];
  const models = new Map<string, PlatformModel>();
  for (const { manufacturer, model } of told) {
    const key = models.size < MAX_MODELS ? modelKey({ manufacturer, model }) : null;
    if (key !== null && !models.has(key)) models.set(key, { manufacturer, model });
  }
  return [...models.values()];
}

/** Models, and each again under the other names of its manufacturer. What a name means by another one isn't followed further. */
export const underAllNames = (models: readonly PlatformModel[], aliases: ManufacturerAliases): readonly PlatformModel[] =>
  models.flatMap((model) => [
    model,
    ...(aliases.get(normalizeText(model.manufacturer ?? '')) ?? []).map((manufacturer) => ({ ...model, manufacturer })),
  ]);

/** The keys of models, and those under the other names of their manufacturers. */
export function keysUnderAllNames(keys: Iterable<string>, aliases: ManufacturerAliases): ReadonlySet<string> {
  if (aliases.size === 0) return new Set(keys);
  const models = [...keys].map((key): PlatformModel => {
    const [manufacturer = '', model = ''] = key.split('|').map((text) => text.replaceAll('%7C', '|').replaceAll('%25', '%'));
    return { manufacturer, model };
  });
  return new Set(underAllNames(models, aliases).flatMap((model) => modelKey(model) ?? []));
}

/** The keys of the models that a manifest is about. */
export const modelKeysOfManifest = (manifest: ReferenceManifest): readonly string[] =>
  modelsOfManifest(manifest).flatMap((model) => modelKey(model) ?? []);

const isOfModel = ({ instance, group }: ComidEnvironment): boolean => instance === null && group === null;
const modelOf = ({ vendor, model }: ComidEnvironment): PlatformModel => ({ manufacturer: vendor, model });

/**
 * A concise manifest with only what it says of one of these models: what it says of other parts counts where somebody hands it in for a device.
 * Its files are of a model only where all of it is about that one.
 */
export function narrowedTo(manifest: ReferenceManifest, keys: ReadonlySet<string>): ReferenceManifest {
  if (manifest.format !== 'corim') return manifest;
  const isMeant = ({ environment }: ReferenceTriple): boolean => isOfModel(environment) && keys.has(modelKey(modelOf(environment)) ?? '');
  const triples = manifest.triples.filter(isMeant);
  return { ...manifest, files: triples.length === manifest.triples.length ? manifest.files : [], triples };
}

/**
 * A concise manifest that was handed in for a device, without what it says of other models of the device's maker: nobody vouched for those here. What it
 * says of parts, which have makers of their own, stays.
 */
export function withoutOtherModels(manifest: ReferenceManifest, platform: PlatformModel | null): ReferenceManifest {
  if (manifest.format !== 'corim' || platform === null) return manifest;
  const isOther = ({ environment: { vendor, model } }: ReferenceTriple): boolean =>
    isBothSaid(vendor, platform.manufacturer) &&
    isBothSaid(model, platform.model) &&
    isSame(vendor, platform.manufacturer) &&
    !isSame(model, platform.model);
  const triples = manifest.triples.filter((triple) => !isOther(triple));
  return { ...manifest, files: triples.length === manifest.triples.length ? manifest.files : [], triples };
}

const isBothSaid = (a: string | null, b: string | null): boolean => a !== null && b !== null;
const isSame = (a: string | null, b: string | null): boolean => equalByRules(a, b).equal;

/** A document of a device, and whether it convinces. */
interface Telling {
  readonly read: ReadDocument;
  readonly convinces: boolean;
}

/**
 * Of which models a device is: what its certificates say, those that convince first; without one, what its inventories say,
 * else its BOMs, where all say the same.
 * At most one model but for certificates that contradict each other.
 */
export function deviceModelKeys(documents: readonly Telling[]): ReadonlySet<string> {
  const bases = documents.filter(({ read }) => isBase(read));
  const convincing = bases.filter(({ convinces }) => convinces);
  if (bases.length > 0) return keysOf(convincing.length > 0 ? convincing : bases);
  const inventories = documents.filter(({ read }) => read.kind === 'inventory');
  const reported = keysOf(inventories.length > 0 ? inventories : documents);
  return reported.size === 1 ? reported : new Set();
}

const isBase = ({ document }: ReadDocument): boolean =>
  document?.kind === 'platform-certificate' || document?.kind === 'rebase-platform-certificate';

const keysOf = (documents: readonly Telling[]): ReadonlySet<string> =>
  new Set(documents.flatMap(({ read }) => modelKeyOfDocument(read) ?? []));

/** Of which model a certificate or a report says its device to be; null where it says nothing. */
export function modelKeyOfDocument({ document }: ReadDocument): string | null {
  switch (document?.kind) {
    case 'platform-certificate':
    case 'rebase-platform-certificate':
    case 'inventory':
      return document.platform === null ? null : modelKey(document.platform);
    case 'cyclonedx-bom':
      return document.subject === null ? null : modelKey(document.subject);
    default:
      return null;
  }
}
