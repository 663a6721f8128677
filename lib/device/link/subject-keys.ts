import type { SubjectKey } from '#lib/attestation/types.ts';
import { normalizeAddress } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Inventory } from '#lib/inventory/types.ts';
import type { EndorsementKeyCertificate, PlatformCertificate } from '#lib/platform-cert/types.ts';
import { plainKeyInfo } from '#lib/x509/key.ts';
import { RESERVED } from './reserved-names.ts';

/** What a result, or a part of it, says that it is about: link keys, and names that somebody may have given to the device. */
export interface SoughtSubject {
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What boards have of which nobody set the UUID. */
const SAME_EVERYWHERE = '03000200-0400-0500-0006-000700080009';
const HOST_PLACEHOLDER = /^(?:localhost(?:\.localdomain)?|computer)$/i;

const subjectKey = (kind: SubjectKey['kind'], value: string): string => `subject:${kind}:${value.toLowerCase()}`;

/**
 * By which keys what is called so is looked for. The id of an agent is whatever its configuration says: the UUID of the system, the name of the host,
 * a digest of the endorsement key, or a name of its own. Nothing is sought by what many devices have in common.
 */
export function soughtSubject(subjects: readonly SubjectKey[]): SoughtSubject {
  const sought = subjects.filter((subject) => subject.kind !== 'attestation-key' && saysSomething(subject));
  return {
    keys: [...new Set(sought.flatMap(keysOf))],
    names: [...new Set(sought.flatMap(({ kind, value }) => (NAMES.includes(kind) ? [value] : [])))],
  };
}

/**
 * By which a device that was handed in under a name is looked for beside that name: it may be that of its host, so that what bears it in either way is
 * judged together, and a name of two devices is told to be one.
 */
export function calledKeys(name: string): readonly string[] {
  return RESERVED.test(name) || name.length > MAX_NAME ? [] : soughtSubject([{ kind: 'host-name', value: name }]).keys;
}

/** As long as a name in a result may be. */
const MAX_NAME = 100;

const NAMES: readonly SubjectKey['kind'][] = ['agent-id', 'host-name', 'hardware-id'];

function keysOf({ kind, value }: SubjectKey): readonly string[] {
  const own = subjectKey(kind, value);
  if (kind === 'ueid') return [own, ...addressKeys(EUI.exec(value)?.[1])];
  if (kind !== 'agent-id') return [own];
  return [own, ...(UUID.test(value) ? [subjectKey('system-uuid', value)] : []), subjectKey('host-name', value)];
}

/** A UEID that is made of a network address. @spec RFC 9711 section 4.2.1.1, type 0x02 */
const EUI = /^02([0-9a-f]{12}|[0-9a-f]{16})$/i;
/** Addresses that somebody set on a machine aren't assigned to anybody, and groups are no machine. @spec IEEE 802 section 8.2 */
const SET_OR_GROUP = 0x03;

function addressKeys(written: string | undefined): readonly string[] {
  const address = written === undefined ? null : normalizeAddress(written);
  if (address === null || (Number.parseInt(address.slice(0, 2), 16) & SET_OR_GROUP) !== 0) return [];
  return [`subject:address:${address}`];
}

/** Addresses of one certificate that lead to its device. Servers have a dozen interfaces. */
const MAX_ADDRESSES = 32;

/** The link keys of the network addresses that a platform certificate lists: a UEID may be made of one. */
export const addressSubjectKeys = ({ components }: Pick<PlatformCertificate, 'components'>): readonly string[] =>
  [...new Set(components.flatMap(({ addresses }) => addresses.flatMap(({ value }) => addressKeys(value))))].slice(0, MAX_ADDRESSES);

function saysSomething({ kind, value }: SubjectKey): boolean {
  if (isPlaceholder(value) || value.toLowerCase() === SAME_EVERYWHERE) return false;
  return kind !== 'host-name' || !HOST_PLACEHOLDER.test(value);
}

/** The link keys by which other verifiers may call the device of an inventory: the UUID of the system, the name of the host. */
export function inventorySubjectKeys({ properties }: Inventory): readonly string[] {
  const subjects = properties.flatMap(({ name, value }): readonly SubjectKey[] => {
    if (name === 'Host Name') return [{ kind: 'host-name', value }];
    return name.toUpperCase() === 'UUID' && UUID.test(value.toLowerCase()) ? [{ kind: 'system-uuid', value }] : [];
  });
  return soughtSubject(subjects).keys;
}

/**
 * The link key of an agent of Keylime whose id is made of its endorsement key: SHA-256, in hexadecimal, over the key as PEM. Null where the key can't be
 * read.
 * @spec Keylime agent, `uuid = "hash_ek"`
 */
export function agentIdKey({ certificate }: EndorsementKeyCertificate): string | null {
  const info = plainKeyInfo(certificate.subjectPublicKeyInfo);
  if (info === null) return null;
  const lines = Buffer.from(info)
    .toString('base64')
    .replaceAll(/.{1,64}/g, '$&\n');
  return subjectKey('agent-id', sha256Hex(`-----BEGIN PUBLIC KEY-----\n${lines}-----END PUBLIC KEY-----\n`));
}
