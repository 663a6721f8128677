import {
  childrenOf,
  contextConstructed,
  contextPrimitive,
  type DerNode,
  expectTag,
  fieldsOf,
  rawOf,
  readDer,
  TAG,
} from '#lib/encoding/der.ts';
import { readBoolean } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { IssuingDistributionPoint } from './revocation-types.ts';
import { refuseRest } from './signed-object.ts';

/** Distribution points that one certificate may have. Real ones have one or two. */
export const MAX_DISTRIBUTION_POINTS = 100;

/** One place where a certificate says that its revocation lists are. */
export interface DistributionPoint {
  /** The general names of `fullName` as received, header included; null without one. */
  readonly fullName: readonly Uint8Array[] | null;
}

/** The value of an issuingDistributionPoint extension. @throws ParseError @spec RFC 5280 section 5.2.5 */
export function readIssuingDistributionPoint(value: Uint8Array): IssuingDistributionPoint {
  const fields = fieldsOf(expectTag(readDer(value), TAG.sequence, 'IssuingDistributionPoint'));
  const name = readPointName(fields.takeOptional(contextConstructed(0)));
  const flag = (n: number): boolean => {
    const node = fields.takeOptional(contextPrimitive(n));
    return node !== undefined && readBoolean(node);
  };
  const [user, authority] = [flag(1), flag(2)];
  const someReasons = fields.takeOptional(contextPrimitive(3)) !== undefined;
  const [indirect, attribute] = [flag(4), flag(5)];
  refuseRest(fields, 'IssuingDistributionPoint');
  return { ...name, only: onlyOf({ user, authority, attribute }), someReasons, indirect };
}

/** The value of a cRLDistributionPoints extension. @throws ParseError @spec RFC 5280 section 4.2.1.13 */
export function readDistributionPoints(value: Uint8Array): readonly DistributionPoint[] {
  const node = expectTag(readDer(value), TAG.sequence, 'CRLDistributionPoints');
  const points = childrenOf(node);
  if (points.length > MAX_DISTRIBUTION_POINTS) {
    throw new ParseError('too-many', `${points.length} distribution points, at most ${MAX_DISTRIBUTION_POINTS} are read`, {
      offset: node.start,
    });
  }
  return points.map((point) => {
    const fields = fieldsOf(expectTag(point, TAG.sequence, 'DistributionPoint'));
    const { fullName } = readPointName(fields.takeOptional(contextConstructed(0)));
    return { fullName };
  });
}

/** A DistributionPointName inside its EXPLICIT tag. */
function readPointName(node: DerNode | undefined): Pick<IssuingDistributionPoint, 'fullName' | 'relativeName'> {
  if (node === undefined) return { fullName: null, relativeName: false };
  const name = fieldsOf(node).take('distributionPoint');
  if (name.tag !== contextConstructed(0)) return { fullName: null, relativeName: true };
  return { fullName: childrenOf(name).map(rawOf), relativeName: false };
}

interface Flags {
  readonly user: boolean;
  readonly authority: boolean;
  readonly attribute: boolean;
}

/** At most one may be set; a list that contradicts itself covers nothing that it can be asked about. */
function onlyOf({ user, authority, attribute }: Flags): IssuingDistributionPoint['only'] {
  if ([user, authority, attribute].filter(Boolean).length > 1) {
    throw new ParseError('bad-value', 'an issuing distribution point that is only for several kinds of certificates at once', {
      spec: 'RFC 5280 section 5.2.5',
    });
  }
  if (user) return 'user-certificates';
  if (authority) return 'ca-certificates';
  return attribute ? 'attribute-certificates' : null;
}
