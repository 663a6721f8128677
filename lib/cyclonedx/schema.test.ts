import { expect, test } from 'vitest';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { MAX_PROBLEMS, validateBom } from './schema.ts';
import { SPEC_VERSIONS } from './schema-files.ts';

const HEAD = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 };
const manyParts = (count: number): { type: string; name: string; 'bom-ref': string }[] =>
  Array.from({ length: count }, (_, index) => ({ type: 'device', name: `part ${index}`, 'bom-ref': `p${index}` }));

test.each(SPEC_VERSIONS)('the smallest BOM of %s is valid, and one without components of the right type is not', (specVersion) => {
  expect(validateBom({ ...HEAD, specVersion, components: [] }, specVersion)).toEqual({ valid: true, problems: [] });
  expect(validateBom({ ...HEAD, specVersion, components: {} }, specVersion).valid).toBe(false);
});

test('all errors are told, in plain sentences, not only the first', () => {
  const components = [
    { name: 'x' },
    { type: 'gadget', name: 'y' },
    { type: 'device', name: 'z', hashes: [{ alg: 'MD5', content: 'foo' }] },
  ];
  const { problems } = validateBom({ ...HEAD, components }, '1.6');
  expect(problems.map(({ path, detail }) => `${path}: ${detail}`)).toEqual([
    'components[0]: "type" is missing; the schema requires it.',
    expect.stringContaining('components[1].type: "gadget" is not one of the values that the schema allows'),
    'components[2].hashes[0].content: "foo" is not a digest of 32, 40, 64, 96 or 128 hexadecimal digits.',
  ]);
});

test('where several forms are allowed, only the complaint about the meant form is told', () => {
  const components = [
    {
      type: 'library',
      name: 'x',
      licenses: [{ license: { id: 'Apache-2' } }, { license: { name: 'x', text: { encoding: 'base85', content: '' } } }],
    },
  ];
  expect(validateBom({ ...HEAD, specVersion: '1.5', components }, '1.5').problems).toEqual([
    { code: 'schema', path: 'components[0].licenses[0].license.id', detail: '"Apache-2" is not one of the values that the schema allows.' },
    expect.objectContaining({ path: 'components[0].licenses[1].license.text.encoding' }),
  ]);
});

test('two equal parts are an error that names both', () => {
  const [part] = manyParts(1);
  const { valid, problems } = validateBom({ ...HEAD, components: [part, { type: 'device', name: 'other' }, part] }, '1.6');
  expect(valid).toBe(false);
  expect(problems).toMatchObject([{ path: 'components', detail: expect.stringContaining('Elements 0 and 2') }]);
});

test('errors far inside a large BOM keep their place', () => {
  const components: object[] = manyParts(30_000);
  components[29_999] = { type: 'gadget', name: 'last' };
  expect(validateBom({ ...HEAD, components }, '1.6').problems).toMatchObject([{ path: 'components[29999].type' }]);
});

test('a BOM full of errors lists 100 of them', () => {
  const components = manyParts(30_000).map((part) => ({ ...part, type: 'gadget' }));
  expect(validateBom({ ...HEAD, components }, '1.6').problems).toHaveLength(MAX_PROBLEMS);
});

test('one huge part full of errors still gives one problem', () => {
  const components = [{ type: 'device', name: 'x', properties: Array.from({ length: 60_000 }, (_, index) => index) }];
  expect(validateBom({ ...HEAD, components }, '1.6').problems).toMatchObject([
    { path: expect.stringMatching(/^components\[0\]\.properties/) },
  ]);
});

test('an error that only the whole shows is told as well', () => {
  const components: object[] = manyParts(30_000);
  components.push({ ...components[0] });
  expect(validateBom({ ...HEAD, components }, '1.6').problems).toMatchObject([
    { path: 'components', detail: expect.stringContaining('0 and 30000') },
  ]);
});

test('the time grows with the size, not with its square', () => {
  validateBom({ ...HEAD, components: manyParts(1000) }, '1.6');
  const timeOf = (count: number): number => {
    const bom = { ...HEAD, components: manyParts(count) };
    const spent = beginSpending();
    expect(validateBom(bom, '1.6').valid).toBe(true);
    return spent();
  };
  // Comparing all pairs of 60,000 takes minutes.
  expect(timeOf(60_000)).toBeLessThan(10_000);
});
