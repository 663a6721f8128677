import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseCycloneDx } from './parse.ts';
import { MAX_PROBLEMS } from './schema.ts';

/** Places of the references of this BOM that name nothing; the schema has nothing against it. */
function danglingIn(text: string): readonly (string | null)[] {
  const { problems } = parseCycloneDx(encodeUtf8(text));
  expect(problems.filter(({ code }) => code === 'schema')).toEqual([]);
  return problems.filter(({ code }) => code === 'dangling-reference').map(({ path }) => path);
}

const inJson = (specVersion: string, bom: object): readonly (string | null)[] =>
  danglingIn(JSON.stringify({ bomFormat: 'CycloneDX', specVersion, version: 1, ...bom }));
const inXml = (specVersion: string, inside: string): readonly (string | null)[] =>
  danglingIn(`<bom xmlns="http://cyclonedx.org/schema/bom/${specVersion}" version="1">${inside}</bom>`);

const asset = (cryptoProperties: object) => ({
  components: [{ type: 'cryptographic-asset', name: 'A', 'bom-ref': 'a', cryptoProperties }],
});
const assetXml = (properties: string): string =>
  `<components><component type="cryptographic-asset" bom-ref="a"><name>A</name><cryptoProperties>${properties}</cryptoProperties></component></components>`;
const CRYPTO = 'components[0].cryptoProperties';

