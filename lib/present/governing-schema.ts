import * as z from 'zod';
import type { ManufacturerAlias } from '#lib/component/aliases.ts';
import { normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import { CATEGORIES } from '#lib/component/types.ts';
import type { AliasTable } from '#lib/device/statement/alias-table.ts';
import { REQUIRABLE_PCRS } from '#lib/device/statement/attestation-policy-types.ts';
import type { IssuerPolicy } from '#lib/device/statement/issuer-policy.ts';
import { ISSUER_RIGHTS, type IssuerPolicyLine, POLICY_RIGHTS, SUBMITTER_RIGHTS } from '#lib/device/statement/issuer-policy-types.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';

/** Names that one line of a governing table may list. */
const MAX_NAMES = 1000;
/** Lines of one table. */
const MAX_LINES = 10_000;
const EPOCH = '1970-01-01T00:00:00.000Z';
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().min(1).max(4096);
const names = z.array(text).max(MAX_NAMES).default([]);
const time = z.iso.datetime({ offset: true }).transform((written) => new Date(written).toISOString());

/** A change of a governing table: a line as the schema says, or the end of one. */
export const lineChange = <Line extends z.ZodType>(line: Line) =>
  z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('add'), line }),
    z.strictObject({ action: z.literal('end'), line: sha256, until: time.nullable() }),
  ]);

/** One line of the table of who may say what, as it stands in JSON. */
export const issuerPolicyLine = z
  .strictObject({
    who: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('issuer'), key: sha256, certificate: sha256, name: z.string().max(4096) }),
      z.strictObject({ kind: z.literal('submitter'), account: text }),
    ]),
    rights: z.array(z.enum(POLICY_RIGHTS)).min(1).max(POLICY_RIGHTS.length),
    manufacturers: names,
    models: names,
    devices: names,
    categories: z.array(z.enum(CATEGORIES)).max(CATEGORIES.length).default([]),
    actions: z
      .array(z.enum(['added', 'modified', 'removed']))
      .max(3)
      .default([]),
    from: time.nullable().default(null),
    until: time.nullable().default(null),
  })
  .check(({ value, issues }) => {
    const message = lineProblem(value);
    if (message !== null) issues.push({ code: 'custom', message, input: value });
  });

/** Two manufacturer names that mean the same, as they stand in JSON. */
export const manufacturerAlias = z
  .strictObject({ scheme: z.literal('manufacturer'), name: text, means: text })
  .check(({ value, issues }) => {
    const message = aliasProblem(value);
    if (message !== null) issues.push({ code: 'custom', message, input: value });
  });

function aliasProblem({ name, means }: ManufacturerAlias): string | null {
  if (isPlaceholder(name) || isPlaceholder(means)) return 'a placeholder is no name';
  return normalizeText(name) === normalizeText(means) ? 'these names are equal already' : null;
}

/** Days after which an answer of a TPM may be called old at the latest: a century. */
export const MAX_FRESHNESS_DAYS = 36_500;

/** What devices of a group have to show, as it stands in JSON. */
export const attestationPolicyLine = z
  .strictObject({
    manufacturers: names,
    models: names,
    devices: names,
    freshnessDays: z.int().min(1).max(MAX_FRESHNESS_DAYS).nullable().default(null),
    requiredPcrs: z
      .array(z.int().refine((pcr) => REQUIRABLE_PCRS.includes(pcr), 'a challenge does not ask for this PCR'))
      .max(REQUIRABLE_PCRS.length)
      .default([]),
    requireSecureBoot: z.boolean().default(false),
    requireReferences: z.boolean().default(false),
  })
  .check(({ value, issues }) => {
    const { freshnessDays, requiredPcrs, requireSecureBoot, requireReferences } = value;
    if (freshnessDays === null && requiredPcrs.length === 0 && !requireSecureBoot && !requireReferences)
      issues.push({ code: 'custom', message: 'a line has to ask for something', input: value });
  });

const said = { proposedBy: z.string().default(''), approvedBy: z.string().default(''), reason: z.string().default('') };

const lineEnd = z.strictObject({ ...said, until: time.nullable(), approvedAt: time.default(EPOCH) });

/** The lines of a table, with who put them there. */
const tableSchema = <Line extends z.ZodType>(line: Line) =>
  z.object({
    lines: z
      .array(
        z.strictObject({
          ...said,
          id: sha256.optional(),
          line,
          approvedAt: time.default(EPOCH),
          end: lineEnd.nullable().default(null),
        }),
      )
      .max(MAX_LINES),
  });

/**
 * The table as downloaded evidence and policy files have it. Who proposed and approved may be left out: then the file itself is what
 * whoever names it relies upon.
 */
export const issuerPolicySchema = tableSchema(issuerPolicyLine);

/** The table of names that mean the same, as downloaded evidence has it. */
export const aliasTableSchema = tableSchema(manufacturerAlias);

/** The table of what groups of devices have to show, as downloaded evidence has it. */
export const attestationPolicySchema = tableSchema(attestationPolicyLine);

/** A policy file: the table, and whatever else stands beside it. @throws ParseError 'bad-value' with the path of the first thing that is wrong */
export function readIssuerPolicy(value: unknown): IssuerPolicy {
  return namedLines(readAs(issuerPolicySchema, value));
}

/** A file of names that mean the same: the table, and whatever else stands beside it. @throws ParseError 'bad-value' with the path of the first thing that is wrong */
export function readAliasTable(value: unknown): AliasTable {
  return namedLines(readAs(aliasTableSchema, value));
}

function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new ParseError('bad-value', `${path}: ${issue?.message ?? 'not of the expected shape'}`, { path });
}

/** Lines without an id get one that is made of what they say. */
export function namedLines<Each extends { readonly id?: string | undefined; readonly line: Parameters<typeof digestOfJson>[0] }>({
  lines,
}: {
  readonly lines: readonly Each[];
}): { readonly lines: readonly (Each & { readonly id: string })[] } {
  return { lines: lines.map((each) => ({ ...each, id: each.id ?? digestOfJson(each.line) })) };
}

/** Why a line would not mean what its author thinks; null when it holds together. */
function lineProblem({ who, rights, devices, categories, actions, ...line }: IssuerPolicyLine): string | null {
  const fitting: readonly string[] = who.kind === 'issuer' ? ISSUER_RIGHTS : SUBMITTER_RIGHTS;
  const foreign = rights.find((right) => !fitting.includes(right));
  if (foreign !== undefined)
    return `${who.kind === 'issuer' ? 'an issuer signs' : 'an account reports'} ${fitting.join(', ')}, not ${foreign}`;
  if ((categories.length > 0 || actions.length > 0) && !rights.includes('delta'))
    return 'categories and actions limit delta certificates, and the line is not about them';
  if (rights.includes('ek') && devices.length > 0)
    return 'an EK certificate names no device, so a line about it can’t be limited to devices';
  if (rights.includes('ek') && rights.length > 1 && line.manufacturers.length + line.models.length > 0)
    return 'for EK certificates the manufacturer is that of the TPM, for others that of the platform: use a line for each';
  if (line.from !== null && line.until !== null && Date.parse(line.until) <= Date.parse(line.from)) return 'it ends before it begins';
  return null;
}
