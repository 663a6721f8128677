import { AttestationRefused } from '#lib/ingest/attestation-refused.ts';
import { RequestProblem } from './problem.ts';

/** The problem document of a refusal; anything else as it is. */
export function attestationProblem(error: unknown): unknown {
  if (!(error instanceof AttestationRefused)) return error;
  switch (error.code) {
    case 'not-acceptable':
      return new RequestProblem('invalidInput', { problems: error.message });
    case 'no-such-key':
      return new RequestProblem('notFound', { what: 'key' });
    case 'no-such-enrolment':
      return new RequestProblem('notFound', { what: 'enrolment' });
    case 'no-such-challenge':
      return new RequestProblem('notFound', { what: 'challenge' });
    case 'used':
    case 'withdrawn':
      return new RequestProblem('conflict', { reason: error.message });
    case 'ended':
      return new RequestProblem('gone', { reason: error.message });
    case 'too-many':
      return new RequestProblem('tooManyOpen', { reason: error.message });
    case 'wrong-secret':
      return new RequestProblem('wrongSecret');
    default:
      return error.code satisfies never;
  }
}
