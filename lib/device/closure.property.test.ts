import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HandedIn, handIn } from '#lib/testing/device-evidence.ts';
import type { DeviceState } from './device-state.ts';
import type { NamedFile } from './evidence.ts';
import { linkKeysOf } from './link/keys.ts';
import type { Statement } from './statement/statement-types.ts';
import { ALL_SERIALS, assemble, day, handing, PATIENCE, RUNS, scenario, starOf } from './testing/device-scenarios.ts';

/** Evidence that equal keys, names and link statements connect, as a store would gather it. */
function closures(handed: readonly HandedIn[], statements: readonly Statement[]): readonly Gathered[] {
  const groups: { keys: Set<string>; members: HandedIn[] }[] = [];
  for (const each of handed) {
    const { strong, references, signatures, weak } = linkKeysOf(each.read);
    const links = statements.flatMap((statement) =>
      statement.kind === 'link' && statement.submission === each.submission.id ? [statement.device] : [],
    );
    const keys = new Set([...strong, ...references, ...signatures, ...weak, each.read.id, ...links]);
    const touching = groups.filter((group) => [...keys].some((key) => group.keys.has(key)));
    const merged = {
      keys: new Set([...keys, ...touching.flatMap((group) => [...group.keys])]),
      members: [...touching.flatMap(({ members }) => members), each],
    };
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups.map(({ members }) => ({ members, named: namedBeside(members, handed) }));
}

interface Gathered {
  readonly members: readonly HandedIn[];
  /** What they name and is not among them. */
  readonly named: readonly NamedFile[];
}

function namedBeside(members: readonly HandedIn[], handed: readonly HandedIn[]): readonly NamedFile[] {
  const names = new Set(members.flatMap(({ read }) => linkKeysOf(read).names));
  const own = new Set(members);
  const isNamed = ({ read }: HandedIn): boolean => {
    const { strong, signatures } = linkKeysOf(read);
    return [...strong, ...signatures].some((key) => names.has(key));
  };
  return handed.flatMap((each) => (!own.has(each) && isNamed(each) ? [{ submission: each.submission, documents: [each.read] }] : []));
}

test(
  'the closure of link keys gives the same devices as everything',
  () => {
    const byId = (devices: readonly DeviceState[]) => [...devices].sort((a, b) => (a.id < b.id ? -1 : 1));
    fc.assert(
      fc.property(scenario, ({ handed, statements }) => {
        const parted = closures(handed, statements).flatMap(({ members, named }) => assemble(members, { statements, named }).devices);
        expect(byId(parted)).toEqual(assemble(handed, { statements }).devices);
      }),
      RUNS,
    );
  },
  PATIENCE,
);

test(
  'a stranger who names every certificate ties no two devices together: each is gathered as it was',
  () => {
    const star = handIn(starOf('Stranger CA', ALL_SERIALS, 'P-900', 98n), day(1));
    fc.assert(
      fc.property(handing, (handed) => {
        const gathered = (all: readonly HandedIn[]) =>
          closures(all, []).map(({ members }) => members.map(({ submission }) => submission.id).sort());
        expect(new Set(gathered([...handed, star]))).toEqual(new Set([...gathered(handed), [star.submission.id]]));
      }),
      RUNS,
    );
  },
  PATIENCE,
);
