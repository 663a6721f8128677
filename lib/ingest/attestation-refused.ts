/** Why an enrolment, a challenge or an answer to one isn't taken. */
export type AttestationProblem =
  | 'not-acceptable'
  | 'no-such-key'
  | 'no-such-enrolment'
  | 'no-such-challenge'
  | 'ended'
  | 'used'
  | 'withdrawn'
  | 'too-many'
  | 'wrong-secret';

/** Nothing follows from what was asked. */
export class AttestationRefused extends Error {
  readonly code: AttestationProblem;
  constructor(code: AttestationProblem, message: string) {
    super(message);
    this.name = 'AttestationRefused';
    this.code = code;
  }
}
