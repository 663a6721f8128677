import type { EndorsementKeyCertificate, PlatformCertificate } from '#lib/platform-cert/types.ts';
import { type EndorsementKeys, joinForms, type Place, placeOf } from './join-forms.ts';
import type { JudgedDocument, Of, Sorted } from './judged-document.ts';
import { ekCertificateKey, linkKeysOf, namedEndorsementKeys } from './keys.ts';
import { signatureKeys } from './signature-keys.ts';

/** Documents that strong keys hold together: the bases of one platform on one holder, and the EK certificates named. */
export interface Group {
  /** The holder: the EK key where a convincing EK certificate tells it, else the certificate's name. */
  readonly holder: string;
  /** The platform as text; empty for EK certificates that no base names. */
  readonly platform: string;
  readonly bases: readonly Of<PlatformCertificate>[];
  readonly endorsementKeys: readonly Of<EndorsementKeyCertificate>[];
  /** Several convincing EK certificates of different keys have the name that the holder gives. */
  readonly ambiguousHolder: boolean;
}

interface Draft extends Group {
  readonly bases: Of<PlatformCertificate>[];
  readonly endorsementKeys: Of<EndorsementKeyCertificate>[];
  /** Link keys of the EK certificates that the bases point to. */
  readonly names: Set<string>;
}

/**
 * Groups bases and EK certificates. One holder and one platform identity are one device; another platform identity on the
 * same holder is another device. Only convincing EK certificates tell that two names are one key: a stranger's never joins devices.
 * The two forms of one device's certificates meet over the EK certificate that both name.
 */
export function groupPlatforms({ platforms, endorsementKeys }: Sorted): readonly Group[] {
  const digests = convincingDigests(endorsementKeys);
  const placed = platforms.flatMap((base) =>
    base.document.kind === 'delta-platform-certificate' ? [] : [{ base, place: placeOf(base.document, digests) }],
  );
  const joined = joinForms(placed, digests);
  const drafts = new Map<string, Draft>();
  for (const { base, place } of placed) enterBase(drafts, base, joined.get(place.id) ?? place);
  const groups = [...drafts.values()];
  const attach = attacher(groups, digests);
  const alone = new Map<string, Draft>();
  for (const ek of endorsementKeys) if (!attach(ek)) enterAlone(alone, ek);
  return [...groups, ...alone.values()];
}

/** Keys of convincing EK certificates, by the names and digests that bases give. */
function convincingDigests(endorsementKeys: readonly Of<EndorsementKeyCertificate>[]): EndorsementKeys {
  const digests = new Map<string, Set<string>>();
  for (const { judged, document } of endorsementKeys) {
    if (!judged.convinces) continue;
    for (const name of [ekCertificateKey(document.certificate), ...signatureKeys(document.certificate)]) {
      const known = digests.get(name) ?? new Set();
      digests.set(name, known.add(document.keyDigest ?? judged.read.id));
    }
  }
  return digests;
}

function enterBase(drafts: Map<string, Draft>, base: Of<PlatformCertificate>, { id, holder, platform, ambiguousHolder }: Place): void {
  const draft = drafts.get(id) ?? { holder, platform, bases: [], endorsementKeys: [], ambiguousHolder, names: new Set<string>() };
  drafts.set(id, draft);
  draft.bases.push(base);
  for (const named of namedEndorsementKeys(base.document)) draft.names.add(named);
}

/** Puts an EK certificate to every group that names it or has its key. @returns a function that says whether one did */
function attacher(groups: readonly Draft[], digests: EndorsementKeys): (ek: Of<EndorsementKeyCertificate>) => boolean {
  const byKey = new Map<string, Set<Draft>>();
  const index = (key: string, group: Draft): void => {
    byKey.set(key, (byKey.get(key) ?? new Set()).add(group));
  };
  for (const group of groups) {
    for (const name of group.names) index(name, group);
    for (const name of group.names) for (const digest of digests.get(name) ?? []) index(`ek-key:${digest}`, group);
  }
  return (ek) => {
    const { strong, signatures } = linkKeysOf(ek.judged.read);
    const targets = new Set([...strong, ...signatures].flatMap((key) => [...(byKey.get(key) ?? [])]));
    for (const group of targets) group.endorsementKeys.push(ek);
    return targets.size > 0;
  };
}

/** EK certificates of one key that no base names are one device. */
function enterAlone(alone: Map<string, Draft>, ek: Of<EndorsementKeyCertificate>): void {
  const holder = `ek-key:${ek.document.keyDigest ?? ek.judged.read.id}`;
  const draft = alone.get(holder) ?? {
    holder,
    platform: '',
    bases: [],
    endorsementKeys: [],
    ambiguousHolder: false,
    names: new Set<string>(),
  };
  alone.set(holder, draft);
  draft.endorsementKeys.push(ek);
}

/** Whether a base convinces: then the device is more than a claim. */
export const isConvincing = ({ bases, endorsementKeys }: Group): boolean =>
  bases.length > 0 ? bases.some(({ judged }) => judged.convinces) : endorsementKeys.some(({ judged }) => judged.convinces);

/** When the group's first base, or its first EK certificate, was handed in, and its document: what breaks ties the same way everywhere. */
export function firstDocument({ bases, endorsementKeys }: Group): JudgedDocument | undefined {
  return (bases[0] ?? endorsementKeys[0])?.judged;
}
