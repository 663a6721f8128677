import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';

/** A package or file to write; members of SPDX beside the usual ones. */
export type SpdxElement = { readonly [name: string]: Json | undefined } & { readonly SPDXID: string };

/** [from, type, to], identifiers without `SPDXRef-`. */
export type SpdxRelation = readonly [from: string, type: string, to: string];

export interface SampleSpdx {
  readonly packages: readonly SpdxElement[];
  readonly files?: readonly SpdxElement[];
  readonly relations?: readonly SpdxRelation[];
  /** Further members of the document. */
  readonly more?: { readonly [name: string]: Json };
}

/** An SPDX 2.3 document as JSON octets; the same arguments give the same octets. */
export function makeSpdx({ packages, files = [], relations = [], more = {} }: SampleSpdx): Uint8Array {
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'sample',
    documentNamespace: 'https://example.invalid/spdx/sample-1',
    creationInfo: { created: '2026-01-01T00:00:00Z', creators: ['Tool: sample-maker-1.0', 'Organization: Tamba Computers'] },
    packages: packages.map((element) => ({ downloadLocation: 'NOASSERTION', ...element, SPDXID: `SPDXRef-${element.SPDXID}` })),
    ...(files.length === 0 ? {} : { files: files.map((element) => ({ ...element, SPDXID: `SPDXRef-${element.SPDXID}` })) }),
    relationships: relations.map(([from, relationshipType, to]) => ({
      spdxElementId: `SPDXRef-${from}`,
      relationshipType,
      relatedSpdxElement: to.includes(':') ? to : `SPDXRef-${to}`,
    })),
    ...more,
  };
  return encodeUtf8(`${JSON.stringify(document, null, 2)}\n`);
}
