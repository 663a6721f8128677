import type { Principal } from '#lib/auth/principal.ts';
import { visibleDevices } from '#lib/auth/visible-devices.ts';
import type { Asker } from '#lib/ingest/granted-keys.ts';

/** Who asks for an enrolment or a challenge, now. */
export function asker(principal: Principal): Asker {
  return { account: principal.name, mayAttachTo: visibleDevices(principal), at: new Date() };
}
