import * as governed from '../schema/governed.ts';
import { pageOf, pageQuery } from '../schema/queries.ts';
import * as statements from '../schema/statements.ts';
import { created, type Operations, ok } from './operation.ts';

/** What whoever decides for all devices calls: whom to trust, who may say what, and what has to be shown. */
export const GOVERNING = {
  'GET /api/v1/anchors': { id: 'listAnchors', summary: 'Trust anchors in force', success: ok(pageOf(statements.anchor)) },
  'POST /api/v1/anchors': {
    id: 'addAnchor',
    summary: 'Trust a certificate for what it signs',
    body: statements.anchorBody,
    success: created(statements.recorded, 'the statement'),
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
    success: ok(statements.recorded, 'the statement'),
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
    success: created(statements.recorded, 'the statement'),
  },
  'DELETE /api/v1/verifier-keys/[sha256]': {
    id: 'removeVerifierKey',
    summary: 'Let them count no longer, from now on',
    body: statements.removalBody,
    success: ok(statements.recorded, 'the statement'),
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
    success: created(statements.recorded, 'the statement'),
  },
  'POST /api/v1/issuer-policy/[id]/ends': {
    id: 'proposePolicyEnd',
    summary: 'Propose the end of a line; an operator approves it',
    body: governed.endBody,
    success: created(statements.recorded, 'the statement'),
  },
  'GET /api/v1/issuer-policy/[id]/effect': {
    id: 'getPolicyEffect',
    summary: 'What a waiting change would do to the devices that it concerns',
    query: pageQuery,
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
    success: created(statements.recorded, 'the statement'),
  },
  'POST /api/v1/manufacturer-aliases/[id]/ends': {
    id: 'proposeManufacturerAliasEnd',
    summary: 'Propose that two names no longer mean the same; an operator approves it',
    body: governed.endBody,
    success: created(statements.recorded, 'the statement'),
  },
  'GET /api/v1/manufacturer-aliases/[id]/effect': {
    id: 'getManufacturerAliasEffect',
    summary: 'What a waiting change of names that mean the same would do; devices with parts of these names come first',
    query: pageQuery,
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
    success: created(statements.recorded, 'the statement'),
  },
  'POST /api/v1/attestation-policy/[id]/ends': {
    id: 'proposeAttestationPolicyEnd',
    summary: 'Propose the end of a line of the attestation policy; an operator approves it',
    body: governed.endBody,
    success: created(statements.recorded, 'the statement'),
  },
  'GET /api/v1/attestation-policy/[id]/effect': {
    id: 'getAttestationPolicyEffect',
    summary: 'What a waiting change of the attestation policy would do to the devices of its group',
    query: pageQuery,
    success: ok(governed.changeEffect),
  },
} as const satisfies Operations;
