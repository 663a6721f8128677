import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { effectOf } from '../../../governed-routes.ts';

export const GET = guardedRoute('GET /api/v1/attestation-policy/[id]/effect', effectOf('attestation-policy'));
