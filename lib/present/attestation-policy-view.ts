import {
  type AttestationPolicyTable,
  attestationPolicyTableOf,
  attestationPolicyVersion,
} from '#lib/device/statement/attestation-policy.ts';
import type { AttestationPolicyLine } from '#lib/device/statement/attestation-policy-types.ts';
import type { LineChange, Statement } from '#lib/device/statement/statement-types.ts';
import { statementsInForce } from '#lib/device/statement/statements.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { pcrRangeText } from '#lib/tpm/pcr-selection.ts';
import { type GovernedRow, governedRows } from './governed-rows.ts';
import { visibleText } from './visible-text.ts';

/** A change of the table that waits for a second person. */
interface WaitingChange {
  /** Of the statement that proposes it. */
  readonly id: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
  readonly change: LineChange<AttestationPolicyLine>;
}

/** What a group of devices has to show, in whatever state. */
export type AttestationPolicyRow = GovernedRow<AttestationPolicyLine>;

/** The whole table of what groups of devices have to show. */
export interface AttestationPolicyView {
  readonly table: AttestationPolicyTable;
  /** Null while it says nothing. */
  readonly version: string | null;
  readonly waiting: readonly WaitingChange[];
  /** The newest proposal first. */
  readonly rows: readonly AttestationPolicyRow[];
}

/** @param said  what was said about all devices until then, in order of time */
export function attestationPolicyView(said: readonly Statement[], now: string): AttestationPolicyView {
  const sorted = statementsInForce(said);
  const table = attestationPolicyTableOf(sorted);
  const waiting = sorted.pending.flatMap((statement) => {
    if (statement.kind !== 'attestation-policy') return [];
    const { id, author: by, at, reason, change } = statement;
    return [{ id, by, at, reason, change }];
  });
  const changes = said.filter((statement) => statement.kind === 'attestation-policy');
  const rows = governedRows({ changes, said, sorted, lines: table.lines, untilOf: () => null, now });
  return { table, version: attestationPolicyVersion(table), waiting, rows };
}

type Texts = Pick<Catalogue, 'attestationPolicy' | 'policy'>;

/** Which devices a line is about, in words. */
export function groupText({ attestationPolicy: words, policy }: Texts, { manufacturers, models, devices }: AttestationPolicyLine): string {
  const list = (names: readonly string[]): string => names.map((name) => visibleText(name)).join(', ');
  const limits = [
    ...(manufacturers.length === 0 ? [] : [fill(policy.manufacturersText, { names: list(manufacturers) })]),
    ...(models.length === 0 ? [] : [fill(policy.modelsText, { names: list(models) })]),
    ...(devices.length === 0 ? [] : [fill(policy.devicesText, { names: list(devices) })]),
  ];
  return limits.length === 0 ? words.everyDevice : limits.join('; ');
}

/** What a line asks of them, in words. */
export function askedText({ attestationPolicy: words }: Pick<Catalogue, 'attestationPolicy'>, line: AttestationPolicyLine): string {
  const { freshnessDays, requiredPcrs, requireSecureBoot, requireReferences } = line;
  return [
    ...(freshnessDays === null ? [] : [pluralText('en', words.freshnessText, { count: freshnessDays })]),
    ...(requiredPcrs.length === 0 ? [] : [fill(words.pcrsText, { pcrs: pcrRangeText(requiredPcrs.toSorted((a, b) => a - b)) })]),
    ...(requireSecureBoot ? [words.secureBootText] : []),
    ...(requireReferences ? [words.referencesText] : []),
  ].join('; ');
}
