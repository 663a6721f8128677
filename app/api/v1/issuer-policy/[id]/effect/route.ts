import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { effectOf } from '../../../governed-routes.ts';

export const GET = guardedRoute('GET /api/v1/issuer-policy/[id]/effect', effectOf('issuer-policy'));
