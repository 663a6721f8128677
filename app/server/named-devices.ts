import type { NamedDevice } from '#components/findings/named-devices.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { namedDevices } from '#lib/present/named-devices.ts';
import { findDeviceRecords } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';

type Telling = Parameters<typeof namedDevices>[0];

/** The devices that each of these findings names beside its own: those that there are, and that the viewer may see. */
export async function devicesNamedIn(
  store: Store,
  principal: Principal,
  findings: readonly Telling[],
): Promise<(finding: Telling) => readonly NamedDevice[]> {
  const ids = [...new Set(findings.flatMap(namedDevices))].filter((id) => maySeeDevice(principal, id));
  const records = ids.length === 0 ? [] : await findDeviceRecords(store.pool, ids);
  const known = new Map(records.map((record) => [record.id, { id: record.id, name: deviceName(record) }]));
  return (finding) =>
    namedDevices(finding).flatMap((id) => {
      const device = known.get(id);
      return device === undefined ? [] : [device];
    });
}
