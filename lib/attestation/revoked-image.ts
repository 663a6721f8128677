import { toHex } from '#lib/encoding/bytes.ts';
import { coverageOf } from '#lib/tpm/content/coverage.ts';
import { decodeEvent } from '#lib/tpm/content/decode.ts';
import { EVENT_TYPE } from '#lib/tpm/event-types.ts';
import { digestIn, isMeasured } from '#lib/tpm/replay.ts';
import type { EventLog } from '#lib/tpm/types.ts';

const SHA256 = 0x000b;

/**
 * Index of an image whose digest stands on the list of revoked images that the same boot measured; null without one. Whatever its record calls itself: no
 * digest covers a type.
 */
export function revokedImage({ events }: EventLog): number | null {
  const revoked = new Set(
    events.flatMap((event) => {
      const content = event.type === EVENT_TYPE.EV_EFI_VARIABLE_DRIVER_CONFIG ? decodeEvent(event) : null;
      if (content?.kind !== 'variable' || content.name !== 'dbx' || coverageOf(event) !== 'all' || content.value.kind !== 'signatures')
        return [];
      return content.value.entries.flatMap((listed) => (listed.kind === 'digest' && listed.algorithm === 'sha256' ? [listed.digest] : []));
    }),
  );
  const index = events.findIndex((event) => {
    const digest = isMeasured(event) ? digestIn(event, SHA256) : undefined;
    return digest !== undefined && revoked.has(toHex(digest));
  });
  return index === -1 ? null : index;
}
