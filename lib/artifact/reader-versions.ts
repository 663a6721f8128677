import { MAPPING_VERSIONS } from '#lib/inventory/mapping-versions.ts';
import { PARSER_VERSION } from './read.ts';

/** By what documents are read: what was read by less is read again. */
export interface ReaderVersions {
  /** Of all parsers together. */
  readonly parser: number;
  /** Of the mapping of each inventory format: one that rises concerns the files of its format alone. */
  readonly mappings: Readonly<Record<string, number>>;
}

/** The versions of this program. */
export const READER_VERSIONS: ReaderVersions = { parser: PARSER_VERSION, mappings: MAPPING_VERSIONS };
