import type { Check } from '#lib/encoding/check.ts';
import type { BomProblem, CycloneDxBom } from './types.ts';
import { type JudgedSignature, judgeSignature, type SignatureTrust } from './verify-signature.ts';

/** What must pass for a BOM to be a usable document. Nothing makes an unsigned BOM more than its submitter's declaration. */
export const REQUIRED_CHECKS: readonly string[] = ['schema'];

/** A BOM and the trust that its signatures are judged by. */
export interface BomQuestion extends SignatureTrust {
  readonly document: CycloneDxBom;
}

/** Asks whether a BOM has the right form, makes sense, and tells who made it. */
export function verifyCycloneDx({ document, ...trust }: BomQuestion): readonly Check[] {
  const judged = document.signatures.map((signature) => judgeSignature(signature, trust));
  const whole = judged.filter(({ signature }) => signature.path === '');
  const parts = judged.filter(({ signature }) => signature.path !== '');
  return [
    schemaCheck(document),
    semanticsCheck(document),
    originCheck(document, whole),
    ...(whole.length === 0 ? [] : [signatureCheck(whole), signerCheck(whole)]),
    ...(parts.length === 0 ? [] : [partsCheck(parts)]),
  ];
}

/** The schema of each form, in words. SPDX has no schema in this program: what every document must have is asked for. */
const SCHEMAS: Readonly<Record<CycloneDxBom['form'], (version: string) => { readonly spec: string; readonly name: string }>> = {
  json: (version) => ({ spec: `CycloneDX ${version} JSON schema`, name: `JSON schema of CycloneDX ${version}` }),
  xml: (version) => ({ spec: `CycloneDX ${version} XML schema`, name: `XML schema of CycloneDX ${version}` }),
  'spdx-json': (version) => ({ spec: `SPDX ${version}`, name: `list of members that SPDX ${version} requires` }),
};

function schemaCheck({ form, specVersion, schemaValid, problems }: CycloneDxBom): Check {
  const { spec, name } = SCHEMAS[form](specVersion);
  if (schemaValid) return { id: 'schema', status: 'pass', detail: `The BOM fits the ${name}.`, spec };
  return { id: 'schema', status: 'fail', detail: firstOf(problems.filter(isOfSchema), `The BOM does not fit the ${name}.`), spec };
}

function semanticsCheck({ specVersion, problems }: CycloneDxBom): Check {
  const found = problems.filter((problem) => !isOfSchema(problem));
  const spec = `CycloneDX ${specVersion}, descriptions of its fields; CycloneDX property taxonomy cdx:device`;
  const detail = firstOf(found, 'References resolve, identifiers and digests have their form, and no unit is listed twice.');
  return { id: 'semantics', status: found.length === 0 ? 'pass' : 'fail', detail, spec };
}

/** Who made the BOM is known when a signature over the whole of it verifies and an anchor vouches for its key. */
function originCheck({ signed }: CycloneDxBom, whole: readonly JudgedSignature[]): Check {
  const answer = (status: Check['status'], detail: string): Check => ({ id: 'origin', status, detail, spec: SIGNATURE_SPEC });
  if (!signed) return answer('unknown', 'The BOM is not signed: it is a declaration of whoever handed it in.');
  const failed = whole.find(({ math }) => math.status === 'fail');
  if (failed !== undefined) return answer('fail', `A signature over the BOM does not verify: ${failed.math.detail}.`);
  const trusted = whole.find(({ math, trust }) => math.status === 'pass' && trust.status === 'pass');
  if (trusted !== undefined) return answer('pass', `Who made the BOM is proven: ${trusted.trust.detail}.`);
  const [first] = whole;
  const reason =
    first === undefined ? 'its signature has no form that is known' : first.math.status === 'pass' ? first.trust.detail : first.math.detail;
  return answer('unknown', `The BOM carries a signature, and who made it is not proven: ${reason}.`);
}

const SIGNATURE_SPEC = 'CycloneDX signature; JSON Signature Format 0.82, XML Signature 1.1';

function signatureCheck(whole: readonly JudgedSignature[]): Check {
  const told = worst(whole.map(({ math }) => math));
  return { id: 'bom-signature', ...told, spec: SIGNATURE_SPEC };
}

/** Of several signers one whom an anchor vouches for is enough; one whose path breaks a rule is told. */
function signerCheck(whole: readonly JudgedSignature[]): Check {
  const answers = whole.map(({ trust }) => trust);
  const told = answers.find(({ status }) => status === 'pass') ?? worst(answers);
  return { id: 'bom-signer', ...told, spec: 'RFC 5280 section 6.1' };
}

/** Signatures on parts say nothing about the whole, so they defeat nothing. */
function partsCheck(parts: readonly JudgedSignature[]): Check {
  const count = (wanted: (judged: JudgedSignature) => boolean): number => parts.filter(wanted).length;
  const trusted = count(({ math, trust }) => math.status === 'pass' && trust.status === 'pass');
  const verified = count(({ math }) => math.status === 'pass') - trusted;
  const failed = parts.filter(({ math }) => math.status === 'fail');
  const unknown = parts.length - trusted - verified - failed.length;
  const counts = `${parts.length} signatures on parts: ${trusted} verified and trusted, ${verified} verified by a key that no anchor vouches for, ${failed.length} that do not verify, ${unknown} not evaluated`;
  const [first] = failed;
  const place = first === undefined ? '' : `; the first that does not verify stands at ${first.signature.path}`;
  const status = failed.length > 0 ? 'fail' : trusted === parts.length ? 'pass' : 'unknown';
  return { id: 'part-signatures', status, detail: `${counts}${place}`, spec: SIGNATURE_SPEC };
}

function worst(answers: readonly JudgedSignature['math'][]): JudgedSignature['math'] {
  const found = answers.find(({ status }) => status === 'fail') ?? answers.find(({ status }) => status === 'unknown') ?? answers[0];
  return found ?? { status: 'unknown', detail: 'no signature' };
}

function isOfSchema({ code }: BomProblem): boolean {
  return code === 'schema';
}

function firstOf([first, ...others]: readonly BomProblem[], otherwise: string): string {
  if (first === undefined) return otherwise;
  const place = first.path === null ? '' : `At ${first.path}: `;
  const more = others.length === 0 ? '' : ` (${others.length} more)`;
  return `${place}${first.detail}${more}`;
}
