import { visibleText } from '#lib/component/visible-text.ts';
import type { Assertion, PolicyChange, PolicyLine } from './assertion.ts';
import type { PolicyRight } from './issuer-policy-types.ts';

/** Digits of a statement's id that a person compares. */
const SHORT_ID = 8;
/** Lines that one sentence names. */
const MAX_TOLD = 3;

/** A line as sentences name it: the beginning of its statement's id. */
export const lineName = ({ id }: Pick<PolicyLine, 'id'>): string => `policy line ${id.slice(0, SHORT_ID)}`;

const WORDS: Readonly<Record<PolicyRight, string>> = {
  ek: 'sign EK certificates',
  ak: 'sign certificates of attestation keys',
  base: 'sign platform certificates',
  rebase: 'sign rebase certificates',
  delta: 'sign delta certificates',
  'reference-value': 'sign reference values',
  bom: 'report BOMs',
  observation: 'report observations',
};

/** Such as `sign delta certificates for devices of Pomelo`. */
export function assertionText({ right, manufacturer }: Pick<Assertion, 'right' | 'manufacturer'>): string {
  const maker = manufacturer === null ? '' : ` of ${visibleText(manufacturer)}`;
  return `${WORDS[right]} for ${right === 'ek' ? 'TPMs' : 'devices'}${maker}`;
}

interface Refusal {
  readonly assertion: Assertion;
  /** Lines of the speaker about the right. */
  readonly own: readonly PolicyLine[];
  /** Those of them that are about the device. */
  readonly about: readonly PolicyLine[];
  /** What no line covers, where the rest was allowed. */
  readonly beyond?: PolicyChange;
}

/** Who may not say what, and which lines say so; without a period. */
export function refusalText({ assertion, own, about, beyond }: Refusal): string {
  const who = speakerText(assertion);
  if (beyond !== undefined) {
    const change = `${visibleText(beyond.name)} ${beyond.action ?? 'changed'}`;
    return `${who} may not sign a delta certificate that has ${change}: ${cover(about)} not cover that`;
  }
  const may = `${who} may not ${assertionText(assertion)}`;
  if (about.length > 0) return `${may} first handed in at ${assertion.at}: ${about.slice(0, MAX_TOLD).map(timesOf).join(', ')}`;
  if (own.length > 0) return `${may}${modelText(assertion)}: ${cover(own)} not cover them`;
  return `${may}: no policy line lets it${assertion.right === 'delta' ? ', and it did not issue the base certificate' : ''}`;
}

function speakerText({ speaker }: Assertion): string {
  if (speaker.kind === 'submitter') return visibleText(speaker.account);
  return `the issuer ${visibleText(speaker.signers[0]?.name ?? '') || 'without a name'}`;
}

const modelText = ({ model }: Assertion): string => (model === null ? '' : ` (model ${visibleText(model)})`);

/** Such as `policy line 3f2a1b9c does`. */
function cover(lines: readonly PolicyLine[]): string {
  const told = lines.slice(0, MAX_TOLD).map(({ id }) => id.slice(0, SHORT_ID));
  const more = lines.length > told.length ? ` and ${lines.length - told.length} more` : '';
  return lines.length === 1 ? `policy line ${told.join('')} does` : `policy lines ${told.join(', ')}${more} do`;
}

function timesOf(line: PolicyLine): string {
  const { from, until } = line.line;
  const ends = [until, line.end?.until ?? null].filter((each) => each !== null).sort();
  const [end] = ends;
  return `${lineName(line)} holds${from === null ? '' : ` from ${from}`}${end === undefined ? '' : ` until ${end}`}`;
}
