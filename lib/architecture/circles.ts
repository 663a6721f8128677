import { importedPaths, type SourceFile } from './imports.ts';

/**
 * Groups of files that lead back to each other through imports, those of types included. A file of such a group can be
 * understood only together with all others of it. Strongly connected components, after Tarjan.
 * @returns the paths of each group, sorted; a file that imports itself is a group of one
 */
export function circlesOf(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const known = new Set(files.map(({ path }) => path));
  const imports = new Map(files.map((file) => [file.path, importedPaths(file).filter((path) => known.has(path))]));
  const search = new CircleSearch(imports);
  for (const path of known) search.visit(path);
  return search.circles;
}

class CircleSearch {
  readonly circles: string[][] = [];
  private readonly order = new Map<string, number>();
  private readonly open: string[] = [];
  private readonly closed = new Set<string>();

  private readonly imports: ReadonlyMap<string, readonly string[]>;

  constructor(imports: ReadonlyMap<string, readonly string[]>) {
    this.imports = imports;
  }

  /** @returns the earliest visited file that is still open and that this one leads to */
  visit(path: string): number {
    const known = this.order.get(path);
    if (known !== undefined) return this.closed.has(path) ? Number.POSITIVE_INFINITY : known;
    const own = this.order.size;
    this.order.set(path, own);
    this.open.push(path);
    const imported = this.imports.get(path) ?? [];
    const earliest = Math.min(own, ...imported.map((each) => this.visit(each)));
    if (earliest === own) this.close(path, imported.includes(path));
    return earliest;
  }

  private close(path: string, importsItself: boolean): void {
    const group = this.open.splice(this.open.indexOf(path));
    for (const each of group) this.closed.add(each);
    if (group.length > 1 || importsItself) this.circles.push(group.sort());
  }
}
