import type { Challenge } from '#lib/device/submission-types.ts';
import type { SampleAuthorities } from './sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, type SampleDevice } from './sample-device.ts';

/** One file that somebody handed in, so many days before the clock of the fleet. */
export interface SampleSubmission {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly daysAgo: number;
  readonly submittedBy: string;
  readonly role: string | null;
  /** The device that the submitter names, by a file of it; absent where none is named. */
  readonly device?: string;
  /** The challenge that it answers. */
  readonly challenge?: Challenge;
}

/** The files that tell what happened to a device. */
export type StoryTeller = (device: SampleDevice, world: World) => readonly SampleSubmission[];

/** What all stories share. */
export interface World {
  readonly authorities: SampleAuthorities;
  /** ISO 8601 of so many days before the clock. */
  readonly ago: (days: number) => string;
}

/** What the vendor sent along. */
export const vendorFile = (fileName: string, bytes: Uint8Array, daysAgo = 200): SampleSubmission => ({
  fileName,
  bytes,
  daysAgo,
  submittedBy: 'vendor@sample',
  role: null,
});
/** What a collector saw. */
export const inspection = (bytes: Uint8Array, daysAgo: number, role = 'routine'): SampleSubmission => ({
  fileName: 'inventory.json',
  bytes,
  daysAgo,
  submittedBy: 'collector@sample',
  role,
});
/** EK certificate and base certificate. */
export const built = (device: SampleDevice, { authorities }: World): readonly SampleSubmission[] => [
  vendorFile('ek.cer', endorsementKeyOf(device, authorities)),
  vendorFile('base.cer', baseOf(device, authorities)),
];
/** The first look inside. */
export const received = (device: SampleDevice, daysAgo = 60): SampleSubmission =>
  inspection(inventoryOf(device), daysAgo, 'receiving-inspection');
