import { guardedRoute } from '../../../../server/guarded-route.ts';
import { documentsJson } from '../document-json.ts';
import { visibleArtifact } from '../visible-artifact.ts';

export const GET = guardedRoute<{ sha256: string }>('GET /api/v1/artifacts/[sha256]', async ({ store, principal, params }) => {
  const { artifact, devices } = await visibleArtifact(store, principal, params.sha256);
  const { sha256, size } = artifact;
  return Response.json({ sha256, size, documents: await documentsJson(store, sha256), devices });
});
