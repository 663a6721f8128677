import type { z } from 'zod';
import type { RouteKey } from '#lib/auth/route-rights.ts';
import * as artifacts from './schema/artifacts.ts';
import * as attestation from './schema/attestation.ts';
import { momentQuery, pageOf, pageQuery, recorded } from './schema/common.ts';
import * as devices from './schema/devices.ts';
import * as findings from './schema/findings.ts';
import * as governed from './schema/governed.ts';
import * as statements from './schema/statements.ts';

/** One route and method, as the OpenAPI document describes it. */
export interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly headers?: readonly Readonly<Record<string, unknown>>[];
  readonly body?: z.ZodType | 'octets';
  readonly success: { readonly status: number; readonly description: string; readonly schema?: z.ZodType; readonly media?: string };
}

type DocumentedRoute = Extract<RouteKey, `${string} /api/v1/${string}` | `${string} /healthz`>;

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'one key for one act of handing in: a retry with the same key gives the same receipt',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

function ok(schema: z.ZodType, description = 'the answer'): Operation['success'] {
  return { status: 200, description, schema };
}

function created(schema: z.ZodType, description: string): Operation['success'] {
  return { status: 201, description, schema };
}

function download(media: string, description: string): Operation['success'] {
  return { status: 200, description, media };
}

