import type { IssuerPolicyLine, PolicyRight } from '#lib/device/statement/issuer-policy-types.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { groupLimits, shown } from './group-text.ts';
import { timeText } from './time-text.ts';

export { openRights } from '#lib/device/statement/issuer-policy.ts';
export type { IssuerPolicyLine } from '#lib/device/statement/issuer-policy-types.ts';

type Texts = Pick<Catalogue, 'policy' | 'governed' | 'category'>;

/** A line in words, part by part; safe to show. */
export interface LineText {
  readonly who: string;
  readonly may: string;
  readonly about: string;
  readonly when: string;
}

/** Says what a line says. */
export function lineText(texts: Texts, line: IssuerPolicyLine): LineText {
  const { policy } = texts;
  const { who, rights } = line;
  return {
    who:
      who.kind === 'issuer' ? fill(policy.issuerText, { name: shown(who.name) }) : fill(policy.accountText, { name: shown(who.account) }),
    may: fill(who.kind === 'issuer' ? policy.signText : policy.reportText, { rights: rightsText(texts, rights) }),
    about: aboutText(texts, line),
    when: whenText(texts, line),
  };
}

/** Rights as a list in words. */
export const rightsText = ({ policy }: Pick<Catalogue, 'policy'>, rights: readonly PolicyRight[]): string =>
  rights.map((right) => policy.rights[right]).join(', ');

function aboutText(texts: Texts, line: IssuerPolicyLine): string {
  const { policy, category } = texts;
  const { categories, actions } = line;
  const changes = [...categories.map((each) => category[each]), ...actions.map((action) => policy.actions[action])];
  const limits = [...groupLimits(texts, line), ...(changes.length === 0 ? [] : [fill(policy.changesText, { names: changes.join(', ') })])];
  return limits.length === 0 ? policy.everything : limits.join('; ');
}

function whenText({ policy }: Texts, { from, until }: IssuerPolicyLine): string {
  if (from !== null && until !== null) return fill(policy.rangeText, { from: timeText(from), until: timeText(until) });
  if (from !== null) return fill(policy.fromText, { from: timeText(from) });
  return until === null ? policy.always : fill(policy.untilText, { until: timeText(until) });
}
