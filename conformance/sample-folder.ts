import { sha256Hex } from '#lib/encoding/digest.ts';
import { DEFAULT_POLICY } from '#lib/present/assay-file.ts';
import { makeSampleAuthorities, type SampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { inventoryOf, makeSampleDevice, type SampleComponent, type SampleDevice } from '#lib/testing/sample-device.ts';

/** When every sample is judged. */
export const JUDGED_AT = '2026-06-01T00:00:00.000Z';

/** One act of handing in, as a sample tells it. */
export interface Handed {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** A day of 2026, such as `03-01`; received at noon. */
  readonly day: string;
  readonly submittedBy?: string;
  readonly role?: string;
  readonly device?: string;
}

/** A folder for `assay trace`: its name says what it shows. */
export interface SampleFolder {
  readonly name: string;
  readonly handed: readonly Handed[];
  /** Who is trusted; TPM vendor and device vendor unless told otherwise. */
  readonly trusted?: readonly (keyof SampleAuthorities)[];
  /** Lines of the table of who may say what, as they stand in JSON; none unless given. */
  readonly mayAssert?: readonly object[];
}

export const authorities: SampleAuthorities = makeSampleAuthorities();

/** A rack server with four memory modules. */
export const device: SampleDevice = makeSampleDevice(1);

/** From the device vendor, in January, unless told otherwise. */
export function fromVendor(file: string, bytes: Uint8Array, day = '01-10'): Handed {
  return { file, bytes, day, submittedBy: 'vendor' };
}

/** What the collector of the operator reports on a day. */
export function inspected(day: string, components: readonly SampleComponent[] = device.components, of: SampleDevice = device): Handed {
  const role = day === RECEIVED_ON ? 'receiving-inspection' : 'routine';
  return { file: `inventory-${day}.json`, bytes: inventoryOf(of, components), day, submittedBy: 'collector', role };
}
const RECEIVED_ON = '02-01';

/** The device when it was received: everything is there. */
export const received: Handed = inspected(RECEIVED_ON);

/** All files of a sample but `expected.json`, by their name in the folder. */
export function filesOf({ handed, trusted = ['tpmVendor', 'vendor'], mayAssert }: SampleFolder): ReadonlyMap<string, Uint8Array> {
  const anchors = trusted.map((who) => [`trust/${who}.der`, authorities[who].certificate] as const);
  const files = handed.map(({ file, bytes }) => [file, bytes] as const);
  return new Map([['assay.json', encoded(assayFile(handed, mayAssert))], ...anchors, ...files]);
}

/** JSON as it stands in the folders. */
export const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

function assayFile(handed: readonly Handed[], mayAssert: SampleFolder['mayAssert']): object {
  return {
    at: JUDGED_AT,
    submissions: handed.map(({ file, bytes, day, submittedBy = 'operator', role, device: named }, index) => ({
      id: `${index + 1}-${sha256Hex(bytes).slice(0, 8)}`,
      file,
      receivedAt: `2026-${day}T12:00:00.000Z`,
      submittedBy,
      ...(role === undefined ? {} : { role }),
      ...(named === undefined ? {} : { device: named }),
    })),
    policy: { ...DEFAULT_POLICY, freshnessDays: 365 },
    ...(mayAssert === undefined ? {} : { issuerPolicy: { lines: mayAssert.map((line) => ({ line })) } }),
  };
}
