import { ParseError } from '#lib/encoding/parse-error.ts';
import { EXTENSION } from './oids.ts';
import { ANY_POLICY, type PolicyExtensions, readPolicyExtensions } from './policy-extensions.ts';
import type { Extension } from './types.ts';

/** A certificate of a path, as far as policies ask. */
export interface PolicedCertificate {
  readonly extensions: readonly Extension[];
  /** Whether its subject issued it. */
  readonly isSelfIssued: boolean;
  /** For whoever reads the problem. */
  readonly text: () => string;
}

/** What policies say against a path: broken, or not to be evaluated. One clause. */
export interface PolicyProblem {
  readonly status: 'fail' | 'unknown';
  readonly detail: string;
}

/**
 * Policies that hold at one depth of the path, each with those that may stand for it in the next certificate. Empty: none holds, here and
 * below. Depths above decide nothing any more, so that one level of the graph is kept, and it grows by what certificates list only.
 */
type Level = ReadonlyMap<string, ReadonlySet<string>>;

/** The state of validation. Counts: certificates until something is required or forbidden. @spec RFC 5280 section 6.1.2 */
interface State {
  readonly level: Level;
  readonly explicitPolicy: number;
  readonly policyMapping: number;
  readonly anyPolicy: number;
}

const DECIDING: readonly string[] = [EXTENSION.policyConstraints, EXTENSION.policyMappings, EXTENSION.inhibitAnyPolicy];

/**
 * What the policies of a path say against it; null when nothing does. Every policy is welcome at its end (any-policy), and nothing is required
 * or forbidden but by its certificates.
 * @param path  without the anchor, from the certificate that it issued to the last one
 * @spec  RFC 5280 section 6.1, with the policy graph of RFC 9618 in the place of the tree, which grows without bounds
 */
export function problemOfPolicies(path: readonly PolicedCertificate[]): PolicyProblem | null {
  // Where nobody requires a policy, none can be missing; most paths end here.
  if (!path.some(({ extensions }) => extensions.some(({ oid }) => DECIDING.includes(oid)))) return null;
  const never = path.length + 1;
  let state: State = { level: levelOf([ANY_POLICY]), explicitPolicy: never, policyMapping: never, anyPolicy: never };
  for (const [index, { extensions, isSelfIssued, text }] of path.entries()) {
    const isLast = index === path.length - 1;
    const own = tryRead(extensions);
    if (own === null) return { status: 'unknown', detail: `what ${text()} says about policies can't be read` };
    const level = nextLevel(state, own, { mayBeAny: state.anyPolicy > 0 || (isSelfIssued && !isLast) });
    if (level.size === 0 && state.explicitPolicy === 0)
      return { status: 'fail', detail: `no policy of the authorities above holds for ${text()}` };
    if (!isLast && mapsAnyPolicy(own)) return { status: 'fail', detail: `${text()} maps the policy that stands for all` };
    state = isLast ? ended({ ...state, level }, own) : prepared({ ...state, level }, own, { isSelfIssued });
  }
  const isMissing = state.explicitPolicy === 0 && state.level.size === 0;
  return isMissing ? { status: 'fail', detail: `no policy holds for the whole path to ${path.at(-1)?.text() ?? ''}` } : null;
}

function tryRead(extensions: readonly Extension[]): PolicyExtensions | null {
  try {
    return readPolicyExtensions(extensions);
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

const levelOf = (policies: Iterable<string>): Level => new Map([...policies].map((policy) => [policy, new Set([policy])]));

/** The policies of a certificate that follow from those above. @spec RFC 9618 section 5.3, which changes RFC 5280 section 6.1.3 (d) and (e) */
function nextLevel({ level }: State, { policies }: PolicyExtensions, { mayBeAny }: { readonly mayBeAny: boolean }): Level {
  if (policies === null) return new Map();
  const expected = new Set([...level.values()].flatMap((each) => [...each]));
  const isAnyAbove = level.has(ANY_POLICY);
  const named = [...policies].filter((policy) => policy !== ANY_POLICY && (expected.has(policy) || isAnyAbove));
  return levelOf(policies.has(ANY_POLICY) && mayBeAny ? new Set([...named, ...expected]) : named);
}

const mapsAnyPolicy = ({ mappings }: PolicyExtensions): boolean =>
  mappings.has(ANY_POLICY) || [...mappings.values()].some((subjects) => subjects.has(ANY_POLICY));

/** What the next certificate is judged by. @spec RFC 5280 section 6.1.4 (a), (b), (h), (i) and (j) */
function prepared(state: State, own: PolicyExtensions, { isSelfIssued }: Pick<PolicedCertificate, 'isSelfIssued'>): State {
  const counted = (count: number, limit: number | null): number => Math.min(isSelfIssued ? count : Math.max(count - 1, 0), limit ?? count);
  return {
    level: state.policyMapping > 0 ? mapped(state.level, own) : withoutMapped(state.level, own),
    explicitPolicy: counted(state.explicitPolicy, own.requireExplicitPolicy),
    policyMapping: counted(state.policyMapping, own.inhibitPolicyMapping),
    anyPolicy: counted(state.anyPolicy, own.inhibitAnyPolicy),
  };
}

/** Where any policy holds, what others are mapped to holds below anyway, so that it needs no entry of its own. */
function mapped(level: Level, { mappings }: PolicyExtensions): Level {
  return new Map([...level, ...[...mappings].filter(([policy]) => level.has(policy))]);
}

function withoutMapped(level: Level, { mappings }: PolicyExtensions): Level {
  return new Map([...level].filter(([policy]) => !mappings.has(policy)));
}

/** @spec RFC 5280 section 6.1.5 (a) and (b) */
function ended(state: State, { requireExplicitPolicy }: PolicyExtensions): State {
  return { ...state, explicitPolicy: requireExplicitPolicy === 0 ? 0 : Math.max(state.explicitPolicy - 1, 0) };
}
