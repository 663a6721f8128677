import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { type PlacedLine, words } from './outline-text.ts';

/** Lists of the metadata, each with the line of an entry. The subject and the tools have places of their own. */
const LISTS: Readonly<Record<string, (entry: Members) => string>> = {
  lifecycles: ({ phase, name, description }) => words(['lifecycle', phase, name, description]),
  authors: ({ name, email }) => words(['author', name, email]),
  licenses: ({ expression, license }) => words(['license of the BOM', expression, membersOf(license).id, membersOf(license).name]),
  properties: ({ name, value }) => words([name, value]),
};

/** Organizations; `manufacture` is how versions before 1.6 say it. */
const ORGANIZATIONS: Readonly<Record<string, string>> = {
  manufacturer: 'manufacturer of the BOM',
  manufacture: 'manufacturer of the subject',
  supplier: 'supplier of the subject',
};

/** What a BOM says about how, when in its life and by whom it was made. @spec ECMA-424 (CycloneDX 1.6), metadata */
export function* metadataLines(bom: Members): Generator<PlacedLine> {
  const metadata = membersOf(bom.metadata);
  for (const [name, line] of Object.entries(LISTS)) {
    for (const [index, entry] of listOf(metadata[name]).entries())
      yield { path: `metadata.${name}[${index}]`, line: () => line(membersOf(entry)) };
  }
  for (const [name, what] of Object.entries(ORGANIZATIONS)) {
    const organization = metadata[name];
    if (isMembers(organization)) yield { path: `metadata.${name}`, line: () => words([what, organization.name]) };
  }
  const { distributionConstraints } = metadata;
  if (isMembers(distributionConstraints))
    yield { path: 'metadata.distributionConstraints', line: () => words(['distribution', distributionConstraints.tlp]) };
}
