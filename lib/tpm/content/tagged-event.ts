import { toHex } from '#lib/encoding/bytes.ts';
import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { eitherText } from './text.ts';

/** One fact that an operating system or a boot loader measured, under a number of its own. */
export interface TaggedFact {
  readonly id: number;
  /** Null where this program has no name for the number. */
  readonly name: string | null;
  /** As a text, a number or hexadecimal digits, by what the name says; `children` has it where the fact holds others. */
  readonly value: string;
  readonly children: readonly TaggedFact[];
}

/** Facts of one event, in its order. */
export interface TaggedEvent {
  readonly kind: 'tagged';
  readonly facts: readonly TaggedFact[];
}

/** Facts of one event, and how deep they hold one another. Windows writes a few hundred, three deep. */
export const [MAX_FACTS, MAX_FACT_DEPTH] = [10_000, 8];
/** Windows marks facts that hold others so; the highest bit says that a fact isn't measured. */
const [CONTAINER_BITS, CONTAINER] = [0x7fff0000, 0x40010000];
const SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 10.2.1 (TCG_PCClientTaggedEvent)';

type Form = 'text' | 'number' | 'switch' | 'octets';

/** What Windows measures, by the numbers of its log; then what Linux and systemd do. */
const FACTS: Readonly<Record<number, readonly [name: string, form: Form]>> = {
  1073807361: ['trust-boundary', 'octets'],
  1073807362: ['early-launch-drivers', 'octets'],
  1073807363: ['loaded-module', 'octets'],
  3221291012: ['trust-point', 'octets'],
  196609: ['firmware-failure', 'octets'],
  131073: ['information', 'octets'],
  131074: ['boot-counter', 'number'],
  131075: ['transfer-control', 'number'],
  131076: ['application-return', 'octets'],
  131077: ['bitlocker-unlock', 'number'],
  131078: ['event-counter', 'number'],
  131079: ['counter-id', 'number'],
  131081: ['application-security-version', 'number'],
  262145: ['boot-debugging', 'switch'],
  262146: ['boot-revocation-list', 'octets'],
  327681: ['kernel-debugging', 'switch'],
  327682: ['code-integrity', 'switch'],
  327683: ['test-signing', 'switch'],
  327684: ['data-execution-prevention', 'number'],
  327685: ['safe-mode', 'switch'],
  327686: ['preinstallation-environment', 'switch'],
  327687: ['physical-address-extension', 'number'],
  327688: ['system-device', 'number'],
  327689: ['system-root', 'text'],
  327690: ['hypervisor-launch', 'number'],
  327691: ['hypervisor-path', 'text'],
  327692: ['hypervisor-iommu-policy', 'number'],
  327693: ['hypervisor-debugging', 'switch'],
  327694: ['driver-load-policy', 'number'],
  327695: ['system-integrity-policy', 'octets'],
  327698: ['virtual-secure-mode-launch', 'number'],
  327699: ['system-revocation-list', 'octets'],
  327713: ['flight-signing', 'switch'],
  327716: ['hibernation-disabled', 'switch'],
  393217: ['no-authority', 'octets'],
  393218: ['authority-public-key', 'octets'],
  458753: ['file-path', 'text'],
  458754: ['image-size', 'number'],
  458755: ['hash-algorithm', 'number'],
  458756: ['image-digest', 'octets'],
  458757: ['signer-issuer', 'text'],
  458758: ['signer-serial', 'octets'],
  458759: ['image-base', 'number'],
  458760: ['signer', 'text'],
  458761: ['signer-thumbprint', 'octets'],
  458762: ['image-validated', 'switch'],
  458763: ['module-security-version', 'number'],
  589825: ['early-launch-key', 'text'],
  589826: ['early-launch-configuration', 'octets'],
  589827: ['early-launch-policy', 'octets'],
  589828: ['early-launch-measured', 'octets'],
  655361: ['virtualization-required', 'switch'],
  655362: ['secure-boot-required', 'switch'],
  655363: ['iommu-required', 'switch'],
  655366: ['mandatory-enforcement', 'switch'],
  655367: ['hypervisor-code-integrity', 'number'],
  2403017453: ['kernel-command-line', 'text'],
  2403017452: ['initial-ram-disk', 'octets'],
};

/**
 * Reads a row of TCG_PCClientTaggedEvent, as Windows nests them and the Linux boot stub writes one.
 * @throws ParseError 'truncated', 'too-many', 'bad-value'
 */
export function readTaggedEvent(octets: Uint8Array): TaggedEvent {
  const budget = { left: MAX_FACTS };
  return { kind: 'tagged', facts: readFacts({ octets, depth: 1, budget }) };
}

interface FactRow {
  readonly octets: Uint8Array;
  readonly depth: number;
  /** Counted over the whole event. */
  readonly budget: { left: number };
}

function readFacts({ octets, depth, budget }: FactRow): readonly TaggedFact[] {
  const cursor = octetCursor({ bytes: octets, order: 'little-endian', spec: SPEC });
  const facts: TaggedFact[] = [];
  while (cursor.left() > 0) {
    budget.left -= 1;
    if (budget.left < 0 || depth > MAX_FACT_DEPTH)
      throw cursor.refuse('too-many', `more than ${MAX_FACTS} facts, or ${MAX_FACT_DEPTH} within one another`);
    facts.push(readFact(cursor, { depth, budget }));
  }
  return facts;
}

function readFact(cursor: OctetCursor, { depth, budget }: Pick<FactRow, 'depth' | 'budget'>): TaggedFact {
  const id = cursor.u32('taggedEventID');
  const data = cursor.take(cursor.u32('taggedEventDataSize'), 'taggedEventData');
  const [name, form] = FACTS[id] ?? [null, 'octets' as const];
  if ((id & CONTAINER_BITS) !== CONTAINER) return { id, name, value: valueText(form, data), children: [] };
  return { id, name, value: '', children: readFacts({ octets: data, depth: depth + 1, budget }) };
}

function valueText(form: Form, data: Uint8Array): string {
  const number = (): bigint => [...data].reverse().reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  if (form === 'text') return eitherText(data) ?? toHex(data);
  if (data.length === 0 || data.length > 8) return toHex(data);
  if (form === 'number') return number().toString();
  return form === 'switch' ? (number() === 0n ? 'off' : 'on') : toHex(data);
}
