import type { DoubtedRecord, FirmwareSource, MeasuredFirmware } from '#lib/device/attested/firmware-types.ts';
import { artifactId } from './device-states.ts';

/** A manifest whose values count, unless told otherwise. */
export function makeFirmwareSource(label = 'manifest', over: Partial<FirmwareSource> = {}): FirmwareSource {
  return {
    by: 'manifest',
    documentId: artifactId(label),
    because: [artifactId(label)],
    name: `${label} for Pomelo Rack 2`,
    firmwareManufacturer: 'Pomelo',
    firmwareVersion: '2.4.0',
    signer: 'CN=Pomelo',
    standing: 'counts',
    detail: 'it convinces',
    since: '2026-04-01T00:00:00Z',
    values: 12,
    ...over,
  };
}

/** A record of the last start that the one manifest speaks against, unless told otherwise. */
export function makeDoubtedRecord(over: Partial<DoubtedRecord> = {}): DoubtedRecord {
  return {
    outcome: 'mismatch',
    pcr: 1,
    type: 'EV_EFI_HANDOFF_TABLES',
    digest: `sha256:${'ab'.repeat(32)}`,
    says: 'tables handed to the operating system: SMBIOS',
    instead: ['tables handed to the operating system: SMBIOS (sha256:cd, firmware 2.4.0, signed by CN=Pomelo)'],
    because: [artifactId('manifest')],
    ...over,
  };
}

/** The last start, beside one manifest that counts; every record is referenced, unless told otherwise. */
export function makeMeasuredFirmware(over: Partial<MeasuredFirmware> = {}): MeasuredFirmware {
  return {
    sha256: artifactId('event log'),
    receivedAt: '2026-05-01T00:00:00Z',
    attested: false,
    sources: [makeFirmwareSource()],
    running: (over.sources ?? [makeFirmwareSource()]).map(({ documentId }) => documentId),
    counts: { referenced: 12, outdated: 0, 'not-referenced': 0, mismatch: 0, ignored: 0 },
    records: [],
    furtherRecords: 0,
    ...over,
  };
}
