import { readFileSync } from 'node:fs';
import { diffUnits } from '#lib/component/diff.ts';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { memoryAgainstFile, parseOnly, readAgainstParse } from './cyclonedx.ts';
import { compare, type Figure } from './harness.ts';
import { validateWithLibrary } from './library-validator.ts';

const DIFF_TARGET = 5;
/** The library's validator compares all pairs of components: ten thousand take it more than ten seconds, the whole ten minutes. */
const LIBRARY_COMPONENTS = 10_000;

interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly sha256: string;
  readonly homepage: string | undefined;
}

/** Two `Packages` indexes of Debian as BOMs: real names and versions, and real changes from one release to the next. */
export async function benchDebian({ rounds, packages }: { rounds: number; packages: readonly string[] }): Promise<readonly Figure[]> {
  const [first, second] = packages;
  if (first === undefined || second === undefined) {
    console.error('debian: not measured; give the two indexes with --packages FILE --packages FILE');
    return [];
  }
  const pair = [readPackages(first), readPackages(second)] as const;
  const figures: Figure[] = [];
  for (const [index, list] of pair.entries()) {
    const bytes = makePackageBom(list);
    const name = `${list.length} packages of Debian (${index === 0 ? 'older' : 'newer'})`;
    figures.push(await readAgainstParse({ name, rounds, count: list.length, make: () => bytes.slice() }));
    figures.push(...(await memoryAgainstFile({ name, rounds, bytes })));
  }
  return [...figures, await diffOf(pair, rounds), await againstLibrary(pair[0].slice(0, LIBRARY_COMPONENTS))];
}

/** The first of each name: a few packages stand there in two versions, and nobody could say which one became which. */
function readPackages(file: string): readonly DebianPackage[] {
  const packages = readFileSync(file, 'utf8')
    .split('\n\n')
    .flatMap((stanza) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1];
      const [name, version, architecture, sha256] = ['Package', 'Version', 'Architecture', 'SHA256'].map(field);
      if (name === undefined || version === undefined || architecture === undefined || sha256 === undefined) return [];
      return [{ name, version, architecture, sha256, homepage: field('Homepage') }];
    });
  const seen = new Set<string>();
  return packages.filter(({ name }) => seen.size < seen.add(name).size);
}

function makePackageBom(packages: readonly DebianPackage[]): Uint8Array {
  const components = packages.map(({ name, version, architecture, sha256, homepage }, index) => ({
    type: 'library',
    'bom-ref': `package-${index}`,
    name,
    version,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    purl: `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}`,
    ...(homepage === undefined || !URL.canParse(homepage) ? {} : { externalReferences: [{ type: 'website', url: homepage }] }),
  }));
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    version: 1,
    metadata: { timestamp: '2026-01-01T00:00:00Z', component: { type: 'operating-system', name: 'Debian' } },
    components,
  };
  return new Uint8Array(Buffer.from(JSON.stringify(bom)));
}

type Pair = readonly [readonly DebianPackage[], readonly DebianPackage[]];

function diffOf(pair: Pair, rounds: number): Promise<Figure> {
  const files = pair.map(makePackageBom);
  const wanted = expectedOf(pair);
  const [before = [], after = []] = files.map((bytes): CycloneDxBom['components'] => parseCycloneDx(bytes).components);
  return compare({
    name: `Debian, ${before.length} packages and ${after.length}: diff`,
    ours: `two BOMs that were read are compared; the ${wanted.gone} packages that left and the ${wanted.come} that came have to be told`,
    yardstick: 'JSON.parse of the octets of the two',
    direction: 'at-most',
    target: DIFF_TARGET,
    rounds,
    perRound: before.length + after.length,
    onOneThread: true,
    runOurs: async () => {
      const changes = diffUnits({ before, after });
      const gone = changes.filter((change) => change.after === null).length;
      const come = changes.filter((change) => change.before === null).length;
      const same = changes.filter(({ kind }) => kind === 'same').length;
      if (gone !== wanted.gone || come !== wanted.come || same !== wanted.same) {
        throw new Error(`wanted ${JSON.stringify(wanted)}, found ${JSON.stringify({ gone, come, same })}`);
      }
    },
    runYardstick: async () => {
      for (const bytes of files) parseOnly(bytes);
    },
  });
}

/** By names alone: who left, who came, and who is the very same. */
function expectedOf([before, after]: Pair): { gone: number; come: number; same: number } {
  const [old, now] = [new Map(before.map((item) => [item.name, item])), new Map(after.map((item) => [item.name, item]))];
  const stayed = [...old.values()].filter(({ name }) => now.has(name));
  return {
    gone: old.size - stayed.length,
    come: now.size - stayed.length,
    same: stayed.filter((item) => now.get(item.name)?.version === item.version && now.get(item.name)?.sha256 === item.sha256).length,
  };
}

/** Our reading does more than the library's validator, which only says yes or no. One round: it takes that long. */
function againstLibrary(packages: readonly DebianPackage[]): Promise<Figure> {
  const bytes = makePackageBom(packages);
  const text = Buffer.from(bytes).toString('utf8');
  return compare({
    name: `Debian, ${packages.length} packages: read, against the library's validator`,
    ours: 'identified, parsed strictly, validated by its schema and by good sense, read, digested',
    yardstick: `JsonStrictValidator of @cyclonedx/cyclonedx-library; on ${packages.length} only, because its time grows with the square`,
    direction: 'at-most',
    target: null,
    rounds: 1,
    perRound: packages.length,
    onOneThread: true,
    runOurs: async () => void parseCycloneDx(bytes),
    runYardstick: () => validateWithLibrary(text),
  });
}
