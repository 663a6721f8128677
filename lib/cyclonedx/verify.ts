import type { Check } from '#lib/encoding/check.ts';
import type { BomProblem, CycloneDxBom } from './types.ts';

/** What must pass for a BOM to be a usable document. Nothing makes an unsigned BOM more than its submitter's declaration. */
export const REQUIRED_CHECKS: readonly string[] = ['schema'];

/** Asks whether a BOM has the right form, makes sense, and tells who made it. */
export function verifyCycloneDx(document: CycloneDxBom): readonly Check[] {
  return [schemaCheck(document), semanticsCheck(document), originCheck(document)];
}

function schemaCheck({ form, specVersion, schemaValid, problems }: CycloneDxBom): Check {
  const schema = form === 'xml' ? 'XML schema' : 'JSON schema';
  const spec = `CycloneDX ${specVersion} ${schema}`;
  if (schemaValid) return { id: 'schema', status: 'pass', detail: `The BOM fits the ${schema} of CycloneDX ${specVersion}.`, spec };
  return { id: 'schema', status: 'fail', detail: firstOf(problems.filter(isOfSchema), `The BOM does not fit its ${schema}.`), spec };
}

function semanticsCheck({ specVersion, problems }: CycloneDxBom): Check {
  const found = problems.filter((problem) => !isOfSchema(problem));
  const spec = `CycloneDX ${specVersion}, descriptions of its fields; CycloneDX property taxonomy cdx:device`;
  const detail = firstOf(found, 'References resolve, identifiers and digests have their form, and no unit is listed twice.');
  return { id: 'semantics', status: found.length === 0 ? 'pass' : 'fail', detail, spec };
}

function originCheck({ signed }: CycloneDxBom): Check {
  const detail = signed
    ? 'The BOM carries a signature, which this version of Assay does not evaluate. Who made it is not proven.'
    : 'The BOM is not signed: it is a declaration of whoever handed it in.';
  return { id: 'origin', status: 'unknown', detail, spec: 'CycloneDX signature; JSON Signature Format 0.82' };
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
