import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import { tpmMakerText } from '#lib/component/tpm-maker.ts';
import type { Check, Signer } from '#lib/encoding/check.ts';
import type {
  AttestationKeyCertificate,
  EndorsementKeyCertificate,
  PlatformCertificate,
  PlatformCertificateKind,
} from '#lib/platform-cert/types.ts';
import type { KnownDocument } from '../documents.ts';
import { chooseBase } from '../expected/base-choice.ts';
import type { Assertion, PolicyChange } from '../statement/assertion.ts';
import { type IssuerPolicy, type Ruling, ruleOn } from '../statement/issuer-policy.ts';
import { assertionText, lineName } from '../statement/issuer-policy-text.ts';
import type { PolicyRight } from '../statement/issuer-policy-types.ts';
import type { DeviceStatements } from '../statement/statements.ts';
import { certifiedUnit } from '../unit/state-units.ts';
import { unitText } from '../unit/unit-text.ts';
import type { JudgedDocument, Of } from './judged-document.ts';
import type { LinkedGroup } from './link.ts';
import { POLICY_CHECK } from './policy-check.ts';

const RIGHTS: Readonly<Record<PlatformCertificateKind, PolicyRight>> = {
  'platform-certificate': 'base',
  'rebase-platform-certificate': 'rebase',
  'delta-platform-certificate': 'delta',
};

/** Who vouches for a document; undefined where no path to an anchor holds, and then the table isn't asked. */
function signersOf(checks: readonly Check[]): readonly Signer[] | undefined {
  return checks.find(({ id, status }) => id === 'chain' && status === 'pass')?.signers;
}

type Judged = Pick<KnownDocument, 'read' | 'provenAt'> & Pick<JudgedDocument, 'checks'>;

/**
 * What the table says before it is known of which device a document speaks: of certificates of keys and reference manifests all, of bases what
 * needs no device.
 * Deltas have to wait for their base. Null: nothing yet.
 */
export function ruleBeforeLinking(judged: Judged, policy: IssuerPolicy): Check | null {
  const { document } = judged.read;
  if (document?.kind === 'endorsement-key-certificate') return rule(policy, ekAssertion(document), judged);
  if (document?.kind === 'attestation-key-certificate') return rule(policy, akAssertion(document), judged);
  if (document?.kind === 'reference-manifest') return rule(policy, manifestAssertion(document), judged);
  if (document?.kind !== 'platform-certificate' && document?.kind !== 'rebase-platform-certificate') return null;
  const check = rule(policy, platformAssertion(document), judged);
  // A line for some devices may still turn out to be about another one.
  return check?.status === 'fail' ? check : null;
}

type Unsaid = Omit<Assertion, 'speaker' | 'at'>;

function rule(policy: IssuerPolicy, unsaid: Unsaid, { checks, provenAt }: Judged): Check | null {
  const signers = signersOf(checks);
  if (signers === undefined) return null;
  const assertion: Assertion = { ...unsaid, speaker: { kind: 'issuer', signers }, at: provenAt };
  const ruling = ruleOn(policy, assertion);
  return ruling === null ? null : policyCheck(ruling, assertion);
}

const ekAssertion = ({ tpmManufacturer, tpmModel }: EndorsementKeyCertificate): Unsaid => ({
  right: 'ek',
  manufacturer: tpmManufacturer === null ? null : tpmMakerText(tpmManufacturer),
  model: tpmModel,
  isDevice: null,
});

const akAssertion = ({ platform }: AttestationKeyCertificate): Unsaid => ({
  right: 'ak',
  manufacturer: platform.manufacturer,
  model: platform.model,
  isDevice: null,
});

const manifestAssertion = ({ platform }: ReferenceManifest): Unsaid => ({
  right: 'reference-value',
  manufacturer: platform.manufacturer,
  model: platform.model,
  isDevice: null,
});

