import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { effectOf } from '../../../governed-routes.ts';

export const GET = guardedRoute('GET /api/v1/manufacturer-aliases/[id]/effect', effectOf('manufacturer-alias'));
