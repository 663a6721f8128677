import { FORMAT_NAMES } from '#lib/attestation/describe.ts';
import type { AttestationResult } from '#lib/attestation/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { ForeignResult } from '../attested/foreign-results.ts';
import type { TimelineEvent } from './timeline-types.ts';

/** What a timeline says of one act of handing in the result of another verifier. */
export type ResultTold = Pick<TimelineEvent, 'lane' | 'kind' | 'title' | 'facts'> & {
  /** What is repeated where a trusted verifier affirms again; absent where it doesn't. */
  readonly subject?: string;
};

interface Told {
  readonly result: ForeignResult | undefined;
  readonly isRepeat: boolean;
}

/** One sentence: who says what, and why it changes nothing where that is so. */
export function resultEvent(content: AttestationResult, { result, isRepeat }: Told): ResultTold {
  const { format, issuer } = content;
  const status = result?.status ?? content.status;
  const by = issuer === null ? '' : ` by ${issuer.slice(0, 120)}`;
  const again = isRepeat ? 'The same result handed in again: ' : '';
  const said = `${again}${FORMAT_NAMES[format]}${by} says ${result?.detail ?? status}`;
  const doubt =
    result?.standing === 'untrusted' ? `; it changes nothing: ${result.why}` : result?.standing === 'declared' ? '; nobody signed it' : '';
  return {
    lane: 'attestation',
    kind: 'attestation-result',
    title: visibleText(`${said.charAt(0).toUpperCase()}${said.slice(1)}${doubt}`),
    facts: { format, status },
    ...(result?.standing === 'trusted' && status === 'affirming'
      ? { subject: JSON.stringify(['result', format, issuer, result.detail]) }
      : {}),
  };
}