const platformAssertion = ({ kind, platform }: PlatformCertificate): Unsaid => ({
  right: RIGHTS[kind],
  manufacturer: platform.manufacturer,
  model: platform.model,
  isDevice: null,
});

function policyCheck(ruling: Ruling, assertion: Assertion): Check {
  const answer = (status: Check['status'], detail: string): Check => ({
    id: POLICY_CHECK,
    status,
    detail,
    spec: 'the table of who may say what, of this installation',
  });
  switch (ruling.kind) {
    case 'allowed':
      return answer('pass', `${ruling.lines.map(lineName).join(', ')}: the issuer may ${assertionText(assertion)}`);
    case 'own-issuer':
      return answer('pass', 'the issuer of the base certificate signs its deltas, and no policy line limits that');
    case 'refused':
      return answer('fail', ruling.detail);
    default:
      return ruling satisfies never;
  }
}

/** What the rulings on the certificates of one device rest on. */
export interface DeviceQuestion {
  readonly policy: IssuerPolicy;
  readonly statements: DeviceStatements;
  /** Whether a text that a line names is this device. */
  readonly isDevice: (reference: string) => boolean;
}

/**
 * What the table says about the bases and deltas of a device, by document id. A device without a base that counts has no issuer
 * of its own, so its deltas wait.
 */
export function ruleInDevice(linked: LinkedGroup, { policy, statements, isDevice }: DeviceQuestion): ReadonlyMap<string, Check> {
  const rulings = new Map<string, Check>();
  if (policy.lines.length === 0) return rulings;
  const enter = ({ judged }: Of<PlatformCertificate>, unsaid: Unsaid): void => {
    const check = rule(policy, unsaid, judged);
    if (check !== null) rulings.set(judged.read.id, check);
  };
  for (const base of linked.bases) enter(base, { ...platformAssertion(base.document), isDevice });
  const counting = chooseBase(linked.bases, statements).bases.filter(
    ({ judged }) => judged.convinces && rulings.get(judged.read.id)?.status !== 'fail',
  );
  if (counting.length === 0) return rulings;
  const ownIssuers = ownIssuersOf(counting);
  // Rebases are among the deltas by what they continue; the table knows them as bases, ruled on above.
  for (const { delta } of linked.deltas.filter((each) => each.delta.document.kind === 'delta-platform-certificate'))
    enter(delta, { ...platformAssertion(delta.document), isDevice, ownIssuers, changes: changesOf(delta) });
  return rulings;
}

/**
 * What the table says about a reference manifest as one of this device: a line for some devices lets its signer speak of those alone, and a manifest of
 * a model speaks of each. It may count for one device and not for another. Null: the table doesn't decide, or it is no manifest.
 */
export function ruleOnManifest(judged: Judged, { policy, isDevice }: Omit<DeviceQuestion, 'statements'>): Check | null {
  const { document } = judged.read;
  return document?.kind === 'reference-manifest' ? rule(policy, { ...manifestAssertion(document), isDevice }, judged) : null;
}

/** Who may rebase a device isn't the issuer of its base: only where nothing but a rebase is at hand is it the rebase's. */
function ownIssuersOf(counting: readonly Of<PlatformCertificate>[]): ReadonlySet<string> {
  const plain = counting.filter(({ document }) => document.kind === 'platform-certificate');
  const bases = plain.length > 0 ? plain : counting;
  return new Set(bases.flatMap(({ judged }) => signersOf(judged.checks)?.[0]?.key ?? []));
}

function changesOf({ judged, document }: Of<PlatformCertificate>): readonly PolicyChange[] {
  return [
    ...document.components.map((component, index): PolicyChange => {
      const unit = certifiedUnit(component, judged, index);
      return { unit, name: unitText(unit), action: component.status };
    }),
    ...document.properties.map(({ name, status }): PolicyChange => ({ unit: null, name: `the property ${name}`, action: status })),
  ];
}
