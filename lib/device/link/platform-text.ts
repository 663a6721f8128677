import { normalizeSerial, normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import { previousReferences } from '#lib/platform-cert/trait-rules.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';

/**
 * The platform identity as one text that is the same for two documents exactly when they speak of the same platform:
 * manufacturer, model, version and serial, normalized; placeholders count as absent.
 * @spec TCG Platform Certificate Profile 1.1 section 3.2 (subject alternative name of a delta equals the base's)
 */
export function platformText({ manufacturer, model, version, serial }: PlatformIdentity): string {
  const names = [manufacturer, model, version].map((text) => (text === null || isPlaceholder(text) ? '' : normalizeText(text)));
  return JSON.stringify([...names, serial === null || isPlaceholder(serial) ? '' : normalizeSerial(serial)]);
}

/**
 * Whether a certificate speaks of the same platform as the one that it continues. From specification 2.x on it may leave the
 * serial out.
 * @spec TCG Platform Certificate Profile 2.1 section 3.3 (delta platform certificate)
 */
export function continuesPlatform(later: PlatformCertificate, earlier: PlatformCertificate): boolean {
  const text = platformText(later.platform);
  if (text === platformText(earlier.platform)) return true;
  if (previousReferences(later).length === 0 || !isPlaceholder(later.platform.serial)) return false;
  return text === platformText({ ...earlier.platform, serial: null });
}
