import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { counted, names, type PlacedLine, words } from './outline-text.ts';

type Line = (entry: Members) => string;

/** What a BOM claims and by which standards: lists one step below the top, each with the line that tells of an entry. */
export const CLAIM_LISTS: readonly { readonly section: string; readonly list: string; readonly line: Line }[] = [
  {
    section: 'declarations',
    list: 'assessors',
    line: ({ organization, thirdParty }) => words(['assessor', membersOf(organization).name, thirdParty === true ? 'third party' : '']),
  },
  {
    section: 'declarations',
    list: 'attestations',
    line: ({ summary, assessor, map }) => words(['attestation', summary, assessor, counted(map, 'requirements')]),
  },
  {
    section: 'declarations',
    list: 'claims',
    line: ({ target, predicate, reasoning, evidence, counterEvidence, mitigationStrategies }) =>
      words([
        'claim',
        target,
        predicate,
        reasoning,
        counted(evidence, 'pieces of evidence'),
        counted(counterEvidence, 'pieces of counter-evidence'),
        counted(mitigationStrategies, 'mitigations'),
      ]),
  },
  {
    section: 'declarations',
    list: 'evidence',
    line: ({ propertyName, description, created, expires }) =>
      words(['evidence', propertyName, description, created, expires === undefined ? '' : `expires ${String(expires).slice(0, 40)}`]),
  },
  {
    section: 'definitions',
    list: 'standards',
    line: ({ name, version, owner, requirements }) => words([name, version, owner, counted(requirements, 'requirements')]),
  },
  {
    section: 'definitions',
    list: 'patents',
    line: ({ patentNumber, familyId, title, jurisdiction }) => words(['patent', patentNumber, familyId, title, jurisdiction]),
  },
];

/**
 * What lies deeper in declarations: for each requirement how far it is met and what is claimed for and against it, about what, and who
 * affirms all of it.
 * @spec ECMA-424 (CycloneDX 1.6), declarations
 */
export function* claimLines(bom: Members): Generator<PlacedLine> {
  const declarations = membersOf(bom.declarations);
  for (const [index, attestation] of listOf(declarations.attestations).entries()) {
    for (const [place, entry] of listOf(membersOf(attestation).map).entries())
      yield { path: `declarations.attestations[${index}].map[${place}]`, line: () => requirementLine(membersOf(entry)) };
  }
  const targets = membersOf(declarations.targets);
  for (const kind of ['organizations', 'components', 'services']) {
    for (const [index, target] of listOf(targets[kind]).entries()) {
      const { name, version } = membersOf(target);
      yield { path: `declarations.targets.${kind}[${index}]`, line: () => words(['target', name, version]) };
    }
  }
  const { affirmation } = declarations;
  if (isMembers(affirmation)) yield { path: 'declarations.affirmation', line: () => affirmationLine(affirmation) };
}

function requirementLine({ requirement, claims, counterClaims, conformance, confidence }: Members): string {
  return words([
    'requirement',
    requirement,
    scoreText('conformance', membersOf(conformance)),
    scoreText('confidence', membersOf(confidence)),
    claimed('claims', claims),
    claimed('counter-claims', counterClaims),
  ]);
}

function scoreText(what: string, { score, rationale }: Members): string {
  if (typeof score !== 'number') return '';
  return typeof rationale === 'string' ? `${what} ${score}: ${rationale}` : `${what} ${score}`;
}

function claimed(what: string, list: unknown): string {
  const told = names(list);
  return told === '' ? '' : `${what} ${told}`;
}

function affirmationLine({ statement, signatories }: Members): string {
  const people = listOf(signatories).map((signatory) => {
    const { name, role, organization } = membersOf(signatory);
    return words([name, role, membersOf(organization).name]);
  });
  return words(['affirmation', statement, names(people)]);
}
