import type { Assessed, Trust } from '#lib/detect/rule.ts';
import type { Lifecycle } from '#lib/device/statement/statement-types.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import type { Store } from './open-store.ts';
import { withoutNul } from './packed-document.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { execute, type Queryable, select, whereAll } from './sql.ts';

/** What the program said about a device at a moment. Never changed afterwards. */
export interface AssessmentRecord {
  readonly id: string;
  readonly deviceId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly trust: Trust;
  readonly lifecycle: Lifecycle;
  readonly reasons: readonly string[];
  readonly findings: readonly string[];
  readonly inputs: string;
  readonly ruleSet: string;
  readonly policyVersion: number;
  /** Version of the table of who may say what; null when it said nothing. */
  readonly issuerPolicy: string | null;
  /** Versions of the mappings by which its inventories were read, by format; null in those of before mappings had versions. */
  readonly mappings: Readonly<Record<string, number>> | null;
  readonly nextChangeAt: string | null;
}

/** Of what a person reads in a verdict: another digest means that another assessment is written. */
export function verdictDigest({ verdict, ruleSet, mappings }: Assessed): string {
  const { lifecycle, trust, reasons, findings } = verdict;
  return digestOfJson({ lifecycle, trust, reasons, findings: [...findings].sort(), ruleSet, mappings: { ...mappings } });
}

export interface NewAssessment {
  readonly assessed: Assessed;
  readonly policyVersion: number;
}

/** Keeps assessments, each with an id made of its device, its time and what it says. */
export async function saveAssessments(db: Queryable, assessments: readonly NewAssessment[]): Promise<void> {
  // Arrays of arrays must be rectangular in PostgreSQL, so the lists travel as JSON.
  const rows = assessments.map(({ assessed, policyVersion }) => ({
    device_id: assessed.device.id,
    id: digestOfJson({ device: assessed.device.id, at: assessed.at, verdict: verdictDigest(assessed) }),
    at: assessed.at,
    trust: assessed.verdict.trust,
    lifecycle: assessed.verdict.lifecycle,
    reasons: assessed.verdict.reasons.map(withoutNul),
    findings: assessed.verdict.findings,
    inputs: assessed.inputs,
    rule_set: assessed.ruleSet,
    policy_version: policyVersion,
    issuer_policy: assessed.issuerPolicy,
    mappings: assessed.mappings,
    next_change_at: assessed.device.nextChangeAt,
  }));
  if (rows.length === 0) return;
  await execute(
    db,
    `INSERT INTO assessment (device_id, id, at, trust, lifecycle, reasons, findings, inputs, rule_set, policy_version, issuer_policy, mappings, next_change_at)
     SELECT device_id, id, at, trust, lifecycle, reasons, findings, inputs, rule_set, policy_version, issuer_policy, mappings,
       next_change_at FROM jsonb_to_recordset($1::jsonb) AS a(device_id text, id text, at timestamptz, trust text, lifecycle text, reasons text[], findings text[],
       inputs text, rule_set text, policy_version int, issuer_policy text, mappings jsonb, next_change_at timestamptz)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** Assessments of a device, the newest first. */
export async function listAssessments(
  store: Store,
  { deviceId, cursor, limit: asked }: { deviceId: string; cursor?: string; limit?: number },
): Promise<Page<AssessmentRecord>> {
  const limit = pageSize(asked);
  const where = whereAll([
    ['device_id = ?', deviceId],
    cursor === undefined ? undefined : ['(at, id) < (?::timestamptz, ?)', ...decodeCursor(cursor, 2)],
  ]);
  const rows = await select<Row>(
    store.pool,
    `SELECT * FROM assessment WHERE ${where.sql} ORDER BY at DESC, id DESC LIMIT ${limit + 1}`,
    where.values,
  );
  return toPage(rows, { limit, keyOf: (row) => [row.at.toISOString(), row.id], itemOf: fromRow });
}

interface Row {
  readonly id: string;
  readonly device_id: string;
  readonly at: Date;
  // Written by saveAssessments only, from an Assessed.
  readonly trust: Trust;
  readonly lifecycle: Lifecycle;
  readonly reasons: readonly string[];
  readonly findings: readonly string[];
  readonly inputs: string;
  readonly rule_set: string;
  readonly policy_version: number;
  readonly issuer_policy: string | null;
  readonly mappings: Readonly<Record<string, number>> | null;
  readonly next_change_at: Date | null;
}

function fromRow({ device_id, at, rule_set, policy_version, issuer_policy, next_change_at, ...row }: Row): AssessmentRecord {
  return {
    ...row,
    deviceId: device_id,
    at: at.toISOString(),
    ruleSet: rule_set,
    policyVersion: policy_version,
    issuerPolicy: issuer_policy,
    nextChangeAt: next_change_at?.toISOString() ?? null,
  };
}
