import * as attestation from '../schema/attestation.ts';
import * as devices from '../schema/devices.ts';
import { digestAnswer } from '../schema/digests.ts';
import * as findings from '../schema/findings.ts';
import { momentQuery, pageOf, pageQuery } from '../schema/queries.ts';
import * as statements from '../schema/statements.ts';
import { created, download, type Operations, ok } from './operation.ts';

/** What whoever watches devices calls: what is known of them, what does not add up, and what a person says of one. */
export const JUDGING = {
  'GET /healthz': { id: 'health', summary: 'Whether the database answers and a worker is alive', success: ok(statements.health) },
  'GET /api/v1/openapi.json': { id: 'description', summary: 'This document', success: download('application/json', 'OpenAPI 3.1') },
  'GET /api/v1/devices': {
    id: 'listDevices',
    summary: 'Devices, filtered and sorted',
    query: devices.deviceQuery,
    success: ok(pageOf(devices.deviceRow)),
  },
  'GET /api/v1/devices/[id]': { id: 'getDevice', summary: 'One device and its verdict', query: momentQuery, success: ok(devices.device) },
  'GET /api/v1/devices/[id]/assessments': {
    id: 'listAssessments',
    summary:
      'What this installation said of it, each time that its verdict or a reason changed, the newest first; never changed afterwards',
    query: pageQuery,
    success: ok(pageOf(devices.assessment)),
  },
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
    summary:
      'A zip that `assay trace` judges alike, offline: originals, statements, anchors, assay.json, and contents.json with why each file is there',
    success: download('application/zip', 'the zip'),
  },
  'POST /api/v1/devices/[id]/lifecycle-events': {
    id: 'recordLifecycle',
    summary: 'State where the device is in its life',
    body: devices.lifecycleBody,
    success: created(statements.recorded, 'the statement'),
  },
  'POST /api/v1/devices/[id]/baselines': {
    id: 'proposeBaseline',
    summary: 'Propose an observation as what the device holds; a second person approves it',
    body: devices.baselineBody,
    success: created(statements.recorded, 'the statement'),
  },
  'POST /api/v1/devices/[id]/base-choices': {
    id: 'proposeBase',
    summary: 'Propose which of several base certificates counts; a second person approves it',
    body: devices.baseChoiceBody,
    success: created(statements.recorded, 'the statement'),
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
    success: created(statements.recorded, 'the statement'),
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
    success: created(statements.recorded, 'the statement'),
  },
  'POST /api/v1/statements/[id]/withdrawals': {
    id: 'withdrawStatement',
    summary: 'Withdraw a statement; it stays on record. Administrators: only their own proposals for a governing table',
    body: statements.removalBody,
    success: created(statements.recorded, 'the statement'),
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
    success: created(statements.recorded, 'the statement'),
  },
  'GET /api/v1/search': {
    id: 'search',
    summary: 'Devices and files by serial, model, manufacturer or hash',
    query: devices.searchQuery,
    success: ok(devices.searchHits),
  },
  'GET /api/v1/digests/[digest]': {
    id: 'getDigest',
    summary: 'Which reference manifests and BOMs know one digest, and of which devices a start measured it, a page at a time',
    query: pageQuery,
    success: ok(digestAnswer),
  },
} as const satisfies Operations;
