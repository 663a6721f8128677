import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { Of } from './judged-document.ts';
import { bindingKey, namedEndorsementKeys, platformCertificateKey } from './keys.ts';
import { platformText } from './platform-text.ts';

/** Where a base belongs: one holder and one platform. */
export interface Place {
  readonly id: string;
  /** The EK key where a convincing EK certificate tells it, else what the certificate is bound to by name. */
  readonly holder: string;
  /** The platform as text. */
  readonly platform: string;
  /** Several convincing EK certificates of different keys have the name that the holder gives. */
  readonly ambiguousHolder: boolean;
}

/** Digests of the keys of convincing EK certificates, by the link keys of the certificate's name and of its signature. */
export type EndorsementKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** The place of a base by what it is bound to: its EK certificate, or in the public-key form its own key. */
export function placeOf(document: PlatformCertificate, digests: EndorsementKeys): Place {
  const { holder, platform } = document;
  const name = bindingKey(document);
  // The public-key form is bound by its own key, whatever EK certificates its anchors name.
  const held = holder === null || name === null ? name : heldBy(name, digests);
  const ambiguousHolder = holder !== null && name !== null && (digests.get(name)?.size ?? 0) > 1;
  return { ...at(held ?? `unbound:${platformCertificateKey(document)}`, platformText(platform)), ambiguousHolder };
}

function heldBy(name: string, digests: EndorsementKeys): string {
  const [key, ...others] = digests.get(name) ?? [];
  return key === undefined || others.length > 0 ? name : `ek-key:${key}`;
}

const at = (holder: string, platform: string) => ({ id: `${holder}\n${platform}`, holder, platform });

interface Placed {
  readonly base: Of<PlatformCertificate>;
  readonly place: Place;
}

/**
 * The places of public-key forms that are one device with a place of attribute certificates: a convincing certificate of each, the
 * same platform with a serial that means something, and the one EK certificate that holds the one and is an anchor of the other. Where
 * the anchors lead to several such places, none is taken: two EKs stay two devices.
 * @returns the place of the attribute certificates, by the id of that of the public-key form
 */
export function joinForms(placed: readonly Placed[], digests: EndorsementKeys): ReadonlyMap<string, Place> {
  const convincing = placed.filter(({ base }) => base.judged.convinces);
  const held = new Map(convincing.flatMap(({ base, place }) => (base.document.boundKey === null ? [[place.id, place] as const] : [])));
  const targets = new Map<string, Set<Place>>();
  for (const { base, place } of convincing) {
    if (base.document.boundKey === null || isPlaceholder(base.document.platform.serial)) continue;
    const found = targets.get(place.id) ?? new Set();
    targets.set(place.id, found);
    for (const named of namedEndorsementKeys(base.document)) {
      const target = held.get(at(heldBy(named, digests), place.platform).id);
      if (target !== undefined) found.add(target);
    }
  }
  return new Map([...targets].flatMap(([id, [target, ...others]]) => (target === undefined || others.length > 0 ? [] : [[id, target]])));
}
