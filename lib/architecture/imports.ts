import { dirname, join, normalize } from 'node:path';
import { CLIENT_FOLDERS, IMPORT_TABLE, PACKAGED_FILES, PURE, PURE_PACKAGES } from './import-table.ts';

/** One source file, its path relative to the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Static, re-exporting, side-effect and dynamic imports, type-only ones included. */
const IMPORTS =
  /(?:^|[\s;}])(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|\brequire\s*\(\s*['"]([^'"]+)['"]/g;
const CLOCK_OR_CHANCE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b|\brandomUUID\(|\brandomBytes\(/;
/** Tests, and what stands ready for them in a folder `testing` of their floor. */
const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path) || /^(?:lib\/[a-z0-9-]+|app\/server)\/testing\//.test(path);

/** The folder of the table that a path lies in; undefined for the files at the top. */
export function folderOf(path: string): string | undefined {
  const [top, second, third] = path.split('/');
  if (top === 'lib') return third === undefined ? undefined : second;
  return second === undefined ? undefined : top;
}

/** Every sentence that the import table has against a file. Empty: the file keeps the rules. */
export function violationsOf(file: SourceFile): readonly string[] {
  const folder = folderOf(file.path);
  if (folder === undefined) return [];
  const allowed = IMPORT_TABLE[folder];
  if (allowed === undefined) return [`${file.path}: the folder ${folder} is not in the import table`];
  const imports = importsOf(file);
  return [...imports.flatMap((one) => importViolations({ file, folder, allowed, ...one })), ...purityViolations(file, folder)];
}

function importsOf({ text }: SourceFile): readonly { readonly specifier: string; readonly typeOnly: boolean }[] {
  return [...text.matchAll(IMPORTS)].map(([, typeOnly, from, dynamic, required]) => ({
    specifier: from ?? dynamic ?? required ?? '',
    typeOnly: typeOnly !== undefined,
  }));
}

/** Paths of the project's own files that a file imports, relative to the repository; packages are left out. */
export function importedPaths(file: SourceFile): readonly string[] {
  return importsOf(file).flatMap(({ specifier }) => {
    const own = /^#(lib|components|scripts)\//.test(specifier);
    if (own) return [specifier.slice(1)];
    return specifier.startsWith('.') ? [normalize(join(dirname(file.path), specifier))] : [];
  });
}

interface Import {
  readonly file: SourceFile;
  readonly folder: string;
  readonly allowed: readonly string[];
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function importViolations({ file, folder, allowed, specifier, typeOnly }: Import): readonly string[] {
  const target = targetOf(file.path, specifier);
  if (target === undefined) return packageViolations(file, { folder, specifier });
  if (specifier.startsWith('.') && target !== folder) return [`${file.path}: ${specifier} leaves its folder; write #lib/…`];
  const mayTest = isTest(file.path) && (target === 'testing' || target === 'scripts' || folder === 'app' || folder === 'components');
  if (target !== folder && !allowed.includes(target) && !mayTest) return [`${file.path}: ${folder} may not import ${target}`];
  const client = /^\s*['"]use client['"]/.test(file.text);
  if (client && !typeOnly && !CLIENT_FOLDERS.some((one) => one === target) && target !== folder)
    return [`${file.path}: a client file may not import ${target}`];
  return [];
}

function packageViolations(file: SourceFile, { folder, specifier }: { folder: string; specifier: string }): readonly string[] {
  if (isTest(file.path) || !PURE.some((pure) => pure === folder)) return [];
  const allowed = [...(PURE_PACKAGES[folder] ?? []), ...(PACKAGED_FILES[file.path] ?? [])];
  const fine = allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return fine ? [] : [`${file.path}: the pure floor ${folder} may not import ${specifier}`];
}

function purityViolations(file: SourceFile, folder: string): readonly string[] {
  const pure = PURE.some((one) => one === folder);
  return pure && !isTest(file.path) && CLOCK_OR_CHANCE.test(file.text)
    ? [`${file.path}: a pure floor takes clock, chance and environment as arguments`]
    : [];
}

/** The folder that a specifier leads to; undefined for a package. */
function targetOf(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('#lib/')) return folderOf(`lib/${specifier.slice('#lib/'.length)}`) ?? 'lib';
  if (specifier.startsWith('#components/')) return 'components';
  if (specifier.startsWith('#app/')) return 'app';
  if (specifier.startsWith('#scripts/')) return 'scripts';
  if (specifier.startsWith('.')) return folderOf(normalize(join(dirname(path), specifier))) ?? folderOf(path);
  return undefined;
}
