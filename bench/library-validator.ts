import { Spec, Validation } from '@cyclonedx/cyclonedx-library';

/** Validates JSON text as the CycloneDX project's own library does. @throws Error when it finds it wrong: the work was another then */
export async function validateWithLibrary(text: string): Promise<void> {
  const error = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  if (error !== null) throw new Error(`the library refused the BOM: ${JSON.stringify(error).slice(0, 300)}`);
}
