import { publicRoute } from '../../../server/guarded-route.ts';
import { openApiDocument } from '../openapi.ts';

export const GET = publicRoute('GET /api/v1/openapi.json', async () => Response.json(openApiDocument()));
