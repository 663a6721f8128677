import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { folderOf, options } from './testing/folder.ts';
import { verify } from './verify.ts';

test.each([
  ['attestation-evidence', evidenceFile(evidenceMembers(makeEvidence()))],
  ['tpm-event-log', makeEventLog(SMALL_BOOT)],
  ['tpm-quote', makeEvidence().quote],
])('verify says why %s is not trusted, whatever its checks say', async (kind, bytes) => {
  const { lines, json, exitCode } = await verify.run([join(folderOf({ file: bytes }), 'file')], options);
  expect(lines).toContainEqual(expect.stringMatching(`file: ${kind}: not trusted: a file of this kind proves nothing alone$`));
  expect(json).toMatchObject([{ kind, trusted: false }]);
  expect(exitCode).toBe(1);
});
