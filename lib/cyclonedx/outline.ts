import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { CLAIM_LISTS, claimLines } from './outline-claims.ts';
import { metadataLines } from './outline-metadata.ts';
import { counted, names, words } from './outline-text.ts';
import { pathOf, textOf } from './read-value.ts';
import type { BomSection } from './types.ts';

/** Entries of one section that are kept; the count tells of all. */
export const MAX_SECTION_ENTRIES = 200;

type Line = (entry: Members) => string;

/** Lists at the top of a BOM, each with the line that tells of an entry. */
const TOP: Readonly<Record<string, Line>> = {
  dependencies: (dependency) => `${textOf(dependency.ref) ?? ''} → ${names(dependency.dependsOn) || 'nothing'}${provided(dependency)}`,
  compositions: (composition) =>
    words([composition.aggregate, ...['assemblies', 'dependencies', 'vulnerabilities'].map((name) => names(composition[name]))]),
  vulnerabilities: (vulnerability) =>
    words([
      vulnerability.id,
      membersOf(vulnerability.source).name,
      membersOf(listOf(vulnerability.ratings)[0]).severity,
      membersOf(vulnerability.analysis).state,
      vulnerability.description,
      names(listOf(vulnerability.affects).map((affected) => membersOf(affected).ref)),
    ]),
  annotations: (annotation) => words([annotation.timestamp, annotatorOf(annotation), annotation.text, names(annotation.subjects)]),
  properties: (property) => words([property.name, property.value]),
  externalReferences: (reference) => words([reference.type, reference.url, reference.comment]),
  formulation: (formula) =>
    words([counted(formula.workflows, 'workflows'), counted(formula.components, 'components'), counted(formula.services, 'services')]),
  citations: (citation) => words([citation.timestamp, names(citation.pointers), citation.attributedTo, citation.note]),
};

/** Members of components and services wherever they stand. */
const ANYWHERE: Readonly<Record<string, Line>> = {
  pedigree: (pedigree) =>
    words(
      ['ancestors', 'descendants', 'variants', 'commits', 'patches']
        .map((name) => counted(pedigree[name], name))
        .concat(textOf(pedigree.notes) ?? ''),
    ),
  evidence: (evidence) =>
    words([identityOf(evidence), ...['occurrences', 'licenses', 'copyright'].map((name) => counted(evidence[name], name))]),
};

/**
 * What a BOM holds beside its components, in lines for a person: services, dependencies, compositions, declarations and the rest.
 * @param bom  in the shape of the JSON form
 * @returns    only sections that hold something, each with at most MAX_SECTION_ENTRIES lines
 */
export function outlineOf(bom: Members): readonly BomSection[] {
  const sections = new Map<string, Growing>();
  for (const [name, line] of Object.entries(TOP)) addList(sections, { section: name, list: bom[name], path: name, line });
  addServices(sections, bom.services, ['services']);
  for (const { section, list, line } of CLAIM_LISTS)
    addList(sections, { section, list: membersOf(bom[section])[list], path: `${section}.${list}`, line });
  for (const { path, line } of claimLines(bom)) add(sections, 'declarations', () => ({ path, text: line() }));
  for (const { path, line } of metadataLines(bom)) add(sections, 'metadata', () => ({ path, text: line() }));
  const steps = ['metadata', 'component'];
  for (const [name, line] of Object.entries(ANYWHERE))
    addMember(sections, { section: name, holder: membersOf(membersOf(bom.metadata).component), steps, line });
  addParts(sections, membersOf(membersOf(bom.metadata).component).components, [...steps, 'components']);
  addParts(sections, bom.components, ['components']);
  return [...sections].map(([name, { count, entries }]) => ({ name, count, entries }));
}

interface Growing {
  count: number;
  readonly entries: { readonly path: string; readonly text: string }[];
}

interface ListPlace {
  readonly section: string;
  readonly list: unknown;
  readonly path: string;
  readonly line: Line;
}

function addList(sections: Map<string, Growing>, { section, list, path, line }: ListPlace): void {
  for (const [index, entry] of listOf(list).entries())
    add(sections, section, () => ({ path: `${path}[${index}]`, text: line(membersOf(entry)) }));
}

interface MemberPlace {
  readonly section: string;
  readonly holder: Members;
  readonly steps: readonly (string | number)[];
  readonly line: Line;
}

function addMember(sections: Map<string, Growing>, { section, holder, steps, line }: MemberPlace): void {
  const member = holder[section];
  if (isMembers(member)) add(sections, section, () => ({ path: pathOf([...steps, section]), text: line(member) }));
}

/** Services stand inside services. */
function addServices(sections: Map<string, Growing>, list: unknown, steps: (string | number)[]): void {
  for (const [index, entry] of listOf(list).entries()) {
    const service = membersOf(entry);
    steps.push(index);
    add(sections, 'services', () => ({ path: pathOf(steps), text: serviceLine(service) }));
    addServices(sections, service.services, [...steps, 'services']);
    steps.pop();
  }
}

function serviceLine(service: Members): string {
  const data = listOf(service.data).map(membersOf);
  return words([
    service.group,
    service.name,
    service.version,
    counted(service.endpoints, 'endpoints'),
    service.authenticated === true ? 'authenticated' : '',
    service['x-trust-boundary'] === true ? 'crosses a trust boundary' : '',
    names(data.map(({ flow, classification }) => words([flow, classification]))),
  ]);
}

/** Recursion is as deep as the reader allows. The steps are one list that changes while it goes on. */
function addParts(sections: Map<string, Growing>, list: unknown, steps: (string | number)[]): void {
  for (const [index, entry] of listOf(list).entries()) {
    const holder = membersOf(entry);
    steps.push(index);
    for (const [section, line] of Object.entries(ANYWHERE)) addMember(sections, { section, holder, steps, line });
    if (holder.components !== undefined) {
      steps.push('components');
      addParts(sections, holder.components, steps);
      steps.pop();
    }
    steps.pop();
  }
}

/** The line is only made when it is kept. */
function add(sections: Map<string, Growing>, section: string, entry: () => Growing['entries'][number]): void {
  const growing = sections.get(section) ?? { count: 0, entries: [] };
  sections.set(section, growing);
  growing.count += 1;
  if (growing.entries.length < MAX_SECTION_ENTRIES) growing.entries.push(entry());
}

function provided({ provides }: Members): string {
  return listOf(provides).length === 0 ? '' : `, provides ${names(provides)}`;
}

function annotatorOf({ annotator }: Members): unknown {
  const { organization, individual, component, service } = membersOf(annotator);
  return [organization, individual, component, service].map((one) => membersOf(one).name).find((name) => name !== undefined);
}

/** One object in 1.5, a list since 1.6. */
function identityOf({ identity }: Members): string {
  const identities = Array.isArray(identity) ? identity : [identity];
  const fields = identities.flatMap((one) => textOf(membersOf(one).field) ?? []);
  return fields.length === 0 ? '' : `identity by ${names(fields)}`;
}
