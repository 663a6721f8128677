import { z } from 'zod';
import { LIFECYCLES, TRUSTS } from '#lib/present/vocabulary.ts';
import { identifier, instant, pageQuery, reason, sha256 } from './common.ts';
import { finding } from './findings.ts';

export const DEVICE_SORTS = ['attention', 'last-changed', 'last-observed', 'serial'] as const;

const listOf = <Value extends string>(values: readonly Value[]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)).min(1));

export const deviceQuery = pageQuery.extend({
  trust: listOf(TRUSTS).optional().describe('one or several, separated by commas'),
  lifecycle: listOf(LIFECYCLES).optional().describe('one or several, separated by commas'),
  manufacturer: z.string().max(200).optional(),
  model: z.string().max(200).optional(),
  sort: z.enum(DEVICE_SORTS).default('attention'),
  direction: z.enum(['ascending', 'descending']).optional(),
});

const text = z.string().nullable();
const identity = z.object({ manufacturer: text, model: text, version: text, serial: text });
const lifecycle = z.enum(LIFECYCLES);
const trust = z.enum(TRUSTS);

export const deviceRow = z.object({
  id: z.string(),
  tier: z.string(),
  trust,
  lifecycle,
  reason: z.string(),
  identity,
  findings: z.object({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int(), info: z.int() }),
  lastObservedAt: instant.nullable(),
  lastChangedAt: instant,
  assessedAt: instant,
});

const head = {
  id: z.string(),
  at: instant.describe('the instant asked about'),
  ruleSet: z.string(),
  inputs: z.string().describe('digest of everything that the answer rests on'),
};

export const device = z.object({
  ...head,
  key: z.string(),
  tier: z.string(),
  identity,
  verdict: z.object({ lifecycle, trust, reasons: z.array(z.string()) }),
  nextChangeAt: instant.nullable().describe('when the answer changes by time alone; past it, ask again'),
});

/** The same form as `assay inspect --json` gives a component, with its place and origin. */
const unit = z.looseObject({ manufacturer: z.string(), model: z.string(), serial: text, category: z.string(), slot: text });

const difference = z.object({
  scope: z.enum(['conformance', 'history']),
  kind: z.string(),
  expected: unit.nullable(),
  observed: unit.nullable(),
  authorization: text,
});

export const components = z.object({ ...head, expected: z.array(unit), observed: z.array(unit), differences: z.array(difference) });

export const timeline = z.object({
  ...head,
  items: z.array(
    z.object({
      at: z.string(),
      receivedAt: z.string(),
      kind: z.string(),
      title: z.string(),
      sha256: text,
      trusted: z.boolean().nullable(),
    }),
  ),
});

export const deviceFindings = z.object({ ...head, items: z.array(finding) });

export const lifecycleBody = z.strictObject({ state: lifecycle, reason });
export const baselineBody = z.strictObject({ submission: identifier.describe('the observation to accept'), reason });

export const searchQuery = z.object({ q: z.string().trim().min(2).max(200), limit: z.coerce.number().int().min(1).max(50).default(20) });
export const searchHits = z.object({
  items: z.array(z.object({ href: z.string(), title: z.string(), detail: z.string(), device: text, sha256: sha256.nullable() })),
});
