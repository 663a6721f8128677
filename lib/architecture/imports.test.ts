import { expect, test } from 'vitest';
import { violationsOf } from './imports.ts';
import { sourceFiles } from './source-files.ts';

const violations = (path: string, text: string): readonly string[] => violationsOf({ path, text });

test('every source file keeps the import table', () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap(violationsOf)).toEqual([]);
});

test('an import of a floor above is refused', () => {
  expect(violations('lib/encoding/x.ts', "import { a } from '#lib/device/types.ts';")).toHaveLength(1);
});

test('a type-only import of a floor above is refused too', () => {
  expect(violations('lib/x509/x.ts', "import type { A } from '#lib/cyclonedx/types.ts';")).toHaveLength(1);
});

test('a re-export of a floor above is refused', () => {
  expect(violations('lib/component/x.ts', "export { a } from '#lib/inventory/parse.ts';")).toHaveLength(1);
});

test('a dynamic import of a floor above is refused', () => {
  expect(violations('lib/detect/x.ts', "const a = await import('#lib/store/open-store.ts');")).toHaveLength(1);
});

test('formats never import each other', () => {
  expect(violations('lib/cyclonedx/x.ts', "import { a } from '#lib/inventory/types.ts';")).toHaveLength(1);
});

test('a relative import out of the folder is refused', () => {
  expect(violations('lib/device/x.ts', "import { a } from '../artifact/read.ts';")).toHaveLength(1);
});

test('a pure floor may import no disk, no database, no framework', () => {
  for (const name of ['node:fs', 'pg', 'next/server', 'react']) {
    expect(violations('lib/device/x.ts', `import { a } from '${name}';`)).toHaveLength(1);
  }
});

test('only the file that reads packaged schemas may open files', () => {
  const text = "import { readFileSync } from 'node:fs';";
  expect(violations('lib/cyclonedx/schema-files.ts', text)).toEqual([]);
  expect(violations('lib/cyclonedx/parse.ts', text)).toHaveLength(1);
});

test('a format reads XML through lib/xml alone', () => {
  const text = "import { XmlDocument } from 'libxml2-wasm';";
  expect(violations('lib/xml/x.ts', text)).toEqual([]);
  expect(violations('lib/inventory/x.ts', text)).toHaveLength(1);
});

test('a pure floor may not read the clock', () => {
  expect(violations('lib/device/x.ts', 'const now = Date.now();')).toHaveLength(1);
});

test('what stands ready for tests of routes may import what they may', () => {
  const text = "import { a } from '#lib/testing/boms.ts';";
  expect(violations('app/server/testing/x.ts', text)).toEqual([]);
  expect(violations('app/server/x.ts', text)).toHaveLength(1);
  expect(violations('app/api/testing/x.ts', text)).toHaveLength(1);
});

test('a folder outside the table is refused', () => {
  expect(violations('lib/utils/x.ts', '')).toHaveLength(1);
});

test('a client file may not import the store', () => {
  expect(violations('components/x/y.tsx', "'use client';\nimport { a } from '#lib/store/devices.ts';")).toHaveLength(1);
});

test('what the table allows passes', () => {
  expect(violations('lib/device/x.ts', "import { a } from '#lib/artifact/verify.ts';\nimport { b } from './fold.ts';")).toEqual([]);
});
