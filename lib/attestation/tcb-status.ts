import type { Members } from '#lib/encoding/members.ts';
import { lookUp, textOf } from './claim-values.ts';
import { derived } from './read-contents.ts';
import type { VectorEntry } from './types.ts';

/** Words for the state of the trusted computing base, without their separators. */
const TCB: Readonly<Record<string, readonly [value: number, words: string]>> = {
  uptodate: [2, 'hardware and firmware are up to date'],
  outofdate: [32, 'hardware or firmware is out of date'],
  configurationneeded: [32, 'the platform needs another configuration'],
  outofdateconfigurationneeded: [32, 'the platform is out of date and needs another configuration'],
  swhardeningneeded: [32, 'software must be hardened against a known vulnerability'],
  configurationandswhardeningneeded: [32, 'software must be hardened, and the platform needs another configuration'],
  revoked: [96, 'the trusted computing base is revoked'],
};

/** What the state of the trusted computing base says of the hardware, in Intel's words; those that nobody knows are a warning. */
export function tcbEntries({ attester_tcb_status: written }: Members): readonly VectorEntry[] {
  const status = textOf(written);
  if (status === null) return [];
  const [value, reason] = lookUp(TCB, status.toLowerCase().replaceAll(/[^a-z]/g, '')) ?? [
    33,
    `the state of the trusted computing base is ${status.slice(0, 40)}`,
  ];
  return [derived({ name: 'hardware', value, reason, from: 'attester_tcb_status' })];
}
