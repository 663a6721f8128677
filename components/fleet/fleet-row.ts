import { visibleText } from '#lib/component/visible-text.ts';
import { SEVERITIES, type Severity, type Trust } from '#lib/detect/rule.ts';
import type { AttestationStanding } from '#lib/device/attested/attestation-standing.ts';
import type { SecureBoot } from '#lib/device/attested/secure-boot.ts';
import type { Lifecycle } from '#lib/device/statement/statement-types.ts';
import type { Tier } from '#lib/device/types.ts';

/** A device as the store lists it. */
export interface ListedDevice {
  readonly id: string;
  readonly tier: Tier;
  readonly trust: Trust;
  readonly lifecycle: Lifecycle;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly openFindings: Readonly<Record<Severity, number>>;
  readonly lastObservedAt: string | null;
  readonly lastChangedAt: string;
  readonly nextChangeAt: string | null;
  readonly attestation: AttestationStanding;
  readonly lastAttestedAt: string | null;
  readonly secureBoot: SecureBoot;
  readonly firmwareVersion: string | null;
  /** The evaluation that ran out of its budget since. */
  readonly stopped: { readonly at: string } | null;
}

/** A device as the table shows it: text of files is visible text. */
export interface FleetTableRow {
  readonly id: string;
  readonly trust: Trust;
  /** Set when time alone has made the verdict doubtful: then the row is not green. */
  readonly recheckSince: string | null;
  /** Set when a later evaluation ran out of its budget: neither is it green then. */
  readonly stoppedAt: string | null;
  /** Manufacturer and model; null when the device has neither. */
  readonly product: string | null;
  readonly serial: string | null;
  readonly lifecycle: Lifecycle;
  readonly tier: Tier;
  /** Open findings above info, the weightiest first. */
  readonly findings: readonly { readonly severity: Severity; readonly count: number }[];
  readonly lastObservedAt: string | null;
  readonly lastChangedAt: string;
  readonly attestation: AttestationStanding;
  /** The last answer that proves something; null for none. */
  readonly attested: { readonly at: string; readonly age: Age } | null;
  readonly secureBoot: SecureBoot;
  readonly firmwareVersion: string | null;
}

/** Whole days, or hours where it is less than a day. */
export interface Age {
  readonly days: number;
  readonly hours: number;
}

/** @param now  ISO 8601: past a device's `nextChangeAt` its re-check is due */
export function fleetTableRow(device: ListedDevice, now: string): FleetTableRow {
  const { id, trust, lifecycle, tier, manufacturer, model, serial, openFindings, lastObservedAt, lastChangedAt, nextChangeAt } = device;
  const { attestation, lastAttestedAt, secureBoot, firmwareVersion } = device;
  const product = [manufacturer, model].filter((part) => part !== null && part.trim() !== '').join(' ');
  return {
    ...{ id, trust, lifecycle, tier, lastObservedAt, lastChangedAt, attestation, secureBoot },
    attested: lastAttestedAt === null ? null : { at: lastAttestedAt, age: ageOf(lastAttestedAt, now) },
    firmwareVersion: firmwareVersion === null ? null : visibleText(firmwareVersion),
    recheckSince: nextChangeAt !== null && Date.parse(nextChangeAt) <= Date.parse(now) ? nextChangeAt : null,
    stoppedAt: device.stopped?.at ?? null,
    product: product === '' ? null : visibleText(product),
    serial: serial === null ? null : visibleText(serial),
    findings: SEVERITIES.filter((severity) => severity !== 'info' && openFindings[severity] > 0).map((severity) => ({
      severity,
      count: openFindings[severity],
    })),
  };
}

const HOUR_MS = 3_600_000;

function ageOf(at: string, now: string): Age {
  const hours = Math.max(0, Math.floor((Date.parse(now) - Date.parse(at)) / HOUR_MS));
  return { days: Math.floor(hours / 24), hours };
}
