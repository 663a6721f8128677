import type { ForeignResult } from '#lib/device/attested/foreign-results.ts';
import { artifactId } from './device-states.ts';

/** The newest result of a verifier that is trusted, which affirms the device, unless told otherwise. */
export function makeForeignResult(over: Partial<ForeignResult> = {}): ForeignResult {
  return {
    sha256: artifactId('result'),
    documentId: artifactId('result'),
    format: 'ear',
    issuer: 'https://verifier.example',
    status: 'affirming',
    detail: '"PLATFORM": affirming',
    at: '2026-05-01T00:00:00Z',
    standing: 'trusted',
    why: null,
    staleAt: '2026-07-30T00:00:00.000Z',
    isCurrent: true,
    ...over,
  };
}
