import { access } from './en/access.ts';
import { aliases } from './en/aliases.ts';
import { anchorSet } from './en/anchor-set.ts';
import { anchors } from './en/anchors.ts';
import { api } from './en/api.ts';
import { artifact } from './en/artifact.ts';
import { assessments } from './en/assessments.ts';
import { attestation } from './en/attestation.ts';
import { attestationPolicy } from './en/attestation-policy.ts';
import { category } from './en/category.ts';
import { check } from './en/check.ts';
import { device } from './en/device.ts';
import { difference } from './en/difference.ts';
import { digests } from './en/digests.ts';
import { document } from './en/document.ts';
import { enrolments } from './en/enrolments.ts';
import { errors } from './en/error.ts';
import { finding } from './en/finding.ts';
import { findings } from './en/findings.ts';
import { firmware } from './en/firmware.ts';
import { fleet } from './en/fleet.ts';
import { fleetCsv } from './en/fleet-csv.ts';
import { glossary } from './en/glossary.ts';
import { governed } from './en/governed.ts';
import { kind } from './en/kind.ts';
import { lifecycle } from './en/lifecycle.ts';
import { evidencePackage } from './en/package.ts';
import { policy } from './en/policy.ts';
import { references } from './en/references.ts';
import { results } from './en/results.ts';
import { severity } from './en/severity.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { submissions } from './en/submissions.ts';
import { timeline } from './en/timeline.ts';
import { unlinked } from './en/unlinked.ts';
import { upload } from './en/upload.ts';
import { verdict } from './en/verdict.ts';
import { verifiers } from './en/verifiers.ts';

/** The English catalogue: one file an area. Other languages have the same shape. */
export const en = {
  access,
  anchorSet,
  anchors,
  references,
  api,
  artifact,
  assessments,
  attestation,
  category,
  check,
  device,
  difference,
  digests,
  document,
  enrolments,
  errors,
  finding,
  findings,
  firmware,
  fleet,
  fleetCsv,
  glossary,
  governed,
  kind,
  lifecycle,
  package: evidencePackage,
  policy,
  aliases,
  results,
  attestationPolicy,
  severity,
  shell,
  signIn,
  submissions,
  timeline,
  unlinked,
  upload,
  verdict,
  verifiers,
} as const;
