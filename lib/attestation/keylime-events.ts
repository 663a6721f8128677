import { derived } from './read-contents.ts';
import type { VectorEntry } from './types.ts';

/** What an event of a component of Keylime's verifier means. The misspelled one is how Keylime writes it. */
const COMPONENTS: readonly {
  readonly component: string;
  readonly name: 'instance-identity' | 'executables' | 'hardware';
  readonly value: number;
  readonly words: string;
}[] = [
  { component: 'qoute_validation', name: 'instance-identity', value: 99, words: 'the quote is not valid' },
  { component: 'quote_validation', name: 'instance-identity', value: 99, words: 'the quote is not valid' },
  { component: 'pcr_validation', name: 'executables', value: 96, words: 'a PCR does not have the value that policy asks for' },
  { component: 'measured_boot', name: 'executables', value: 96, words: 'the boot does not match the reference state' },
  { component: 'ima', name: 'executables', value: 96, words: 'a program or file was loaded that policy does not list' },
  { component: 'tee_attestation', name: 'hardware', value: 99, words: 'the trusted execution environment was not attested' },
  { component: 'internal', name: 'instance-identity', value: -1, words: 'the verifier failed at its work' },
];

/**
 * The trustworthiness claim of an event, such as `ima.validation.ima-ng.not_in_allowlist`.
 * @spec Keylime, revocation event ids: component, sub-component, event
 */
export function eventEntry(eventId: string | null, from: string): VectorEntry {
  const component = eventId?.split('.')[0];
  const known = COMPONENTS.find((each) => each.component === component);
  const told = eventId === null ? 'the verifier does not say why' : `event ${eventId.slice(0, 120)}`;
  if (known === undefined) return derived({ name: 'executables', value: 96, reason: `the attestation failed: ${told}`, from });
  return derived({ name: known.name, value: known.value, reason: `${known.words}: ${told}`, from });
}
