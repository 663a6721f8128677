import { afterEach, expect, test, vi } from 'vitest';
import { previewSet } from './anchor-set-request.ts';

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: object) => vi.stubGlobal('fetch', async () => Response.json(body, { status }));
const problem = { detail: 'Not understood: 9 octets follow.', fix: 'Correct the fields named.' };

test('a file that is no set is told without the advice for callers of the API', async () => {
  answer(400, problem);
  expect(await previewSet(new Blob())).toEqual({ kind: 'no-set', detail: problem.detail });
});

test('another refusal keeps the words of the server', async () => {
  answer(403, problem);
  expect(await previewSet(new Blob())).toEqual({ kind: 'refused', ...problem });
});
