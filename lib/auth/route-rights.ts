import type { Right } from './rights.ts';

/** `public`: answered without knowing who asks. `signed-in`: anybody who is signed in. */
export type Requirement = Right | 'public' | 'signed-in';

/** Every route handler: method and path as the folder spells it. A test compares this with `app/`. */
export const ROUTE_RIGHTS = {
  'GET /api/auth/[...nextauth]': 'public',
  'POST /api/auth/[...nextauth]': 'public',
  /** Whatever else is asked for below /api: answered with a 404. */
  'GET /api/[[...path]]': 'public',
  'POST /api/[[...path]]': 'public',
  'PUT /api/[[...path]]': 'public',
  'PATCH /api/[[...path]]': 'public',
  'DELETE /api/[[...path]]': 'public',
  'GET /healthz': 'public',
  'GET /api/v1/openapi.json': 'public',
  'POST /api/v1/artifacts': 'artifact.submit',
  'GET /api/v1/artifacts/[sha256]': 'artifact.read',
  'GET /api/v1/artifacts/[sha256]/content': 'artifact.read',
  'POST /api/v1/attestation/enrolments': 'attestation.submit',
  'POST /api/v1/attestation/enrolments/[id]/activation': 'attestation.submit',
  'POST /api/v1/attestation/challenges': 'attestation.submit',
  /** Public keys: whoever was given a signed result looks here. */
  'GET /api/v1/attestation/keys': 'public',
  'GET /api/v1/submissions': 'submission.read-own',
  /** A question with a long list: it changes nothing. */
  'POST /api/v1/submissions/lookups': 'submission.read-own',
  'GET /api/v1/submissions/[id]': 'submission.read-own',
  'GET /api/v1/devices': 'fleet.read',
  'GET /api/v1/devices/[id]': 'fleet.read',
  'GET /api/v1/devices/[id]/timeline': 'fleet.read',
  'GET /api/v1/devices/[id]/components': 'fleet.read',
  'GET /api/v1/devices/[id]/hbom': 'fleet.read',
  'GET /api/v1/devices/[id]/findings': 'finding.read',
  'GET /api/v1/devices/[id]/evidence': 'evidence.export',
  'POST /api/v1/devices/[id]/lifecycle-events': 'lifecycle.record',
  'POST /api/v1/devices/[id]/baselines': 'baseline.propose',
  'POST /api/v1/devices/[id]/base-choices': 'baseline.propose',
  'GET /api/v1/findings': 'finding.read',
  'POST /api/v1/findings/[id]/decisions': 'decision.record',
  'GET /api/v1/statements': 'statement.read',
  /** The right depends on what is approved: `approval-right.ts` asks again. */
  'POST /api/v1/statements/[id]/approvals': 'signed-in',
  /** The right depends on what is withdrawn, and whose it is: `approval-right.ts` asks again. */
  'POST /api/v1/statements/[id]/withdrawals': 'signed-in',
  'GET /api/v1/anchors': 'anchor.read',
  'POST /api/v1/anchors': 'anchor.change',
  'DELETE /api/v1/anchors/[sha256]': 'anchor.change',
  'GET /api/v1/verifier-keys': 'anchor.read',
  'POST /api/v1/verifier-keys': 'anchor.change',
  'DELETE /api/v1/verifier-keys/[sha256]': 'anchor.change',
  'GET /api/v1/issuer-policy': 'policy.read',
  'POST /api/v1/issuer-policy': 'policy.propose',
  'POST /api/v1/issuer-policy/[id]/ends': 'policy.propose',
  'GET /api/v1/issuer-policy/[id]/effect': 'policy.read',
  'GET /api/v1/manufacturer-aliases': 'policy.read',
  'POST /api/v1/manufacturer-aliases': 'policy.propose',
  'POST /api/v1/manufacturer-aliases/[id]/ends': 'policy.propose',
  'GET /api/v1/manufacturer-aliases/[id]/effect': 'policy.read',
  'GET /api/v1/unlinked': 'unlinked.read',
  'POST /api/v1/unlinked/[submission]/links': 'link.record',
  'GET /api/v1/search': 'fleet.read',
  'GET /fleet/csv': 'fleet.read',
} as const satisfies Record<string, Requirement>;
export type RouteKey = keyof typeof ROUTE_RIGHTS;

