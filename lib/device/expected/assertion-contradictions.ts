import { visibleText } from '#lib/component/visible-text.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { certificateWord } from '../link/certificate-word.ts';
import type { Of } from '../link/judged-document.ts';
import { compareTimes } from '../time.ts';
import type { Problem } from '../types.ts';
import { EVALUATION, EVALUATION_STATES, securityAssertionsOf } from './security-assertions.ts';

type Certificate = Of<PlatformCertificate>;

interface Asserted {
  readonly certificate: Certificate;
  readonly values: readonly string[];
}

interface Contradiction {
  readonly about: string;
  readonly first: Asserted;
  readonly next: Asserted;
}

/** Contradictions that one problem tells; more are counted. */
const MAX_TOLD = 5;

/**
 * Where certificates that count for one device assert different things of its security. What one of them leaves out contradicts nothing, and an
 * evaluation may be further in a later certificate. Each is compared with the first that says something about the same.
 * @param certificates  in the order in which they count
 */
export function assertionProblems(certificates: readonly Certificate[]): readonly Problem[] {
  const first = new Map<string, Asserted>();
  const found = certificates.map((certificate) =>
    [...securityAssertionsOf(certificate.document)].flatMap(([about, values]): readonly Contradiction[] => {
      const next = { certificate, values };
      const known = first.get(about);
      if (known === undefined) first.set(about, next);
      return known !== undefined && contradicts(about, known, next) ? [{ about, first: known, next }] : [];
    }),
  );
  return found.flatMap((each) => (each.length === 0 ? [] : [problemOf(each)]));
}

function contradicts(about: string, first: Asserted, next: Asserted): boolean {
  if (isWithin(first.values, next.values) || isWithin(next.values, first.values)) return false;
  return about !== EVALUATION || !isFurther(first, next);
}

const isWithin = (values: readonly string[], others: readonly string[]): boolean => values.every((value) => others.includes(value));

function isFurther(first: Asserted, next: Asserted): boolean {
  const [before, after] = [first, next].map(({ values }) => Math.max(...values.map((value) => EVALUATION_STATES.indexOf(value))));
  const isLater = compareTimes(next.certificate.document.notBefore, first.certificate.document.notBefore) > 0;
  return isLater && (after ?? 0) > (before ?? 0);
}

function problemOf(contradictions: readonly Contradiction[]): Problem {
  const told = contradictions.slice(0, MAX_TOLD).map(({ about, first, next }) => {
    const [one, other] = [first, next].map(({ certificate, values }) => `${values.join(' and ')} in ${nameOf(certificate)}`);
    return visibleText(`${about} is ${one} and ${other}`);
  });
  const more = contradictions.length > told.length ? `; and ${contradictions.length - told.length} more` : '';
  const because = new Set(contradictions.flatMap(({ first, next }) => [next, first].map(({ certificate }) => certificate.judged.sha256)));
  return { kind: 'assertions-contradict', because: [...because], detail: `${told.join('; ')}${more}` };
}

const nameOf = ({ document }: Certificate): string =>
  `${certificateWord(document).toLowerCase()} ${document.serialNumber}${document.form === 'PKC' ? ' (public-key form)' : ''}`;
