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
    declarations: {
      claims: [{ target: 'a', predicate: 'is genuine' }],
      attestations: [{ summary: 'all of it', map: [{ requirement: 'R1' }] }],
    },
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
      'declarations declarations.attestations[0].map[0]: requirement · R1',
      'declarations declarations.claims[0]: claim · a · is genuine',
      'definitions definitions.standards[0]: S · 1 · 1 requirements',
      'pedigree metadata.component.pedigree: 2 patches · ours',
      'evidence components[0].components[0].evidence: identity by purl · 1 occurrences',
    ].toSorted(),
  );
});

test('how far each requirement is met, what speaks against it, about what and who affirms it is told', () => {
  const [section] = outlineOf({
    declarations: {
      assessors: [{ thirdParty: true, organization: { name: 'Lab' } }],
      attestations: [
        {
          summary: 'half of it',
          assessor: 'lab',
          map: [{ requirement: 'R1', claims: ['c1'], counterClaims: ['c2'], conformance: { score: 0.5, rationale: 'a part was swapped' } }],
        },
      ],
      claims: [{ target: 'a', predicate: 'is genuine', counterEvidence: ['e'] }],
      evidence: [{ propertyName: 'certificate', expires: '2027-01-01T00:00:00Z' }],
      targets: { components: [{ name: 'board', version: '2' }] },
      affirmation: { statement: 'We stand for it', signatories: [{ name: 'Ada', role: 'CISO', organization: { name: 'Pomelo' } }] },
    },
  });
  expect(section?.entries.map(({ path, text }) => `${path.replace('declarations.', '')}: ${text}`)).toEqual([
    'assessors[0]: assessor · Lab · third party',
    'attestations[0]: attestation · half of it · lab · 1 requirements',
    'claims[0]: claim · a · is genuine · 1 pieces of counter-evidence',
    'evidence[0]: evidence · certificate · expires 2027-01-01T00:00:00Z',
    'attestations[0].map[0]: requirement · R1 · conformance 0.5: a part was swapped · claims c1 · counter-claims c2',
    'targets.components[0]: target · board · 2',
    'affirmation: affirmation · We stand for it · Ada · CISO · Pomelo',
  ]);
});

test('services inside services, the metadata and the properties of the BOM are told', () => {
  const sections = outlineOf({
    metadata: {
      lifecycles: [{ phase: 'operations' }, { name: 'in repair' }],
      authors: [{ name: 'Ada' }],
      manufacturer: { name: 'Pomelo' },
      licenses: [{ license: { id: 'CC0-1.0' } }],
      distributionConstraints: { tlp: 'AMBER' },
    },
    properties: [{ name: 'internal:batch', value: '7' }],
    services: [
      { name: 'outer', 'x-trust-boundary': true, services: [{ name: 'inner', data: [{ flow: 'inbound', classification: 'PII' }] }] },
    ],
    definitions: { patents: [{ patentNumber: 'US1', title: 'A board' }] },
  });
  const lines = sections.flatMap(({ entries }) => entries.map(({ path, text }) => `${path}: ${text}`));
  expect(lines).toEqual([
    'properties[0]: internal:batch · 7',
    'services[0]: outer · crosses a trust boundary',
    'services[0].services[0]: inner · inbound · PII',
    'definitions.patents[0]: patent · US1 · A board',
    'metadata.lifecycles[0]: lifecycle · operations',
    'metadata.lifecycles[1]: lifecycle · in repair',
    'metadata.authors[0]: author · Ada',
    'metadata.licenses[0]: license of the BOM · CC0-1.0',
    'metadata.manufacturer: manufacturer of the BOM · Pomelo',
    'metadata.distributionConstraints: distribution · AMBER',
  ]);
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
