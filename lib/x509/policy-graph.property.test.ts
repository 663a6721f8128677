import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemOfPolicies } from './policy-graph.ts';
import { policyExtensions, type TestPolicies } from './testing/policies.ts';

// The tree of RFC 5280 section 6.1, step by step and without any thought for time, against the graph that is used.

interface Node {
  policy: string;
  expected: string[];
  parent: Node | null;
  depth: number;
  children: Node[];
}

type Certified = TestPolicies & { readonly isSelfIssued: boolean };

interface Tree {
  root: Node | null;
}

const grown = (parent: Node, policy: string, expected: readonly string[]): void => {
  parent.children.push({ policy, expected: [...expected], parent, depth: parent.depth + 1, children: [] });
};

const nodesAt = (node: Node | null, depth: number): readonly Node[] => {
  if (node === null) return [];
  return node.depth === depth ? [node] : node.children.flatMap((child) => nodesAt(child, depth));
};

/** Takes away branches that end above a depth. */
const pruned = (node: Node, depth: number): Node | null => {
  if (node.depth === depth) return node;
  node.children = node.children.flatMap((child) => pruned(child, depth) ?? []);
  return node.children.length === 0 ? null : node;
};

function addPolicies(tree: Tree, { policies }: Certified, { depth, mayBeAny }: { depth: number; mayBeAny: boolean }): void {
  if (policies === undefined) tree.root = null;
  if (tree.root === null || policies === undefined) return;
  const above = nodesAt(tree.root, depth - 1);
  for (const policy of policies.filter((each) => each !== 'any')) {
    const matching = above.filter(({ expected }) => expected.includes(policy));
    const parents = matching.length > 0 ? matching : above.filter((node) => node.policy === 'any');
    for (const parent of parents) grown(parent, policy, [policy]);
  }
  if (policies.includes('any') && mayBeAny) {
    for (const parent of above) {
      const missing = parent.expected.filter((policy) => !parent.children.some((child) => child.policy === policy));
      for (const policy of missing) grown(parent, policy, [policy]);
    }
  }
  tree.root = pruned(tree.root, depth);
}

function map(tree: Tree, { mappings = [] }: Certified, { depth, mayMap }: { depth: number; mayMap: boolean }): void {
  for (const from of new Set(mappings.map(([policy]) => policy))) {
    const to = mappings.filter(([policy]) => policy === from).map(([, policy]) => policy);
    const level = nodesAt(tree.root, depth);
    const own = level.filter(({ policy }) => policy === from);
    if (mayMap) {
      for (const node of own) node.expected = to;
      const any = level.find(({ policy }) => policy === 'any');
      if (own.length === 0 && any?.parent) grown(any.parent, from, to);
    } else {
      for (const { parent } of own) if (parent !== null) parent.children = parent.children.filter(({ policy }) => policy !== from);
      if (tree.root !== null) tree.root = pruned(tree.root, depth);
    }
  }
}

const oneLess = (count: number): number => Math.max(count - 1, 0);

function isAccepted(path: readonly Certified[]): boolean {
  const tree: Tree = { root: { policy: 'any', expected: ['any'], parent: null, depth: 0, children: [] } };
  let [explicit, mapping, any] = [path.length + 1, path.length + 1, path.length + 1];
  for (const [index, certificate] of path.entries()) {
    const isLast = index === path.length - 1;
    addPolicies(tree, certificate, { depth: index + 1, mayBeAny: any > 0 || (!isLast && certificate.isSelfIssued) });
    if (explicit === 0 && tree.root === null) return false;
    if (isLast) break;
    if ((certificate.mappings ?? []).flat().includes('any')) return false;
    map(tree, certificate, { depth: index + 1, mayMap: mapping > 0 });
    if (!certificate.isSelfIssued) [explicit, mapping, any] = [oneLess(explicit), oneLess(mapping), oneLess(any)];
    explicit = Math.min(explicit, certificate.requireExplicitPolicy ?? explicit);
    mapping = Math.min(mapping, certificate.inhibitPolicyMapping ?? mapping);
    any = Math.min(any, certificate.inhibitAnyPolicy ?? any);
  }
  explicit = path.at(-1)?.requireExplicitPolicy === 0 ? 0 : oneLess(explicit);
  return explicit > 0 || tree.root !== null;
}

const policy = fc.constantFrom('a', 'b', 'c');
const count = fc.nat({ max: 2 });
const certified: fc.Arbitrary<Certified> = fc.record(
  {
    policies: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'any'), { minLength: 1 }),
    mappings: fc.array(fc.tuple(policy, policy), { minLength: 1, maxLength: 4 }),
    requireExplicitPolicy: count,
    inhibitPolicyMapping: count,
    inhibitAnyPolicy: count,
    isSelfIssued: fc.boolean(),
  },
  { requiredKeys: ['isSelfIssued'] },
);
/** Else most paths end at a certificate without policies. */
const mostlyWithPolicies = certified.chain((each) => (each.policies === undefined ? certified : fc.constant(each)));

test('the graph accepts what the tree of the standard accepts', () => {
  let [accepted, refused] = [0, 0];
  fc.assert(
    fc.property(fc.array(mostlyWithPolicies, { minLength: 1, maxLength: 5 }), (path) => {
      const policed = path.map((each) => ({
        extensions: policyExtensions(each).map((extension) => ({ critical: false, offset: 0, ...extension })),
        isSelfIssued: each.isSelfIssued,
        text: () => 'a certificate',
      }));
      const expected = isAccepted(path);
      if (expected) accepted += 1;
      else refused += 1;
      expect(problemOfPolicies(policed)?.status ?? 'pass').toBe(expected ? 'pass' : 'fail');
    }),
    { numRuns: 2000 },
  );
  // Else one side alone was tried.
  expect(Math.min(accepted, refused)).toBeGreaterThan(200);
});
