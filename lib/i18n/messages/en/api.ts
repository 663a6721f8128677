/** Problem documents of the API: title, what happened, what to do. */
export const api = {
  notSignedIn: {
    title: 'Not signed in',
    detail: 'The request carries no valid token and no session.',
    fix: 'Send “Authorization: Bearer assay_…” with a token that has neither expired nor been revoked.',
  },
  passwordChangeRequired: {
    title: 'The one-time password is still in use',
    detail: 'This account must choose its own password first.',
    fix: 'Sign in with a browser and choose a password.',
  },
  notAllowed: {
    title: 'Not allowed',
    detail: 'Your role does not have the right “{right}”.',
    fix: 'Ask somebody whose role has it, or an administrator to change your role.',
  },
  tokenScope: {
    title: 'Not in the scope of this token',
    detail: 'The token does not carry the right “{right}”.',
    fix: 'Make a token with this right. Approvals and the administration of users need a person who is signed in.',
  },
  crossSite: {
    title: 'Request from another site',
    detail: 'A change that relies on a session must come from a page of this server.',
    fix: 'Use a token for scripts.',
  },
  tooManyRequests: {
    title: 'Too many requests',
    detail: 'More requests than this server takes from one caller in a minute.',
    fix: 'Wait for the seconds named in Retry-After, then go on.',
  },
  notFound: {
    title: 'Not found',
    detail: 'There is no such {what}, or it is not among those that you may see.',
    fix: 'Check the identifier. Lists give the identifiers that you may use.',
  },
  unknownPath: {
    title: 'No such address',
    detail: 'The API has nothing at this address.',
    fix: 'Check the address against /api/v1/openapi.json, which lists every one that there is.',
  },
  nothingExpected: {
    title: 'Nothing is expected',
    detail: 'No certificate that convinces and no accepted baseline says what this device holds at that time.',
    fix: 'Ask for what was observed, with side=observed.',
  },
  nothingObserved: {
    title: 'Nothing was observed',
    detail: 'No report of what this device holds had been handed in at that time.',
    fix: 'Ask for what is expected, with side=expected.',
  },
  notAttested: {
    title: 'No answer of its TPM',
    detail: 'No TPM of this device answered within the last {hours} hours.',
    fix: 'Let the agent on the device do a round, then ask again.',
  },
  invalidInput: {
    title: 'Invalid input',
    detail: 'Not understood: {problems}.',
    fix: 'Correct the fields named. /api/v1/openapi.json describes them.',
  },
  unknownParameter: {
    title: 'No such parameter',
    detail: 'There is no parameter “{name}”; those of this address are {known}.',
    fix: 'Use one of those, see /api/v1/openapi.json. Nothing was done.',
  },
  noParameters: {
    title: 'No parameters here',
    detail: 'There is no parameter “{name}”; this address takes none.',
    fix: 'Leave it out. /api/v1/openapi.json lists which addresses take parameters. Nothing was done.',
  },
  unsupportedMediaType: {
    title: 'Unsupported media type',
    detail: 'Expected a body of type {expected}.',
    fix: 'Set Content-Type accordingly.',
  },
  compressedBody: {
    title: 'Compressed body',
    detail: 'The body is sent with a Content-Encoding. Bodies are kept and hashed as they come, and never unpacked.',
    fix: 'Send the bytes as they are, without Content-Encoding.',
  },
  bodyTooLarge: {
    title: 'Body too large',
    detail: 'The body is larger than the limit of {limit} bytes. It was refused while it was read; nothing of it was kept.',
    fix: 'Send a smaller body, or split it.',
  },
  emptyBody: {
    title: 'Empty body',
    detail: 'The body holds no bytes. Nothing was kept.',
    fix: 'Send the bytes of one file as the body.',
  },
  brokenOff: {
    title: 'Upload broken off',
    detail: 'The connection ended before the whole body had come. Nothing was kept.',
    fix: 'Send the file again, with the same Idempotency-Key if you gave one.',
  },
  conflict: {
    title: 'Conflict',
    detail: '{reason}',
    fix: 'Read the present state, then decide again. Nothing was changed.',
  },
  idempotencyMismatch: {
    title: 'Idempotency-Key was used for something else',
    detail: 'This key already stands for another file of yours. Nothing was kept.',
    fix: 'Use a new key for each act of handing in; repeat a key only to retry that act.',
  },
  gone: {
    title: 'Too late',
    detail: '{reason}',
    fix: 'Begin again: what was asked before is no longer waited for. Nothing was kept.',
  },
  wrongSecret: {
    title: 'Not the secret',
    detail: 'This is not the secret that the credential holds. The attempt was counted and logged.',
    fix: 'Let the TPM activate the credential of this enrolment, or begin another enrolment.',
  },
  tooManyOpen: {
    title: 'Too many are waited for',
    detail: '{reason}',
    fix: 'End or answer what was begun, or wait until it ends by itself, then go on.',
  },
  overBudget: {
    title: 'Too much to evaluate here',
    detail: 'The evaluation of this device ran out of its budget at {at}, so it is not made for another time either.',
    fix: 'Ask without asOf and knownAt for what is kept. Or take the evidence away, and judge it with “assay trace --at”, which has no budget.',
  },
  ours: {
    title: 'Error of the server',
    detail: 'The server met an error of its own; it was written to the log. What was acknowledged before is safe.',
    fix: 'Try again with the same Idempotency-Key. If it comes back, give the reference {reference} to whoever runs the server.',
  },
} as const;
