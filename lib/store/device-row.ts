import type { Trust } from '#lib/detect/rule.ts';
import type { AttestationStanding } from '#lib/device/attested/attestation-standing.ts';
import type { SecureBoot } from '#lib/device/attested/secure-boot.ts';
import type { Lifecycle } from '#lib/device/statement/statement-types.ts';
import type { Tier } from '#lib/device/types.ts';
import type { RanOutOf, StoppedFold } from './stopped-folds.ts';

/** A device in a list. */
export interface FleetDevice {
  readonly id: string;
  readonly tier: Tier;
  readonly trust: Trust;
  readonly lifecycle: Lifecycle;
  /** The weightiest reason of the verdict; empty when there is none. */
  readonly reason: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  /** Open findings by severity. */
  readonly openFindings: OpenFindings;
  /** ISO 8601, UTC, as all times here. */
  readonly firstSeenAt: string;
  /** Null when nothing was observed. */
  readonly lastObservedAt: string | null;
  readonly lastChangedAt: string;
  /** How it stands with its TPM. */
  readonly attestation: AttestationStanding;
  /** Null when its TPM never answered with something that proves anything. */
  readonly lastAttestedAt: string | null;
  readonly secureBoot: SecureBoot;
  /** Of the firmware that starts the platform, as it was observed last; null when nobody told. */
  readonly firmwareVersion: string | null;
  /** When the answer changes by time alone. Past it, a page says "re-check due". */
  readonly nextChangeAt: string | null;
  readonly assessedAt: string;
  /** Set when what is kept is older than what is known, because a fold ran out of its budget. */
  readonly stopped: StoppedFold | null;
}

export interface OpenFindings {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly info: number;
}

/** A device with what the table needs besides. */
export interface DeviceRecord extends FleetDevice {
  readonly manufacturerKey: string;
  readonly modelKey: string;
  readonly serialKey: string;
  readonly firmwareKey: string;
  /** Its last answer, or since when it could have answered; null without a key. */
  readonly silentSince: string | null;
  readonly attention: number;
  readonly verdictDigest: string;
  readonly ruleSet: string;
}

/** Every column with its type and where its value comes from; `id` first. */
export const WRITTEN: readonly (readonly [name: string, type: string, from: (device: DeviceRecord) => unknown])[] = [
  ['id', 'text', (device) => device.id],
  ['tier', 'text', (device) => device.tier],
  ['trust', 'text', (device) => device.trust],
  ['lifecycle', 'text', (device) => device.lifecycle],
  ['reason', 'text', (device) => device.reason],
  ['manufacturer', 'text', (device) => device.manufacturer],
  ['model', 'text', (device) => device.model],
  ['version', 'text', (device) => device.version],
  ['serial', 'text', (device) => device.serial],
  ['manufacturer_key', 'text', (device) => device.manufacturerKey],
  ['model_key', 'text', (device) => device.modelKey],
  ['serial_key', 'text', (device) => device.serialKey],
  ['attention', 'int', (device) => device.attention],
  ['critical', 'int', (device) => device.openFindings.critical],
  ['high', 'int', (device) => device.openFindings.high],
  ['medium', 'int', (device) => device.openFindings.medium],
  ['low', 'int', (device) => device.openFindings.low],
  ['info', 'int', (device) => device.openFindings.info],
  ['first_seen_at', 'timestamptz', (device) => device.firstSeenAt],
  ['last_observed_at', 'timestamptz', (device) => device.lastObservedAt ?? NEVER],
  ['last_changed_at', 'timestamptz', (device) => device.lastChangedAt],
  ['next_change_at', 'timestamptz', (device) => device.nextChangeAt],
  ['assessed_at', 'timestamptz', (device) => device.assessedAt],
  ['verdict_digest', 'text', (device) => device.verdictDigest],
  ['rule_set', 'text', (device) => device.ruleSet],
  ['attestation', 'text', (device) => device.attestation],
  ['last_attested_at', 'timestamptz', (device) => device.lastAttestedAt],
  ['silent_since', 'timestamptz', (device) => device.silentSince ?? NO_KEY],
  ['secure_boot', 'text', (device) => device.secureBoot],
  ['firmware_version', 'text', (device) => device.firmwareVersion],
  ['firmware_key', 'text', (device) => device.firmwareKey],
  ['stopped_at', 'timestamptz', (device) => device.stopped?.at ?? null],
  ['stopped_for', 'text', (device) => device.stopped?.ranOutOf ?? null],
  ['stopped_limit', 'int', (device) => device.stopped?.limit ?? null],
];
const NEVER = '1970-01-01T00:00:00.000Z';
/** Behind every device that could answer, in the order of silence. */
const NO_KEY = '9999-01-01T00:00:00.000Z';

/** Columns that `fromDeviceRow` reads. */
export const DEVICE_COLUMNS = WRITTEN.map(([name]) => name).join(', ');

export interface DeviceRow {
  readonly id: string;
  // Written by saveDevices only, from values of these types.
  readonly tier: Tier;
  readonly trust: Trust;
  readonly lifecycle: Lifecycle;
  readonly reason: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  readonly manufacturer_key: string;
  readonly model_key: string;
  readonly serial_key: string;
  readonly attention: number;
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly info: number;
  readonly first_seen_at: Date;
  readonly last_observed_at: Date;
  readonly last_changed_at: Date;
  readonly next_change_at: Date | null;
  readonly assessed_at: Date;
  readonly verdict_digest: string;
  readonly rule_set: string;
  readonly attestation: AttestationStanding;
  readonly last_attested_at: Date | null;
  readonly silent_since: Date;
  readonly secure_boot: SecureBoot;
  readonly firmware_version: string | null;
  readonly firmware_key: string;
  /** All three or none. */
  readonly stopped_at: Date | null;
  readonly stopped_for: RanOutOf | null;
  readonly stopped_limit: number | null;
}

export function fromDeviceRow(row: DeviceRow): DeviceRecord {
  const { id, tier, trust, lifecycle, reason, manufacturer, model, version, serial, attention, attestation } = row;
  return {
    id,
    tier,
    trust,
    lifecycle,
    reason,
    manufacturer,
    model,
    version,
    serial,
    attention,
    attestation,
    lastAttestedAt: row.last_attested_at?.toISOString() ?? null,
    silentSince: row.silent_since.toISOString() === NO_KEY ? null : row.silent_since.toISOString(),
    secureBoot: row.secure_boot,
    firmwareVersion: row.firmware_version,
    firmwareKey: row.firmware_key,
    manufacturerKey: row.manufacturer_key,
    modelKey: row.model_key,
    serialKey: row.serial_key,
    openFindings: { critical: row.critical, high: row.high, medium: row.medium, low: row.low, info: row.info },
    firstSeenAt: row.first_seen_at.toISOString(),
    lastObservedAt: row.last_observed_at.getTime() === 0 ? null : row.last_observed_at.toISOString(),
    lastChangedAt: row.last_changed_at.toISOString(),
    nextChangeAt: row.next_change_at?.toISOString() ?? null,
    assessedAt: row.assessed_at.toISOString(),
    verdictDigest: row.verdict_digest,
    ruleSet: row.rule_set,
    stopped: stoppedFold(row),
  };
}

function stoppedFold({ stopped_at: at, stopped_for: ranOutOf, stopped_limit: limit }: DeviceRow): StoppedFold | null {
  return at === null || ranOutOf === null || limit === null ? null : { at: at.toISOString(), ranOutOf, limit };
}
