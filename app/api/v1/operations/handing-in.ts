import * as artifacts from '../schema/artifacts.ts';
import * as attestation from '../schema/attestation.ts';
import { pageOf } from '../schema/queries.ts';
import { created, download, type Operations, ok } from './operation.ts';

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'one key for one act of handing in: a retry with the same key gives the same receipt',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

/** What whoever has evidence calls: files, answers of TPMs, and what became of them. */
export const HANDING_IN = {
  'POST /api/v1/artifacts': {
    id: 'submitArtifact',
    summary: 'Hand in one file: its bytes are the body, streamed; kept under its SHA-256 before this answers',
    query: artifacts.submitQuery,
    headers: [idempotencyKey],
    body: 'octets',
    success: created(artifacts.receipt, 'the receipt'),
  },
  'GET /api/v1/artifacts/[sha256]': { id: 'getArtifact', summary: 'What was read from a file', success: ok(artifacts.artifact) },
  'GET /api/v1/artifacts/[sha256]/content': {
    id: 'getArtifactContent',
    summary: 'The file as it was received',
    success: download('application/octet-stream', 'the bytes'),
  },
  'GET /api/v1/attestation/enrolments': {
    id: 'listEnrolments',
    summary: 'Attestation keys, those that were taken back too, with when each answered last',
    query: attestation.enrolmentQuery,
    success: ok(pageOf(attestation.enrolledKey)),
  },
  'POST /api/v1/attestation/enrolments': {
    id: 'beginEnrolment',
    summary: 'Ask for proof that two keys live in one TPM: it alone reads the credential. An integrator: for granted devices',
    body: attestation.enrolmentBody,
    success: created(attestation.enrolment, 'what the TPM has to activate'),
  },
  'POST /api/v1/attestation/enrolments/certified': {
    id: 'enrolByCertificate',
    summary: 'Enrol an attestation key by a certificate that names its TPM and leads to a trust anchor. An integrator: for granted devices',
    body: attestation.certifiedEnrolmentBody,
    success: created(attestation.activation, 'the enrolled key, and the statement that says so'),
  },
  'POST /api/v1/attestation/enrolments/[id]/activation': {
    id: 'activateEnrolment',
    summary: 'Give the secret back that the TPM read, once: the attestation key is enrolled',
    body: attestation.activationBody,
    success: ok(attestation.activation, 'the enrolled key, and the statement that says so'),
  },
  'POST /api/v1/attestation/enrolments/[id]/certification': {
    id: 'certifyEnrolment',
    summary: 'Hand in what a key of the same TPM that has a certificate says of the attestation key by TPM2_Certify, once: it is enrolled',
    body: attestation.certificationBody,
    success: ok(attestation.activation, 'the enrolled key, and the statement that says so'),
  },
  'POST /api/v1/attestation/challenges': {
    id: 'issueChallenge',
    summary: 'Be asked for a quote; the answer is handed in with this challenge, once',
    body: attestation.challengeBody,
    success: created(attestation.challenge, 'what the quote has to be over'),
  },
  'GET /api/v1/attestation/keys': {
    id: 'getSigningKeys',
    summary: 'The public keys of this installation, as a JWK set: what it signed is verified with them',
    success: download('application/jwk-set+json', 'the keys, the newest first'),
  },
  'GET /api/v1/submissions': {
    id: 'listSubmissions',
    summary: 'Your own acts of handing in, newest first',
    query: artifacts.submissionQuery,
    success: ok(pageOf(artifacts.submission)),
  },
  'POST /api/v1/submissions/lookups': {
    id: 'lookUpSubmissions',
    summary: 'Which of these files you handed in before: to resume an upload of many',
    body: artifacts.lookupBody,
    success: ok(artifacts.lookup),
  },
  'GET /api/v1/submissions/[id]': { id: 'getSubmission', summary: 'What became of one of them', success: ok(artifacts.submissionResult) },
} as const satisfies Operations;