describe('a reference to nothing in JSON', () => {
  const tools = (identity: unknown) => ({ components: [{ type: 'library', name: 'L', 'bom-ref': 'l', evidence: { identity } }] });
  const workflow = (more: object) => ({ formulation: [{ workflows: [{ 'bom-ref': 'w', uid: 'w', taskTypes: ['build'], ...more }] }] });
  const WORKFLOW = 'formulation[0].workflows[0]';
  const protocol = (more: object) => asset({ assetType: 'protocol', protocolProperties: { type: 'ike', ...more } });
  const PROTOCOL = `${CRYPTO}.protocolProperties`;

  test.each<[string, string, object, readonly string[]]>([
    ['the tools of an identity', '1.5', tools({ field: 'name', tools: ['ghost', 'l'] }), ['components[0].evidence.identity.tools[0]']],
    ['the tools of identities', '1.6', tools([{ field: 'name', tools: ['l', 'ghost'] }]), ['components[0].evidence.identity[0].tools[1]']],
    [
      'a nested component',
      '1.6',
      { components: [{ type: 'device', name: 'D', ...tools([{ field: 'name', tools: ['ghost'] }]) }] },
      ['components[0].components[0].evidence.identity[0].tools[0]'],
    ],
    ['resources of a workflow', '1.6', workflow({ resourceReferences: [{ ref: 'ghost' }] }), [`${WORKFLOW}.resourceReferences[0].ref`]],
    [
      'dependencies of tasks',
      '1.6',
      workflow({ taskDependencies: [{ ref: 'w', dependsOn: ['ghost'] }] }),
      [`${WORKFLOW}.taskDependencies[0].dependsOn[0]`],
    ],
    ['the topology of a workflow', '1.6', workflow({ runtimeTopology: [{ ref: 'ghost' }] }), [`${WORKFLOW}.runtimeTopology[0].ref`]],
    [
      'a task with its trigger, inputs, outputs and workspaces',
      '1.6',
      workflow({
        tasks: [
          {
            'bom-ref': 't',
            uid: 't',
            taskTypes: ['build'],
            trigger: { 'bom-ref': 'r', uid: 'r', type: 'manual', event: { source: { ref: 'ghost' } } },
            inputs: [{ source: { ref: 'w' }, target: { ref: 'ghost' }, resource: { ref: 'ghost' } }],
            outputs: [{ source: { ref: 'ghost' }, resource: { externalReference: { type: 'other', url: 'https://a.example' } } }],
            workspaces: [{ 'bom-ref': 's', uid: 's', resourceReferences: [{ ref: 'ghost' }] }],
          },
        ],
      }),
      [
        'trigger.event.source.ref',
        'inputs[0].target.ref',
        'inputs[0].resource.ref',
        'outputs[0].source.ref',
        'workspaces[0].resourceReferences[0].ref',
      ].map((path) => `${WORKFLOW}.tasks[0].${path}`),
    ],
    [
      'a certificate',
      '1.6',
      asset({ assetType: 'certificate', certificateProperties: { signatureAlgorithmRef: 'ghost', subjectPublicKeyRef: 'gone' } }),
      [`${CRYPTO}.certificateProperties.signatureAlgorithmRef`, `${CRYPTO}.certificateProperties.subjectPublicKeyRef`],
    ],
    [
      'assets beside a certificate',
      '1.7',
      asset({ assetType: 'certificate', certificateProperties: { relatedCryptographicAssets: [{ type: 'publicKey', ref: 'ghost' }] } }),
      [`${CRYPTO}.certificateProperties.relatedCryptographicAssets[0].ref`],
    ],
    [
      'a key and what secures it',
      '1.6',
      asset({
        assetType: 'related-crypto-material',
        relatedCryptoMaterialProperties: { algorithmRef: 'ghost', securedBy: { mechanism: 'HSM', algorithmRef: 'ghost' } },
      }),
      [`${CRYPTO}.relatedCryptoMaterialProperties.algorithmRef`, `${CRYPTO}.relatedCryptoMaterialProperties.securedBy.algorithmRef`],
    ],
    [
      'cipher suites of a protocol',
      '1.6',
      protocol({ cipherSuites: [{ name: 'S', algorithms: ['a', 'ghost'] }], cryptoRefArray: ['ghost'] }),
      [`${PROTOCOL}.cipherSuites[0].algorithms[1]`, `${PROTOCOL}.cryptoRefArray[0]`],
    ],
    [
      'transforms of IKEv2 in 1.6',
      '1.6',
      protocol({ ikev2TransformTypes: { encr: ['ghost'], prf: ['a'] } }),
      [`${PROTOCOL}.ikev2TransformTypes.encr[0]`],
    ],
    [
      'transforms of IKEv2 in 1.7',
      '1.7',
      protocol({ ikev2TransformTypes: { encr: [{ name: 'E', algorithm: 'a' }], ke: [{ group: 14, algorithm: 'ghost' }] } }),
      [`${PROTOCOL}.ikev2TransformTypes.ke[0].algorithm`],
    ],
    [
      'data sets of a model',
      '1.6',
      { components: [{ type: 'machine-learning-model', name: 'M', modelCard: { modelParameters: { datasets: [{ ref: 'ghost' }] } } }] },
      ['components[0].modelCard.modelParameters.datasets[0].ref'],
    ],
    [
      'strategies of a conformance',
      '1.6',
      { declarations: { attestations: [{ map: [{ conformance: { score: 1, mitigationStrategies: ['ghost'] } }] }] } },
      ['declarations.attestations[0].map[0].conformance.mitigationStrategies[0]'],
    ],
    [
      'patents',
      '1.7',
      {
        components: [
          { type: 'device', name: 'D', patentAssertions: [{ assertionType: 'ownership', patentRefs: ['ghost'], asserter: 'ghost' }] },
        ],
      },
      ['components[0].patentAssertions[0].patentRefs[0]', 'components[0].patentAssertions[0].asserter'],
    ],
  ])('from %s is told', (_, specVersion, bom, paths) => {
    expect(inJson(specVersion, bom)).toEqual(paths);
  });

  test('is no BOM-Link, and no text of another meaning', () => {
    const link = 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#x';
    expect(inJson('1.6', tools([{ field: 'name', tools: [link] }]))).toEqual([]);
    const issue = { type: 'defect', id: '1', source: { name: 'S', url: 'https://a.example' } };
    const pedigree = { patches: [{ type: 'backport', resolves: [issue] }] };
    expect(inJson('1.6', { formulation: [{ components: [{ type: 'library', name: 'L', pedigree }] }] })).toEqual([]);
  });

  test('stops at the limit of problems', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      type: 'library',
      name: `L${index}`,
      evidence: { identity: [{ field: 'name', tools: ['g'] }] },
    }));
    expect(inJson('1.6', { components: many })).toHaveLength(MAX_PROBLEMS);
  });
});

