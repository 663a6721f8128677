import type { Trust } from '#lib/detect/rule.ts';
import type { AttestationStanding } from '#lib/device/attested/attestation-standing.ts';
import type { SecureBoot } from '#lib/device/attested/secure-boot.ts';
import type { Lifecycle } from '#lib/device/statement/statement-types.ts';
import type { Tier } from '#lib/device/types.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { csvLine, csvText } from './csv.ts';

/** One device in the fleet, as its row is kept. Times are ISO 8601, UTC. */
export interface FleetRow {
  readonly id: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly trust: Trust;
  readonly lifecycle: Lifecycle;
  readonly tier: Tier;
  /** Open findings above info: no accepted ones. */
  readonly findings: number;
  readonly lastObservedAt: string | null;
  readonly assessedAt: string;
  readonly attestation: AttestationStanding;
  readonly lastAttestedAt: string | null;
  readonly secureBoot: SecureBoot;
  readonly firmwareVersion: string | null;
}

/** A device's name in a list: product and serial, or its id where it has neither. */
export function deviceName({ id, manufacturer, model, serial }: Pick<FleetRow, 'id' | 'manufacturer' | 'model' | 'serial'>): string {
  const parts = [manufacturer, model, serial].filter((part) => part !== null && part.trim() !== '');
  return parts.length === 0 ? id : parts.join(' ');
}

/** The first line of the fleet's CSV, in the language of the reader. */
export function fleetCsvHeader(locale: Locale): string {
  const { id, manufacturer, model, serial, trust, lifecycle, tier, findings, lastObserved, assessed, ...measured } =
    catalogueOf(locale).fleetCsv;
  const { attestation, lastAttested, secureBoot, firmware } = measured;
  return csvLine([
    ...[id, manufacturer, model, serial, trust, lifecycle, tier, findings, lastObserved, assessed],
    ...[attestation, lastAttested, secureBoot, firmware],
  ]);
}

/** One line of the fleet's CSV: words for people, times in ISO 8601, serials as text. */
export function fleetCsvRow(locale: Locale, row: FleetRow): string {
  return csvLine([
    row.id,
    row.manufacturer,
    row.model,
    row.serial === null ? null : csvText(row.serial),
    translate(locale, `verdict.word.${row.trust}`),
    translate(locale, `lifecycle.${row.lifecycle}`),
    translate(locale, `verdict.tier.${row.tier}`),
    String(row.findings),
    row.lastObservedAt,
    row.assessedAt,
    translate(locale, `attestation.standing.${row.attestation}`),
    row.lastAttestedAt,
    translate(locale, `attestation.secureBoot.${row.secureBoot}`),
    row.firmwareVersion,
  ]);
}
