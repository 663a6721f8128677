import { ParseError } from '#lib/encoding/parse-error.ts';
import { certifyCommand, parseCertifyResponse, TRY_AGAIN } from '#lib/tpm/certify-command.ts';
import { publicAreaAt } from './endorsement-key.ts';
import { AGENT_EXIT, AgentProblem } from './problem.ts';
import type { TpmTools } from './tpm-tools.ts';

/** Times that a TPM may ask for the same command again. */
const ATTEMPTS = 5;

/** What a key that the maker of the machine certified says of another key of its TPM. */
export interface Certification {
  /** TPM2B_PUBLIC. */
  readonly certifyingKey: Uint8Array;
  /** TPMS_ATTEST. */
  readonly certification: Uint8Array;
  /** TPMT_SIGNATURE. */
  readonly signature: Uint8Array;
}

/** Which keys, by their handles, over what. */
export interface CertificationCall {
  readonly certified: string;
  readonly certifying: string;
  readonly nonce: Uint8Array;
}

/**
 * Lets one key certify another. tpm2_certify takes no nonce, so that the command goes to the TPM as octets.
 * @throws AgentProblem where the TPM refuses: no key at the handle, or one with a password
 */
export async function certify(tools: TpmTools, { certified, certifying, nonce }: CertificationCall): Promise<Certification> {
  const certifyingKey = await publicAreaAt(tools, certifying);
  tools.write('certify', certifyCommand({ certified: Number(certified), certifying: Number(certifying), nonce }));
  for (let attempt = 1; ; attempt += 1) {
    await tools.run('tpm2_send', 'certify', '-o', 'certified');
    const said = responseOf(tools.read('certified'));
    if (!('refused' in said)) return { certifyingKey, certification: said.attest, signature: said.signature };
    if (said.refused !== TRY_AGAIN || attempt === ATTEMPTS)
      throw new AgentProblem(AGENT_EXIT.machine, `the TPM does not certify ${certified} by ${certifying}: 0x${said.refused.toString(16)}`);
  }
}

function responseOf(octets: Uint8Array): ReturnType<typeof parseCertifyResponse> {
  try {
    return parseCertifyResponse(octets);
  } catch (error) {
    if (error instanceof ParseError)
      throw new AgentProblem(AGENT_EXIT.machine, `the TPM answers TPM2_Certify with no response: ${error.message}`);
    throw error;
  }
}
