import * as z from 'zod';
import { CATEGORIES } from '#lib/component/types.ts';
import { ISSUER_RIGHTS, type IssuerPolicyLine, POLICY_RIGHTS, SUBMITTER_RIGHTS } from '#lib/device/issuer-policy-types.ts';

/** Names that one line of a governing table may list. */
const MAX_NAMES = 1000;
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