/** Every operation of the API; the compiler asks for one for each route in the table of rights. */
export const OPERATIONS: Readonly<Record<DocumentedRoute, Operation>> = {
  'GET /healthz': { id: 'health', summary: 'Whether the database answers and a worker is alive', success: ok(statements.health) },
  'GET /api/v1/openapi.json': { id: 'description', summary: 'This document', success: download('application/json', 'OpenAPI 3.1') },
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
  'GET /api/v1/devices': {
    id: 'listDevices',
    summary: 'Devices, filtered and sorted',
    query: devices.deviceQuery,
    success: ok(pageOf(devices.deviceRow)),
  },
  'GET /api/v1/devices/[id]': { id: 'getDevice', summary: 'One device and its verdict', query: momentQuery, success: ok(devices.device) },
  'GET /api/v1/devices/[id]/timeline': { id: 'getTimeline', summary: 'Its timeline', query: momentQuery, success: ok(devices.timeline) },
  'GET /api/v1/devices/[id]/timeline/[event]/submissions': {
    id: 'listRepeats',
    summary: 'Each act of handing in that an event of the timeline tells as one, the newest first; none where the event is one act',
    query: devices.repeatQuery,
    success: ok(pageOf(devices.repeatedAct)),
  },
  'GET /api/v1/devices/[id]/components': {
    id: 'getComponents',
    summary: 'Expected and observed components, and their differences',
    query: momentQuery,
    success: ok(devices.components),
  },
  'GET /api/v1/devices/[id]/hbom': {
    id: 'getHbom',
    summary: 'Its parts as a CycloneDX HBOM, the same octets for the same answer; its certificates are the attestations',
    query: devices.hbomQuery,
    success: download('application/vnd.cyclonedx+json', 'the HBOM'),
  },
  'GET /api/v1/devices/[id]/findings': {
    id: 'getDeviceFindings',
    summary: 'What does not add up',
    query: momentQuery,
    success: ok(devices.deviceFindings),
  },
  'GET /api/v1/devices/[id]/attestation-result': {
    id: 'getAttestationResult',
    summary:
      'What this installation concludes from the newest answer of its TPM, signed: an EAR as JWT, or as CWT where Accept asks for it',
    query: attestation.resultQuery,
    success: download('application/eat+jwt', 'the result'),
  },
  'GET /api/v1/devices/[id]/evidence': {
    id: 'getEvidence',
    summary: 'A zip that `assay trace` judges alike, offline: originals, statements, anchors, assay.json',
    success: download('application/zip', 'the zip'),
  },
  'POST /api/v1/devices/[id]/lifecycle-events': {
    id: 'recordLifecycle',
    summary: 'State where the device is in its life',
    body: devices.lifecycleBody,
    success: created(recorded, 'the statement'),
  },
  'POST /api/v1/devices/[id]/baselines': {
    id: 'proposeBaseline',
    summary: 'Propose an observation as what the device holds; a second person approves it',
    body: devices.baselineBody,
    success: created(recorded, 'the statement'),
  },
  'POST /api/v1/devices/[id]/base-choices': {
    id: 'proposeBase',
    summary: 'Propose which of several base certificates counts; a second person approves it',
    body: devices.baseChoiceBody,
    success: created(recorded, 'the statement'),
  },
  'GET /api/v1/findings': {
    id: 'listFindings',
    summary: 'Findings over the fleet',
    query: findings.findingQuery,
    success: ok(pageOf(findings.findingRow)),
  },
  'POST /api/v1/findings/[id]/decisions': {
    id: 'recordDecision',
    summary: 'Decide on a finding of one device; accepting a risk needs an end and a second person',
    body: findings.decisionBody,
    success: created(recorded, 'the statement'),
  },
  'GET /api/v1/statements': {
    id: 'listStatements',
    summary: 'What people said',
    query: statements.statementQuery,
    success: ok(pageOf(statements.statement)),
  },
  'POST /api/v1/statements/[id]/approvals': {
    id: 'approveStatement',
    summary: 'Approve what another person proposed; signed in, never by token',
    body: statements.approvalBody,
    success: created(recorded, 'the statement'),
  },
  'POST /api/v1/statements/[id]/withdrawals': {
    id: 'withdrawStatement',
    summary: 'Withdraw a statement; it stays on record. Administrators: only their own proposals for a governing table',
    body: statements.removalBody,
    success: created(recorded, 'the statement'),
  },
  'GET /api/v1/anchors': { id: 'listAnchors', summary: 'Trust anchors in force', success: ok(pageOf(statements.anchor)) },
  'POST /api/v1/anchors': {
    id: 'addAnchor',
    summary: 'Trust a certificate for what it signs',
    body: statements.anchorBody,
    success: created(recorded, 'the statement'),
  },
  'POST /api/v1/anchors/previews': {
    id: 'previewAnchors',
    summary: 'What a set of certificates (PEM, PKCS #7, zip) offers as anchors. Nothing is trusted by it: add each that should be',
    body: 'octets',
    success: ok(statements.anchorSet),
  },
  'DELETE /api/v1/anchors/[sha256]': {
    id: 'removeAnchor',
    summary: 'Trust it no longer, from now on',
    body: statements.removalBody,
    success: ok(recorded, 'the statement'),
  },
  'GET /api/v1/verifier-keys': {
    id: 'listVerifierKeys',
    summary: 'Keys of verifiers whose attestation results count',
    success: ok(pageOf(statements.verifierKey)),
  },
  'POST /api/v1/verifier-keys': {
    id: 'addVerifierKey',
    summary: 'Let attestation results signed with a key count',
    body: statements.verifierKeyBody,
    success: created(recorded, 'the statement'),
  },
  'DELETE /api/v1/verifier-keys/[sha256]': {
    id: 'removeVerifierKey',
    summary: 'Let them count no longer, from now on',
    body: statements.removalBody,
    success: ok(recorded, 'the statement'),
  },
  'GET /api/v1/issuer-policy': {
    id: 'getIssuerPolicy',
    summary: 'The table of who may say what, and what waits for a second person',
    success: ok(governed.issuerPolicy),
  },
  'POST /api/v1/issuer-policy': {
    id: 'proposePolicyLine',
    summary: 'Propose a line of the table; it counts once an operator approves it',
    body: governed.lineBody,
    success: created(recorded, 'the statement'),
  },
  'POST /api/v1/issuer-policy/[id]/ends': {
    id: 'proposePolicyEnd',
    summary: 'Propose the end of a line; an operator approves it',
    body: governed.endBody,
    success: created(recorded, 'the statement'),
  },
  'GET /api/v1/issuer-policy/[id]/effect': {
    id: 'getPolicyEffect',
    summary: 'What a waiting change would do to the devices that it concerns',
    success: ok(governed.changeEffect),
  },
  'GET /api/v1/manufacturer-aliases': {
    id: 'listManufacturerAliases',
    summary: 'Manufacturer names that mean the same, and what waits for a second person',
    success: ok(governed.manufacturerAliases),
  },
  'POST /api/v1/manufacturer-aliases': {
    id: 'proposeManufacturerAlias',
    summary: 'Propose that two manufacturer names mean the same; it counts once an operator approves it',
    body: governed.aliasBody,
    success: created(recorded, 'the statement'),
  },
  'POST /api/v1/manufacturer-aliases/[id]/ends': {
    id: 'proposeManufacturerAliasEnd',
    summary: 'Propose that two names no longer mean the same; an operator approves it',
    body: governed.endBody,
    success: created(recorded, 'the statement'),
  },
  'GET /api/v1/manufacturer-aliases/[id]/effect': {
    id: 'getManufacturerAliasEffect',
    summary: 'What a waiting change of names that mean the same would do; devices with parts of these names come first',
    success: ok(governed.changeEffect),
  },
  'GET /api/v1/attestation-policy': {
    id: 'getAttestationPolicy',
    summary: 'What groups of devices have to attest, and what waits for a second person',
    success: ok(governed.attestationPolicy),
  },
  'POST /api/v1/attestation-policy': {
    id: 'proposeAttestationPolicyLine',
    summary: 'Propose what a group of devices has to attest; it counts once an operator approves it',
    body: governed.attestationPolicyBody,
    success: created(recorded, 'the statement'),
  },
  'POST /api/v1/attestation-policy/[id]/ends': {
    id: 'proposeAttestationPolicyEnd',
    summary: 'Propose the end of a line of the attestation policy; an operator approves it',
    body: governed.endBody,
    success: created(recorded, 'the statement'),
  },
  'GET /api/v1/attestation-policy/[id]/effect': {
    id: 'getAttestationPolicyEffect',
    summary: 'What a waiting change of the attestation policy would do to the devices of its group',
    success: ok(governed.changeEffect),
  },
  'GET /api/v1/unlinked': {
    id: 'listUnlinked',
    summary: 'Documents that belong to no device yet, and why',
    query: pageQuery,
    success: ok(pageOf(statements.unlinkedRow)),
  },
  'POST /api/v1/unlinked/[submission]/links': {
    id: 'linkSubmission',
    summary: 'State which device a submission belongs to',
    body: statements.linkBody,
    success: created(recorded, 'the statement'),
  },
  'GET /api/v1/search': {
    id: 'search',
    summary: 'Devices and files by serial, model, manufacturer or hash',
    query: devices.searchQuery,
    success: ok(devices.searchHits),
  },
};
