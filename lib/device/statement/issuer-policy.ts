import { compareTexts, compareTimes } from '../time.ts';
import type { Assertion, PolicyChange, PolicyLine } from './assertion.ts';
import { isInGroup } from './device-group.ts';
import { type GovernedTable, isOpenAt, isStanding } from './governed-lines.ts';
import { refusalText } from './issuer-policy-text.ts';
import { type IssuerPolicyLine, POLICY_RIGHTS, type PolicyRight } from './issuer-policy-types.ts';

/** Who may say what. Without a line about a right every trust anchor, and every account, has that right: "no issuer policy". */
export type IssuerPolicy = GovernedTable<IssuerPolicyLine>;

export const NO_ISSUER_POLICY: IssuerPolicy = { lines: [] };

/** Rights that follow from others: who limits bases limits what continues them, and who limits EK certificates what rests on them. */
const GOVERNED_BY: Partial<Readonly<Record<PolicyRight, readonly PolicyRight[]>>> = {
  ak: ['ek', 'ak'],
  rebase: ['base', 'rebase'],
  delta: ['base', 'rebase', 'delta'],
};

/**
 * Whether the table decides about a right: from the first line about it on, also when that line has ended since. Only a line
 * that was taken back as if it had never been there leaves the right open again.
 */
export function isGoverned({ lines }: IssuerPolicy, right: PolicyRight): boolean {
  const rights = GOVERNED_BY[right] ?? [right];
  return lines.some((line) => isStanding(line) && line.line.rights.some((each) => rights.includes(each)));
}

/** Rights that no line speaks of: every anchor, or every submitter, has them. */
export const openRights = (policy: IssuerPolicy): readonly PolicyRight[] => POLICY_RIGHTS.filter((right) => !isGoverned(policy, right));

/** What the table says about an assertion. */
export type Ruling =
  | { readonly kind: 'allowed'; readonly lines: readonly PolicyLine[] }
  /** A delta by the base's own issuer, about which no line says anything. */
  | { readonly kind: 'own-issuer' }
  | { readonly kind: 'refused'; readonly detail: string };

/**
 * Asks the table. Null: it doesn't decide about this right.
 * Lines about a device limit also the base's own issuer; several lines add up, unit line by unit line.
 */
export function ruleOn(policy: IssuerPolicy, assertion: Assertion): Ruling | null {
  if (!isGoverned(policy, assertion.right)) return null;
  const own = policy.lines.filter((each) => isStanding(each) && speaks(each.line, assertion)).sort((a, b) => compareTexts(a.id, b.id));
  const about = own.filter(({ line }) => isInGroup(line, assertion));
  if (about.length === 0 && isByOwnIssuer(assertion)) return { kind: 'own-issuer' };
  const open = about.filter((each) => holdsAt(each, assertion.at));
  if (open.length === 0) return { kind: 'refused', detail: refusalText({ assertion, own, about }) };
  const changes = assertion.changes ?? [];
  const beyond = changes.find((change) => !open.some(({ line }) => covers(line, change)));
  if (beyond !== undefined) return { kind: 'refused', detail: refusalText({ assertion, own, about: open, beyond }) };
  const used = changes.length === 0 ? open : open.filter(({ line }) => changes.some((change) => covers(line, change)));
  return { kind: 'allowed', lines: used };
}

function speaks({ who, rights }: IssuerPolicyLine, { right, speaker }: Assertion): boolean {
  if (!rights.includes(right)) return false;
  if (who.kind === 'submitter') return speaker.kind === 'submitter' && speaker.account === who.account;
  return speaker.kind === 'issuer' && speaker.signers.some(({ key }) => key === who.key);
}

const isByOwnIssuer = ({ right, speaker, ownIssuers }: Assertion): boolean =>
  right === 'delta' && speaker.kind === 'issuer' && ownIssuers?.has(speaker.signers[0]?.key ?? '') === true;

function holdsAt(line: PolicyLine, at: string): boolean {
  const { from, until } = line.line;
  return (from === null || compareTimes(from, at) <= 0) && (until === null || compareTimes(at, until) < 0) && isOpenAt(line, at);
}

/** A line for some categories says nothing about properties, which belong to none. */
function covers({ categories, actions }: IssuerPolicyLine, { unit, action }: PolicyChange): boolean {
  if (categories.length > 0 && (unit === null || !categories.includes(unit.category))) return false;
  return actions.length === 0 || (action !== null && actions.includes(action));
}
