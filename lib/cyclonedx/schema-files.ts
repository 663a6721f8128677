import { readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { isMembers } from '#lib/encoding/members.ts';
import type { XmlSchema } from '#lib/xml/schema.ts';

/** Versions of the JSON form whose schemas are at hand. */
export const SPEC_VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const;
export type SpecVersion = (typeof SPEC_VERSIONS)[number];

/** 1.2 and 1.3 have a strict schema beside the lax one, which would let misspelt members pass. */
const FILES: Readonly<Record<SpecVersion, string>> = {
  '1.2': 'bom-1.2-strict.SNAPSHOT.schema.json',
  '1.3': 'bom-1.3-strict.SNAPSHOT.schema.json',
  '1.4': 'bom-1.4.SNAPSHOT.schema.json',
  '1.5': 'bom-1.5.SNAPSHOT.schema.json',
  '1.6': 'bom-1.6.SNAPSHOT.schema.json',
  '1.7': 'bom-1.7.SNAPSHOT.schema.json',
};
/** Schemas that the BOM schemas refer to, each by its name below this base. */
const BASE = 'http://cyclonedx.org/schema/';
const SHARED = ['spdx.SNAPSHOT.schema.json', 'cryptography-defs.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'] as const;

/** Versions of the XML form whose schemas are at hand. */
const XML_VERSIONS = ['1.0', '1.1', ...SPEC_VERSIONS] as const;
export type XmlSpecVersion = (typeof XML_VERSIONS)[number];

/** Whether the text names a version of the XML form that can be validated. */
export function isXmlSpecVersion(text: string): text is XmlSpecVersion {
  return XML_VERSIONS.some((version) => version === text);
}

const LICENSES = 'spdx.SNAPSHOT.xsd';

/** The XML schema of one version with the list of licenses that it imports, as @cyclonedx/cyclonedx-library ships them. */
export function readXmlSchema(version: XmlSpecVersion): XmlSchema {
  const folder = join(dirname(packageFile()), 'res/schema');
  const read = (file: string): Uint8Array => readFileSync(join(folder, file));
  return { main: read(`bom-${version}.SNAPSHOT.xsd`), imports: new Map([[LICENSES, read(LICENSES)]]) };
}

/** Whether the text names a version that can be validated. */
export function isSpecVersion(text: string): text is SpecVersion {
  return SPEC_VERSIONS.some((version) => version === text);
}

/**
 * The JSON schema of one version, as @cyclonedx/cyclonedx-library ships it.
 * Loaded when first asked for, as modules are: part of the program, and never a file of a user.
 */
export function readBomSchema(version: SpecVersion): object {
  return readSchema(FILES[version]);
}

/** The schemas that the versions refer to, by the address that they are referred to. */
export function readSharedSchemas(): Record<string, object> {
  return Object.fromEntries(SHARED.map((file) => [`${BASE}${file}`, readSchema(file)]));
}

/**
 * The package exports no schema, so the file is asked for beside its package.json.
 * A bundler leaves these calls alone, and Node finds the package as it is installed.
 */
function readSchema(file: string): object {
  const schema: unknown = createRequire(packageFile())(`./res/schema/${file}`);
  if (!isMembers(schema)) throw new Error(`${file} of @cyclonedx/cyclonedx-library is no JSON object`);
  return schema;
}

function packageFile(): string {
  const found = findPackageJSON('@cyclonedx/cyclonedx-library', import.meta.url);
  if (found === undefined) throw new Error('the package @cyclonedx/cyclonedx-library is not installed; run npm install');
  return found;
}
