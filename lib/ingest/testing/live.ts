import { parseBase64 } from '#lib/ingest/certificate-at-hand.ts';
import { type NewStatement, recordStatement, StatementRefused } from '#lib/ingest/record-statement.ts';
import { DEFAULT_POLICY } from '#lib/present/assay-file.ts';
import { issuerPolicyLine } from '#lib/present/governing-schema.ts';
import { policyIssuer } from '#lib/present/policy-issuer.ts';
import { saveChallenge } from '#lib/store/challenges.ts';
import type { Store } from '#lib/store/open-store.ts';
import { policyLine } from '#lib/testing/device-evidence.ts';
import { challengeAt, enrolmentOf } from './answers.ts';
import { anchorOf, bytesOf, type Happening } from './histories.ts';
import { handIn, settle } from './settle.ts';

/** A day of the histories. */
export const day = (number: number): Date => new Date(Date.UTC(2026, 2, number));

/** Acts a history out, one happening a day; everything waiting is done before somebody says something about it. */
export async function live(store: Store, happenings: readonly Happening[]): Promise<void> {
  for (const [index, happening] of happenings.entries()) {
    const at = day(index + 1);
    if (happening.does === 'hand-in') {
      await handOver(store, happening, at);
      continue;
    }
    await settle(store, at);
    const said = await statementOf(store, happening);
    if (said === undefined) continue;
    const id = await say(store, { author: 'ann', reason: 'because', ...said, at: at.toISOString() });
    if (id !== undefined && 'approved' in happening && happening.approved)
      await say(store, { kind: 'approval', statement: id, author: 'bob', reason: 'agreed', at: at.toISOString() });
  }
}

async function handOver(
  store: Store,
  { file, by, names, granted, answers }: Extract<Happening, { does: 'hand-in' }>,
  at: Date,
): Promise<void> {
  const devices = names === null && granted === null ? [] : await idsOf(store, 'SELECT id FROM device ORDER BY id');
  const device = typeof names === 'number' ? (pick(devices, names) ?? null) : names;
  const mayAttachTo = granted === null ? ('any' as const) : granted.flatMap((which) => pick(devices, which) ?? []);
  const challenge = answers ? { challenge: challengeAt(at) } : {};
  if (challenge.challenge !== undefined) await saveChallenge(store, { ...challenge.challenge, account: by });
  await handIn(store, bytesOf(file), { fileName: file, submittedBy: by, device, mayAttachTo, receivedAt: at, ...challenge });
}

type Said = NewStatement extends infer S ? (S extends NewStatement ? Omit<S, 'at' | 'author'> & { author?: string } : never) : never;

async function statementOf(store: Store, happening: Exclude<Happening, { does: 'hand-in' }>): Promise<Said | undefined> {
  const ids = (sql: string): Promise<readonly string[]> => idsOf(store, sql);
  const device = async (which: number) => pick(await ids('SELECT id FROM device ORDER BY id'), which);
  switch (happening.does) {
    case 'lifecycle': {
      const of = await device(happening.device);
      return of === undefined ? undefined : { kind: 'lifecycle', device: of, state: happening.state };
    }
    case 'link':
    case 'baseline': {
      const submission = pick(await ids('SELECT id FROM submission ORDER BY id'), happening.submission);
      const of = await device(happening.device);
      return of === undefined || submission === undefined ? undefined : { kind: happening.does, device: of, submission };
    }
    case 'base-choice': {
      const sql = "SELECT document_id AS id FROM document WHERE kind LIKE '%platform-certificate' ORDER BY document_id";
      const certificate = pick(await ids(sql), happening.certificate);
      const of = await device(happening.device);
      return of === undefined || certificate === undefined ? undefined : { kind: 'base-choice', device: of, certificate };
    }
    case 'decision': {
      const { rows } = await store.pool.query<{ id: string; device: string }>(
        'SELECT id, device_id AS device FROM finding WHERE open ORDER BY severity_rank, id',
      );
      const about = rows[happening.finding % Math.max(rows.length, 1)];
      const expiresAt = happening.ends ? day(60).toISOString() : null;
      return about && { kind: 'decision', device: about.device, finding: about.id, decision: happening.decision, expiresAt };
    }
    case 'approval':
    case 'withdrawal': {
      const statement = pick(await ids('SELECT id FROM statement ORDER BY at DESC, id'), happening.statement);
      if (statement === undefined) return undefined;
      return happening.does === 'withdrawal' ? { kind: 'withdrawal', statement } : { kind: 'approval', statement, author: happening.by };
    }
    case 'identity-continuity': {
      const [from, to] = [await device(happening.from), await device(happening.to)];
      return from === undefined || to === undefined ? undefined : { kind: 'identity-continuity', device: from, from, to };
    }
    case 'enrol':
      return enrolmentOf(happening);
    case 'anchor':
      return { kind: 'anchor', action: happening.action, label: happening.who, ...anchorOf(happening.who) };
    case 'policy': {
      const { freshnessDays, requireRevocation } = happening;
      return { kind: 'policy', policy: { ...DEFAULT_POLICY, exemptCategories: [], freshnessDays, requireRevocation } };
    }
    case 'policy-line': {
      const { who, rights, manufacturers } = happening;
      const line =
        who === 'collector'
          ? policyLine({ who: { kind: 'submitter', account: who }, rights: ['observation'], manufacturers })
          : policyLine({ who: policyIssuer(parseBase64(anchorOf(who).certificate)), rights, manufacturers });
      return { kind: 'issuer-policy', change: { action: 'add', line: issuerPolicyLine.parse(line) } };
    }
    case 'policy-end': {
      const line = pick(await ids("SELECT id FROM statement WHERE kind = 'issuer-policy' ORDER BY id"), happening.line);
      const until = happening.until === null ? null : day(happening.until).toISOString();
      return line === undefined ? undefined : { kind: 'issuer-policy', change: { action: 'end', line, until } };
    }
    case 'alias': {
      const [name, means] = happening.names;
      return { kind: 'manufacturer-alias', change: { action: 'add', line: { scheme: 'manufacturer', name, means } } };
    }
    case 'alias-end': {
      const line = pick(await ids("SELECT id FROM statement WHERE kind = 'manufacturer-alias' ORDER BY id"), happening.line);
      const until = happening.until === null ? null : day(happening.until).toISOString();
      return line === undefined ? undefined : { kind: 'manufacturer-alias', change: { action: 'end', line, until } };
    }
    default:
      return happening satisfies never;
  }
}

/** What may not be said is refused, and nothing happened. @returns the id of what was said */
async function say(store: Store, said: NewStatement): Promise<string | undefined> {
  try {
    return (await recordStatement(store, said)).id;
  } catch (error) {
    if (!(error instanceof StatementRefused)) throw error;
    return undefined;
  }
}

const pick = (items: readonly string[], which: number): string | undefined => items[which % Math.max(items.length, 1)];

async function idsOf(store: Store, sql: string): Promise<readonly string[]> {
  const { rows } = await store.pool.query<{ id: string }>(sql);
  return rows.map(({ id }) => id);
}
