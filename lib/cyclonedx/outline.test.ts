import { expect, test } from 'vitest';
import { MAX_SECTION_ENTRIES, outlineOf } from './outline.ts';

test('what a BOM holds beside components is told in lines, each with its place', () => {
  const sections = outlineOf({
    metadata: { component: { name: 'x', pedigree: { patches: [{}, {}], notes: 'ours' } } },
    components: [{ name: 'a', components: [{ name: 'b', evidence: { identity: [{ field: 'purl' }], occurrences: [{}] } }] }],
    services: [{ name: 'signing', group: 'org', endpoints: ['https://a.example', 'https://b.example'] }],
    dependencies: [{ ref: 'a', dependsOn: ['b', 'c'], provides: ['d'] }, { ref: 'b' }],
    compositions: [{ aggregate: 'complete', assemblies: ['a'] }],
    annotations: [{ timestamp: '2026-01-01T00:00:00Z', annotator: { individual: { name: 'Ada' } }, text: 'swapped', subjects: ['a'] }],
    externalReferences: [{ type: 'attestation', url: 'https://c.example' }],
    declarations: { claims: [{ target: 'a', predicate: 'is genuine' }], attestations: [{ summary: 'all of it', map: [{}] }] },
    definitions: { standards: [{ name: 'S', version: '1', requirements: [{}] }] },
    formulation: [{ workflows: [{}] }],
  });
  const lines = sections.flatMap(({ name, entries }) => entries.map(({ path, text }) => `${name} ${path}: ${text}`));
  expect(lines.toSorted()).toEqual(
    [
      'services services[0]: org · signing · 2 endpoints',
      'dependencies dependencies[0]: a → b, c, provides d',
      'dependencies dependencies[1]: b → nothing',
      'compositions compositions[0]: complete · a',
      'annotations annotations[0]: 2026-01-01T00:00:00Z · Ada · swapped · a',
      'externalReferences externalReferences[0]: attestation · https://c.example',
      'formulation formulation[0]: 1 workflows',
      'declarations declarations.attestations[0]: attestation · all of it · 1 requirements',
      'declarations declarations.claims[0]: claim · a · is genuine',
      'definitions definitions.standards[0]: S · 1 · 1 requirements',
      'pedigree metadata.component.pedigree: 2 patches · ours',
      'evidence components[0].components[0].evidence: identity by purl · 1 occurrences',
    ].toSorted(),
  );
});

test('a section counts all entries and lists the first', () => {
  const dependencies = Array.from({ length: 1000 }, (_, index) => ({ ref: `r${index}`, dependsOn: Array(1000).fill('x'.repeat(1000)) }));
  const [section] = outlineOf({ dependencies });
  expect(section).toMatchObject({ name: 'dependencies', count: 1000, entries: { length: MAX_SECTION_ENTRIES } });
  for (const { text } of section?.entries ?? []) expect(text.length).toBeLessThan(700);
});

test('wrong types everywhere give nothing', () => {
  expect(
    outlineOf({ services: 1, dependencies: {}, declarations: [], components: [null, { pedigree: 'x', components: 'y' }], metadata: 'x' }),
  ).toEqual([]);
});
