import type { DeviceState } from '#lib/device/device-state.ts';

/** What the answers in a file came to, by the id of the document, which is the SHA-256 of the file. */
export type AnswerOutcomes = ReadonlyMap<string, 'passed' | 'failed'>;

/**
 * What each answer of a TPM came to, as its events tell it. A file that passed once stays attested when somebody hands it in again, which proves nothing.
 */
export function answerOutcomes({ timeline }: Pick<DeviceState, 'timeline'>): AnswerOutcomes {
  const filesOf = (wanted: string): readonly string[] =>
    timeline.flatMap(({ kind, sha256, repeats }) => (kind === wanted ? (repeats?.documents ?? [sha256 ?? []]).flat() : []));
  return new Map([
    ...filesOf('attestation-failed').map((id) => [id, 'failed'] as const),
    ...filesOf('attestation-passed').map((id) => [id, 'passed'] as const),
  ]);
}
