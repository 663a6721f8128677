import { describeDocument, documentSign } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

/** A platform certificate declares one version of the specification and is built like another. */
export const declaredVersionMismatch: Rule = {
  id: 'declared-version-mismatch',
  means: 'A platform certificate declares one version of the specification and is built like another.',
  matters: 'Versions have different rules; a reader that believes the declaration may skip parts of the body.',
  resolve: 'Ask the issuer for a certificate whose declaration fits its body.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.3 (TCGCredentialSpecification)',
  weighs: 'none',
  evaluate: ({ device }) =>
    device.documents.flatMap((document) => {
      const certificate = document.read.document;
      if (certificate === undefined || !('credentialSpecification' in certificate)) return [];
      const declared = certificate.credentialSpecification;
      if (declared === null || `${declared.major}.${declared.minor}` === certificate.specVersion) return [];
      return [
        documentSign({
          document,
          severity: 'low',
          expected: `declared version ${certificate.specVersion}`,
          observed: `declared version ${declared.major}.${declared.minor}`,
          resolve: 'Ask the issuer for a certificate whose declaration fits its body.',
          detail: `The ${describeDocument(document)} declares version ${declared.major}.${declared.minor}, and its body is of version ${certificate.specVersion}.`,
        }),
      ];
    }),
};
