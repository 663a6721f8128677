import { toHex } from '#lib/encoding/bytes.ts';
import { certifyCommand, parseCertifyResponse, TRY_AGAIN } from '#lib/tpm/certify-command.ts';
import type { SoftwareTpm } from './software-tpm.ts';

/** Endorsement keys that swtpm_setup makes, where their certificates lie, and how their owner proves that they may be used. */
export const ENDORSEMENT_KEYS = {
  'rsa-2048': { handle: '0x81010001', certificate: '0x01C00002', usedBy: 'policy' },
  /** Its policy is another; but the template lets its empty password do. */
  'p-384': { handle: '0x81010016', certificate: '0x01C00016', usedBy: 'password' },
} as const;
export type EndorsementKeyName = keyof typeof ENDORSEMENT_KEYS;

/** The certificate of an endorsement key, out of the memory of the TPM. */
export async function readEndorsementCertificate(tpm: SoftwareTpm, key: EndorsementKeyName): Promise<Uint8Array> {
  await tpm.tool('tpm2_nvread', ENDORSEMENT_KEYS[key].certificate, '-o', 'ek.crt');
  return tpm.read('ek.crt');
}

/** TPM2B_PUBLIC of what lies at a handle. */
export async function readPublic(tpm: SoftwareTpm, handle: string): Promise<Uint8Array> {
  await tpm.tool('tpm2_readpublic', '-c', handle, '-f', 'tss', '-o', 'read.pub');
  return tpm.read('read.pub');
}

/** An endorsement key on P-256, which this TPM has no certificate for, made from the template and kept at a handle. */
export async function createP256EndorsementKey(tpm: SoftwareTpm, handle = '0x81010002'): Promise<string> {
  await tpm.tool('tpm2_createek', '-G', 'ecc', '-c', handle, '-u', 'ek.pub');
  return handle;
}

/** A key that attests, as `tpm2_createak` makes it. */
export interface LivingKey {
  /** Where it stays over resets. */
  readonly handle: string;
  /** TPM2B_PUBLIC. */
  readonly publicArea: Uint8Array;
  /** As tpm2-tools compute it. */
  readonly name: Uint8Array;
  readonly scheme: 'rsassa' | 'rsapss' | 'ecdsa';
}

/** Which key to make. */
export interface KeyWish {
  /** Handle of the endorsement key above it. */
  readonly parent?: string;
  readonly scheme?: LivingKey['scheme'];
  readonly handle?: string;
}

/** Makes an attestation key and keeps it in the TPM. */
export async function createAttestationKey(
  tpm: SoftwareTpm,
  { parent = ENDORSEMENT_KEYS['rsa-2048'].handle, scheme = 'ecdsa', handle = '0x81000001' }: KeyWish = {},
): Promise<LivingKey> {
  const algorithm = scheme === 'ecdsa' ? 'ecc' : 'rsa';
  const files = ['-c', 'ak.ctx', '-u', 'ak.pub', '-f', 'tss', '-n', 'ak.name'];
  await tpm.tool('tpm2_createak', '-C', parent, '-G', algorithm, '-g', 'sha256', '-s', scheme, ...files);
  await tpm.tool('tpm2_evictcontrol', '-C', 'o', '-c', 'ak.ctx', handle);
  return { handle, publicArea: tpm.read('ak.pub'), name: tpm.read('ak.name'), scheme };
}

/** Which primary key to make. */
export interface PrimaryWish {
  readonly handle?: string;
  readonly hierarchy?: 'endorsement' | 'owner';
}

