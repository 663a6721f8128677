import { deviceName } from '#lib/present/fleet-view.ts';
import { findDeviceRecords } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';

/** Devices whose answer is told with a receipt. A file of more devices is an authority's, or about a model. */
const MAX_TOLD = 5;

/** What was handed in, as it stands in one device now. */
export interface Standing {
  readonly device: string;
  readonly name: string;
  readonly trust: string;
  /** Whether all required checks pass, by document; null where nobody signs: inventories and BOMs. */
  readonly documents: readonly { readonly id: string; readonly trusted: boolean | null }[];
}

/** How an artifact stands in each of these devices. */
export async function standings(store: Store, sha256: string, devices: readonly string[]): Promise<readonly Standing[]> {
  const told = await findDeviceRecords(store.pool, devices.slice(0, MAX_TOLD));
  return Promise.all(
    told.map(async (record) => {
      const assessed = await findAssessed(store, record.id);
      // PEM and DER of one certificate are one document, whichever came first.
      const documents = (assessed?.device.documents ?? [])
        .filter((document) => document.sha256 === sha256 || document.submissions.some((submission) => submission.sha256 === sha256))
        .map(({ read, trusted }) => ({ id: read.id, trusted: isReport(read.kind) ? null : trusted }));
      return { device: record.id, name: deviceName(record), trust: record.trust, documents };
    }),
  );
}

const isReport = (kind: string): boolean => kind === 'inventory' || kind === 'cyclonedx-bom';
