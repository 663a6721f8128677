import type { Principal } from '#lib/auth/principal.ts';
import type { EvidenceView } from '#lib/present/evidence-view.ts';
import type { AssessedDevice } from './asked-device.ts';
import type { DeviceQuery } from './device-address.ts';

/** What every tab of a device is given. */
export interface TabProps {
  readonly assessed: AssessedDevice;
  readonly documents: readonly EvidenceView[];
  readonly query: DeviceQuery;
  readonly principal: Principal;
}
