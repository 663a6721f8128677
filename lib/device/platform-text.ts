import { normalizeSerial, normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';

/**
 * The platform identity as one text that is the same for two documents exactly when they speak of the same platform:
 * manufacturer, model, version and serial, normalized; placeholders count as absent.
 * @spec TCG Platform Certificate Profile 1.1 section 3.2 (subject alternative name of a delta equals the base's)
 */
export function platformText({ manufacturer, model, version, serial }: PlatformIdentity): string {
  const names = [manufacturer, model, version].map((text) => (text === null || isPlaceholder(text) ? '' : normalizeText(text)));
  return JSON.stringify([...names, serial === null || isPlaceholder(serial) ? '' : normalizeSerial(serial)]);
}
