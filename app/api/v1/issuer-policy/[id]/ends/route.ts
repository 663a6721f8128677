import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { proposeEndOf } from '../../../governed-routes.ts';

export const POST = guardedRoute('POST /api/v1/issuer-policy/[id]/ends', proposeEndOf('issuer-policy'));
