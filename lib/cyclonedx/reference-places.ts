import { isMembers, type Members } from '#lib/encoding/members.ts';
import type { Steps } from './read-value.ts';

/** Members on the way to a reference. Lists on the way, and at its end, are gone through. */
export type Place = readonly string[];

const placesOf = (...paths: readonly string[]): readonly Place[] => paths.map((path) => path.split('.'));

/**
 * Where a BOM names elements by their bom-ref, from its top.
 * @spec CycloneDX 1.2 to 1.7, refLinkType and refType in the JSON schemas, bomReferenceType in the XML schemas
 */
export const TOP_PLACES = placesOf(
  'dependencies.ref',
  'dependencies.dependsOn',
  'dependencies.provides',
  'compositions.assemblies',
  'compositions.dependencies',
  'compositions.vulnerabilities',
  'annotations.subjects',
  'vulnerabilities.affects.ref',
  'declarations.attestations.assessor',
  'declarations.attestations.map.requirement',
  'declarations.attestations.map.claims',
  'declarations.attestations.map.counterClaims',
  'declarations.attestations.map.conformance.mitigationStrategies',
  'declarations.claims.target',
  'declarations.claims.evidence',
  'declarations.claims.counterEvidence',
  'declarations.claims.mitigationStrategies',
  'definitions.standards.requirements.parent',
  'definitions.standards.levels.requirements',
  'definitions.patents.members',
  'citations.attributedTo',
  'citations.process',
);

/** The same, from a component or service wherever it stands. */
const PART_PLACES = placesOf(
  'evidence.identity.tools',
  'modelCard.modelParameters.datasets.ref',
  // XML has the references beside the descriptions.
  'modelCard.modelParameters.datasets',
  'patentAssertions.patentRefs',
  'patentAssertions.asserter',
  'patentAssertions.asserter.ref',
  'cryptoProperties.certificateProperties.signatureAlgorithmRef',
  'cryptoProperties.certificateProperties.subjectPublicKeyRef',
  'cryptoProperties.certificateProperties.relatedCryptographicAssets.ref',
  'cryptoProperties.relatedCryptoMaterialProperties.algorithmRef',
  'cryptoProperties.relatedCryptoMaterialProperties.securedBy.algorithmRef',
  'cryptoProperties.relatedCryptoMaterialProperties.relatedCryptographicAssets.ref',
  'cryptoProperties.protocolProperties.cipherSuites.algorithms',
  'cryptoProperties.protocolProperties.cryptoRefArray',
  'cryptoProperties.protocolProperties.relatedCryptographicAssets.ref',
  ...['encr', 'prf', 'integ', 'ke', 'auth'].flatMap((type) => [
    // References in 1.6, descriptions with a reference since 1.7.
    `cryptoProperties.protocolProperties.ikev2TransformTypes.${type}`,
    `cryptoProperties.protocolProperties.ikev2TransformTypes.${type}.algorithm`,
  ]),
);

/** The same, from a workflow, task, trigger, event, workspace, input or output of a formula. @spec CycloneDX 1.5 formulation */
const STEP_PLACES = placesOf(
  'resourceReferences.ref',
  'source.ref',
  'target.ref',
  'resource.ref',
  'taskDependencies.ref',
  'taskDependencies.dependsOn',
  'runtimeTopology.ref',
  'runtimeTopology.dependsOn',
);

/** Places below an object that stands at these steps; none for most objects, which is found out at once. */
export function placesBelow(members: Members, [top]: Steps): readonly Place[] {
  const { evidence, cryptoProperties, modelCard, patentAssertions } = members;
  const mayName = evidence !== undefined || cryptoProperties !== undefined || modelCard !== undefined || patentAssertions !== undefined;
  const below = mayName ? PART_PLACES : [];
  const all = top === 'formulation' ? [...below, ...STEP_PLACES] : below;
  return all.filter(([first = '']) => members[first] !== undefined);
}

/**
 * Tells each text at a place; whatever has another shape names nothing.
 * @param tell  is given the steps from the value, a list that changes while it goes on
 */
export function eachReference(value: unknown, place: Place, tell: (ref: string, steps: Steps) => void): void {
  const steps: (string | number)[] = [];
  follow(value, 0);

  function follow(at: unknown, depth: number): void {
    if (Array.isArray(at)) {
      for (let index = 0; index < at.length; index += 1) followStep(at[index], index, depth);
      return;
    }
    const next = place[depth];
    if (next === undefined) {
      if (typeof at === 'string') tell(at, steps);
    } else if (isMembers(at)) followStep(at[next], next, depth + 1);
  }

  function followStep(at: unknown, step: string | number, depth: number): void {
    steps.push(step);
    follow(at, depth);
    steps.pop();
  }
}
