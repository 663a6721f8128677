import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diff } from './diff.ts';
import { inspect } from './inspect.ts';
import { refusalText } from './refusal-text.ts';
import { folderOf, options } from './testing/folder.ts';
import { verify } from './verify.ts';

const WHY = 'CycloneDX "1.9"; this version of Assay reads CycloneDX 1.2 to 1.7 in JSON at specVersion [ECMA-424 (CycloneDX)]';
const FIX = 'It is read by itself once a version that reads it is installed; or hand the same data in in a form that this version reads.';

test('a place that the sentence names itself is not told twice', () => {
  const error = { code: 'bad-json', message: 'no value at octet 7', offset: 7, spec: 'RFC 8259' } as const;
  expect(refusalText(error).why).toBe('no value at octet 7 [RFC 8259]');
  expect(refusalText({ ...error, message: 'no value', path: 'a.b' }).why).toBe('no value (at octet 7) at a.b [RFC 8259]');
});

test('inspect, verify and diff name the place, the rule and what to do', async () => {
  const file = join(folderOf({ 'later.json': '{"bomFormat":"CycloneDX","specVersion":"1.9","version":1}' }), 'later.json');
  const [inspected, verified] = await Promise.all([inspect, verify].map((command) => command.run([file], options)));
  expect(inspected?.lines).toEqual([expect.any(String), `  can't be read: ${WHY}`, `  what to do: ${FIX}`]);
  expect(verified?.lines.slice(-2)).toEqual([expect.stringContaining(`readable: ${WHY}`), `  what to do: ${FIX}`]);
  await expect(diff.run([file, file], options)).rejects.toThrow(`lists no components: ${WHY}. ${FIX}`);
});
