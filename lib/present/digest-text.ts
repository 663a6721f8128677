import { isKnownForm } from '#lib/device/attested/known-digests.ts';

/** A name of a hash function in front, as logs and manifests write it. */
const PREFIX = /^(?:sha|sm3)[a-z0-9_-]*[:=]/;

/** A digest that somebody typed or copied, in lower case without the name of its function; null for what is none that is looked up. */
export function readDigest(text: string): string | null {
  const digest = text.trim().toLowerCase().replace(PREFIX, '');
  return isKnownForm(digest) ? digest : null;
}
