import type { IssuerPolicyLine, PolicyRight } from '#lib/device/statement/issuer-policy-types.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from './time-text.ts';
import { visibleText } from './visible-text.ts';

type Texts = Pick<Catalogue, 'policy' | 'category'>;

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

const shown = (text: string): string => visibleText(text) || '—';
const list = (names: readonly string[]): string => names.map(shown).join(', ');

/** Rights as a list in words. */
export const rightsText = ({ policy }: Pick<Catalogue, 'policy'>, rights: readonly PolicyRight[]): string =>
  rights.map((right) => policy.rights[right]).join(', ');

function aboutText({ policy, category }: Texts, { manufacturers, models, devices, categories, actions }: IssuerPolicyLine): string {
  const changes = [...categories.map((each) => category[each]), ...actions.map((action) => policy.actions[action])];
  const limits = [
    manufacturers.length === 0 ? [] : [fill(policy.manufacturersText, { names: list(manufacturers) })],
    models.length === 0 ? [] : [fill(policy.modelsText, { names: list(models) })],
    devices.length === 0 ? [] : [fill(policy.devicesText, { names: list(devices) })],
    changes.length === 0 ? [] : [fill(policy.changesText, { names: changes.join(', ') })],
  ].flat();
  return limits.length === 0 ? policy.everything : limits.join('; ');
}

function whenText({ policy }: Texts, { from, until }: IssuerPolicyLine): string {
  if (from !== null && until !== null) return fill(policy.rangeText, { from: timeText(from), until: timeText(until) });
  if (from !== null) return fill(policy.fromText, { from: timeText(from) });
  return until === null ? policy.always : fill(policy.untilText, { until: timeText(until) });
}
