import { streamArtifact } from '#lib/store/artifacts.ts';
import { byteStream } from '../../../../../server/byte-stream.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { visibleArtifact } from '../../visible-artifact.ts';

/** The bytes as received. Never shown by a browser: whatever they claim to be, they are octets to keep. */
export const GET = guardedRoute<{ sha256: string }>('GET /api/v1/artifacts/[sha256]/content', async ({ store, principal, params }) => {
  const { artifact } = await visibleArtifact(store, principal, params.sha256);
  return new Response(byteStream(streamArtifact(store, artifact.sha256)), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(artifact.size),
      'content-disposition': `attachment; filename="${artifact.sha256}.bin"`,
      'x-content-type-options': 'nosniff',
    },
  });
});