describe('a reference to nothing in XML', () => {
  const workflow = (inside: string): string =>
    `<formulation><formula><workflows><workflow bom-ref="w"><uid>w</uid>${inside}</workflow></workflows></formula></formulation>`;
  const WORKFLOW = 'formulation[0].workflows[0]';

  test.each<[string, string, string, readonly string[]]>([
    [
      'the tools of an identity',
      '1.6',
      '<components><component type="library" bom-ref="l"><name>L</name><evidence><identity><field>name</field><tools><tool ref="ghost"/><tool ref="l"/></tools></identity></evidence></component></components>',
      ['components[0].evidence.identity[0].tools[0]'],
    ],
    [
      'a workflow',
      '1.6',
      workflow(
        '<resourceReferences><resourceReference><ref>ghost</ref></resourceReference></resourceReferences><taskTypes><taskType>build</taskType></taskTypes>' +
          '<inputs><input><resource><ref>ghost</ref></resource></input></inputs>' +
          '<runtimeTopology><dependency ref="w"><dependency ref="ghost"/></dependency></runtimeTopology>',
      ),
      [`${WORKFLOW}.resourceReferences[0].ref`, `${WORKFLOW}.runtimeTopology[0].dependsOn[0]`, `${WORKFLOW}.inputs[0].resource.ref`],
    ],
    [
      'a certificate',
      '1.6',
      assetXml(
        '<assetType>certificate</assetType><certificateProperties><signatureAlgorithmRef>ghost</signatureAlgorithmRef><subjectPublicKeyRef>a</subjectPublicKeyRef></certificateProperties>',
      ),
      [`${CRYPTO}.certificateProperties.signatureAlgorithmRef`],
    ],
    [
      'a protocol',
      '1.6',
      assetXml(
        '<assetType>protocol</assetType><protocolProperties><type>ike</type><cipherSuites><cipherSuite><name>S</name><algorithms><algorithm>ghost</algorithm></algorithms></cipherSuite></cipherSuites>' +
          '<ikev2TransformTypes><encr>ghost</encr><prf>a</prf></ikev2TransformTypes><cryptoRef>ghost</cryptoRef></protocolProperties>',
      ),
      [
        `${CRYPTO}.protocolProperties.cipherSuites[0].algorithms[0]`,
        `${CRYPTO}.protocolProperties.cryptoRefArray[0]`,
        `${CRYPTO}.protocolProperties.ikev2TransformTypes.encr[0]`,
      ],
    ],
    [
      'assets beside a key',
      '1.7',
      assetXml(
        '<assetType>related-crypto-material</assetType><relatedCryptoMaterialProperties><type>public-key</type><relatedCryptographicAssets><relatedCryptographicAsset><type>algorithm</type><ref>ghost</ref></relatedCryptographicAsset></relatedCryptographicAssets></relatedCryptoMaterialProperties>',
      ),
      [`${CRYPTO}.relatedCryptoMaterialProperties.relatedCryptographicAssets[0].ref`],
    ],
    [
      'data sets of a model',
      '1.6',
      '<components><component type="machine-learning-model" bom-ref="m"><name>M</name><modelCard><modelParameters><datasets><ref>m</ref><ref>ghost</ref></datasets></modelParameters></modelCard></component></components>',
      ['components[0].modelCard.modelParameters.datasets[1]'],
    ],
  ])('from %s is told', (_, specVersion, inside, paths) => {
    expect(inXml(specVersion, inside)).toEqual(paths);
  });
});
