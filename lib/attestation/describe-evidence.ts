import { toHex } from '#lib/encoding/bytes.ts';
import { describeTpmQuote } from '#lib/tpm/describe.ts';
import { nameOf } from '#lib/tpm/public-area.ts';
import type { AttestationEvidence } from './evidence-types.ts';

/** One line for a person: what was quoted, by which key, and what came along. */
export function describeEvidence({ quote, attestationKey, eventLog, imaLog, runtimeLog, inventory }: AttestationEvidence): string {
  const name = nameOf(attestationKey);
  const beside = [
    ...(eventLog.state === 'absent' ? [] : ['an event log']),
    ...(imaLog.state === 'absent' ? [] : ['a list of measured files']),
    ...(runtimeLog.state === 'absent' ? [] : ['the log of systemd']),
    ...inventory.map((file) => file.name),
  ];
  const key = name === null ? 'a key without a name' : `the key ${toHex(name).slice(4, 16)}`;
  return `attestation by ${key}: ${describeTpmQuote(quote)}${beside.length === 0 ? '' : `, with ${beside.join(', ')}`}`;
}
