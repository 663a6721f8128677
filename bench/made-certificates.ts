import { sign as signWithKey } from 'node:crypto';
import type { Component } from '#lib/component/types.ts';
import { type Authority, makeAuthority } from '#lib/testing/certificate-authority.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeKey } from '#lib/testing/test-keys.ts';

/** Keys that the certificates of one benchmark are signed with. */
export type BenchAlgorithm = 'ec-p256' | 'rsa-2048';

/** Who signs: a certificate authority that is trusted, and one below it that issues attribute certificates. */
export interface BenchAuthorities {
  readonly root: Authority;
  readonly issuer: Authority;
}

export const COMPONENTS_PER_CERTIFICATE = 30;
const CLASSES = ['00010002', '00030003', '00060004', '00070003', '00090002', '000A0003', '00130003', '00040009'];

/** The root vouches for the issuer; both have keys of the algorithm. Their own samples' signatures are slow to make, so Node signs. */
export function makeBenchAuthorities(algorithm: BenchAlgorithm): BenchAuthorities {
  const root = makeAuthority({ name: 'Bench root CA', algorithm, seed: `bench root ${algorithm}` });
  const seed = `bench issuer ${algorithm}`;
  const issuer = makeAuthority({ name: 'Bench issuing CA', algorithm, seed, issuedBy: root });
  const { privateKey } = makeKey(algorithm, seed);
  return { root, issuer: { ...issuer, sign: (tbs) => new Uint8Array(signWithKey('sha256', tbs, privateKey)) } };
}

/** A base certificate of its own for each number: platform, serial numbers, and every component's serial differ. */
export function makeBenchCertificate({ issuer, root }: BenchAuthorities, number: number): Uint8Array {
  const serial = `BN${String(number).padStart(8, '0')}`;
  return makePlatformCertificate({
    authority: issuer,
    holder: { issuer: root.name, serialNumber: 0x5000_0000n + BigInt(number) },
    serialNumber: 1_000_000n + BigInt(number),
    platform: { manufacturer: 'Kirin Systems', model: 'Rack Server R620', version: 'A1', serial },
    components: Array.from({ length: COMPONENTS_PER_CERTIFICATE }, (_, index) => componentOf(serial, index)),
    properties: [{ name: 'Assembly site', value: `Line ${number % 7}` }],
  });
}

function componentOf(serial: string, index: number): Component {
  const kind = index % CLASSES.length;
  return {
    class: { registry: '2.23.133.18.3.1', value: CLASSES[kind] ?? '' },
    manufacturer: `Component maker ${kind + 1}`,
    model: `Model ${kind + 1}-${index % 5}`,
    serial: `${serial}-${index}`,
    revision: `1.${index % 4}`,
    manufacturerId: null,
    fieldReplaceable: index % 2 === 0,
    addresses:
      kind === 4 ? [{ kind: 'ethernet-mac', value: `02${serial.slice(2)}${index.toString(16).padStart(2, '0').toUpperCase()}` }] : [],
    status: null,
  };
}