/** Every server action: file and exported name. A test compares this with the files that begin with 'use server'. */
export const ACTION_RIGHTS = {
  'app/(signed-in)/account/actions.ts#changePassword': 'password.own',
  'app/(signed-in)/account/actions.ts#createOwnToken': 'token.own',
  'app/(signed-in)/account/actions.ts#revokeOwnToken': 'token.own',
  'app/(signed-in)/users/actions.ts#createAccount': 'user.administer',
  'app/(signed-in)/users/actions.ts#changeAccount': 'user.administer',
  'app/(signed-in)/users/actions.ts#resetPassword': 'user.administer',
  'app/(signed-in)/users/actions.ts#changeGrant': 'user.administer',
  'app/(signed-in)/users/actions.ts#issueToken': 'token.administer',
  'app/(signed-in)/users/actions.ts#revokeAnyToken': 'token.administer',
  'app/(signed-in)/devices/[id]/actions.ts#recordLifecycle': 'lifecycle.record',
  'app/(signed-in)/devices/[id]/actions.ts#proposeBaseline': 'baseline.propose',
  'app/(signed-in)/devices/[id]/actions.ts#proposeBase': 'baseline.propose',
  'app/(signed-in)/devices/[id]/actions.ts#approveProposal': 'baseline.approve',
  'app/(signed-in)/devices/[id]/actions.ts#withdrawStatement': 'statement.withdraw',
  'app/(signed-in)/anchors/actions.ts#addAnchor': 'anchor.change',
  'app/(signed-in)/anchors/actions.ts#removeAnchor': 'anchor.change',
  'app/(signed-in)/anchors/actions.ts#addVerifierKey': 'anchor.change',
  'app/(signed-in)/anchors/actions.ts#removeVerifierKey': 'anchor.change',
  'app/(signed-in)/policy/actions.ts#proposeLine': 'policy.propose',
  'app/(signed-in)/policy/actions.ts#proposeEnd': 'policy.propose',
  'app/(signed-in)/policy/actions.ts#withdrawProposal': 'policy.propose',
  'app/(signed-in)/policy/actions.ts#approveChange': 'policy.approve',
  'app/(signed-in)/policy/actions.ts#declineChange': 'policy.approve',
  'app/(signed-in)/aliases/actions.ts#proposeAlias': 'policy.propose',
  'app/(signed-in)/aliases/actions.ts#proposeAliasEnd': 'policy.propose',
  'app/(signed-in)/aliases/actions.ts#withdrawAlias': 'policy.propose',
  'app/(signed-in)/aliases/actions.ts#approveAlias': 'policy.approve',
  'app/(signed-in)/aliases/actions.ts#declineAlias': 'policy.approve',
  'app/(signed-in)/findings/actions.ts#decide': 'decision.record',
  'app/(signed-in)/findings/actions.ts#settleDecision': 'decision.approve',
  'app/(signed-in)/unlinked/actions.ts#linkSubmission': 'link.record',
} as const satisfies Record<string, Requirement>;
export type ActionKey = keyof typeof ACTION_RIGHTS;

/** Every page. A test compares this with `app/`. */
export const PAGE_RIGHTS = {
  '/': 'signed-in',
  '/sign-in': 'public',
  '/account': 'password.own',
  '/fleet': 'fleet.read',
  '/devices/[id]': 'fleet.read',
  '/findings': 'finding.read',
  '/upload': 'artifact.submit',
  '/unlinked': 'unlinked.read',
  '/artifacts/[sha256]': 'artifact.read',
  '/users': 'user.read',
  '/users/[id]': 'user.read',
  '/anchors': 'anchor.read',
  '/policy': 'policy.read',
  '/policy/[id]': 'policy.read',
  '/aliases': 'policy.read',
  '/aliases/[id]': 'policy.read',
  '/log': 'audit-log.read',
} as const satisfies Record<string, Requirement>;
export type PageKey = keyof typeof PAGE_RIGHTS;
