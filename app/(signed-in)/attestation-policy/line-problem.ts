import type { ZodError } from 'zod';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { MAX_FRESHNESS_DAYS } from '#lib/present/governing-schema.ts';

/** Why what a form asks for can't be a line: each field once, by its label, with what it takes. */
export function lineProblem({ issues }: Pick<ZodError, 'issues'>, texts: Catalogue['attestationPolicy']): string {
  return [...new Set(issues.map(({ path }) => fieldProblem(path[0], texts)))].join('; ');
}

function fieldProblem(field: PropertyKey | undefined, texts: Catalogue['attestationPolicy']): string {
  switch (field) {
    case 'freshnessDays':
      return fill(texts.daysTake, { label: texts.freshness, most: String(MAX_FRESHNESS_DAYS) });
    case 'requiredPcrs':
      return fill(texts.pcrsTake, { label: texts.pcrs });
    case 'manufacturers':
    case 'models':
    case 'devices':
      return fill(texts.namesTake, { label: texts[field] });
    default:
      return texts.asksNothing;
  }
}