/** A primary key that attests; in the endorsement hierarchy as a maker of devices makes one and certifies it. */
export async function createInitialAttestationKey(
  tpm: SoftwareTpm,
  { handle = '0x81000002', hierarchy = 'endorsement' }: PrimaryWish = {},
): Promise<LivingKey> {
  const attributes = 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign';
  const form = ['-G', 'ecc256:ecdsa-sha256:null', '-g', 'sha256', '-a', attributes];
  await tpm.tool('tpm2_createprimary', '-C', hierarchy === 'owner' ? 'o' : 'e', ...form, '-c', 'iak.ctx');
  await tpm.tool('tpm2_evictcontrol', '-C', 'o', '-c', 'iak.ctx', handle);
  await tpm.tool('tpm2_readpublic', '-c', handle, '-f', 'tss', '-o', 'iak.pub', '-n', 'iak.name');
  return { handle, publicArea: tpm.read('iak.pub'), name: tpm.read('iak.name'), scheme: 'ecdsa' };
}

/** One key of a TPM certifies another, over a nonce. @throws where the TPM refuses */
export async function certify(
  tpm: SoftwareTpm,
  { certified, certifying, nonce }: { readonly certified: LivingKey; readonly certifying: LivingKey; readonly nonce: Uint8Array },
): Promise<{ readonly attest: Uint8Array; readonly signature: Uint8Array }> {
  tpm.write('certify', certifyCommand({ certified: Number(certified.handle), certifying: Number(certifying.handle), nonce }));
  for (let attempt = 1; ; attempt += 1) {
    await tpm.tool('tpm2_send', 'certify', '-o', 'certified');
    const said = parseCertifyResponse(tpm.read('certified'));
    if (!('refused' in said)) return said;
    if (said.refused !== TRY_AGAIN || attempt === 3) throw new Error(`TPM2_Certify is refused: 0x${said.refused.toString(16)}`);
  }
}

/** What to quote: `selection` as tpm2-tools write it, such as `sha256:0,1,7`. */
export interface QuoteWish {
  readonly key: LivingKey;
  readonly selection: string;
  readonly nonce: Uint8Array;
}

/** A quote of a living TPM. */
export interface LivingQuote {
  /** TPMS_ATTEST. */
  readonly message: Uint8Array;
  /** TPMT_SIGNATURE. */
  readonly signature: Uint8Array;
}

/** Lets the TPM sign what is in its PCRs now. */
export async function quote(tpm: SoftwareTpm, { key, selection, nonce }: QuoteWish): Promise<LivingQuote> {
  const scheme = key.scheme === 'rsapss' ? ['--scheme', 'rsapss'] : [];
  const files = ['-m', 'quote.msg', '-s', 'quote.sig', '-f', 'tss'];
  await tpm.tool('tpm2_quote', '-c', key.handle, '-l', selection, '-q', toHex(nonce), '-g', 'sha256', ...scheme, ...files);
  return { message: tpm.read('quote.msg'), signature: tpm.read('quote.sig') };
}

/** A challenge that only the TPM with both keys answers. */
export interface Activation {
  readonly key: LivingKey;
  readonly parent: string;
  readonly usedBy: 'policy' | 'password';
  /** In the file format of tpm2-tools. */
  readonly credential: Uint8Array;
}

/** Gives the secret back that the credential holds. @throws where this TPM isn't the one that it was made for */
export async function activateCredential(tpm: SoftwareTpm, { key, parent, usedBy, credential }: Activation): Promise<Uint8Array> {
  tpm.write('credential', credential);
  const words = ['-c', key.handle, '-C', parent, '-i', 'credential', '-o', 'secret'];
  if (usedBy === 'password') {
    await tpm.tool('tpm2_activatecredential', ...words);
    return tpm.read('secret');
  }
  await tpm.tool('tpm2_startauthsession', '--policy-session', '-S', 'session.ctx');
  try {
    await tpm.tool('tpm2_policysecret', '-S', 'session.ctx', '-c', 'e');
    await tpm.tool('tpm2_activatecredential', ...words, '-P', 'session:session.ctx');
  } finally {
    await tpm.tool('tpm2_flushcontext', 'session.ctx');
  }
  return tpm.read('secret');
}
