// Run by json-diff.ts: `json-diff-process.mjs TOOL BEFORE AFTER`, in a process of its own, because a tool may end without memory. Plain
// JavaScript: the types of the project need not know the tools that it is compared with.
import { readFileSync } from 'node:fs';

/** Parses the two files. Their components alone are compared: that is what our comparison is given too. */
const parsed = (bytes) => JSON.parse(bytes.toString('utf8')).components;
/** Components that a delta of jsondiffpatch names, by key `_t` an array: `_7` left or moved from 7, `7` came or changed. */
const named = (delta) => Object.entries(delta ?? {}).filter(([key]) => key !== '_t');
const MOVED = 3;
const isMove = (change) => Array.isArray(change) && change[2] === MOVED;

async function jsondiffpatch(options) {
  const { create } = await import('jsondiffpatch');
  const tool = create(options);
  return {
    read: parsed,
    compare: (before, after) => tool.diff(before, after),
    count: (delta) => named(delta).filter(([, change]) => !isMove(change)).length,
  };
}

const TOOLS = {
  ours: async () => {
    const { countChanges, diffUnits } = await import('#lib/component/diff.ts');
    const { parseCycloneDx } = await import('#lib/cyclonedx/parse.ts');
    return {
      read: (bytes) => parseCycloneDx(bytes).components,
      compare: (before, after) => diffUnits({ before, after }),
      count: (differences) => {
        const { same: _, ...changes } = countChanges(differences);
        return Object.values(changes).reduce((sum, count) => sum + count, 0);
      },
    };
  },
  microdiff: async () => {
    const { default: diff } = await import('microdiff');
    return { read: parsed, compare: diff, count: (differences) => new Set(differences.map(({ path }) => path[0])).size };
  },
  'jsondiffpatch by position': () => jsondiffpatch({}),
  'jsondiffpatch by bom-ref': () => jsondiffpatch({ objectHash: (component) => component['bom-ref'] ?? component.name }),
};

const [name, ...files] = process.argv.slice(2);
const { read, compare, count } = await TOOLS[name]();
const [before, after] = files.map((file) => read(readFileSync(file)));
const processor = process.cpuUsage();
const began = performance.now();
const found = compare(before, after);
const wallMs = performance.now() - began;
const { user, system } = process.cpuUsage(processor);
console.log(
  JSON.stringify({ wallMs, processorMs: (user + system) / 1000, kibibytes: process.resourceUsage().maxRSS, changes: count(found) }),
);
