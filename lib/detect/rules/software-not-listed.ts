import type { MeasuredFiles } from '#lib/device/attested/measured-files.ts';
import type { Rule, Sign } from '../rule.ts';

/** Files that have a finding of their own each; where there are more, one finding counts them. */
export const MAX_FILES_TOLD = 20;

const RESOLVE = 'Hand in a signed BOM that lists the file with its digest, or remove it from the device.';

/** A running device used a file that no BOM of it lists, as its TPM attests. */
export const softwareNotListed: Rule = {
  id: 'software-not-listed',
  means: 'A running device used a file that no BOM of it lists.',
  matters: 'Its TPM attests that the file was used: it is software that nobody declared, or a declared file that was changed.',
  resolve: RESOLVE,
  source:
    'NTIA, The Minimum Elements for an SBOM, section V (use: vulnerability and inventory); Linux kernel, Integrity Measurement Architecture',
  weighs: 'changed',
  evaluate: ({ device: { files } }) => {
    if (files === null) return [];
    const { unlisted, unlistedCount, changing } = files;
    const named = unlistedCount > MAX_FILES_TOLD ? [countSign(files)] : unlisted.map((file) => fileSign(file, files));
    return changing.length === 0 ? named : [...named, changingSign(files)];
  },
};

const EXPECTED = 'a digest that a BOM of the device lists';

function fileSign({ path, algorithm, digest }: MeasuredFiles['unlisted'][number], files: MeasuredFiles): Sign {
  return {
    key: JSON.stringify([path, digest]),
    severity: 'medium',
    subject: path,
    expected: EXPECTED,
    observed: `${algorithm}:${digest}`,
    because: [files.sha256, ...files.sources],
    resolve: RESOLVE,
    detail: `${path} was used with the digest ${algorithm}:${digest}, and no BOM of the device lists it.`,
  };
}

/** Whoever writes to a file while it is used keeps its digest out of the list; logs do it every day. */
function changingSign({ changing, sha256, sources }: MeasuredFiles): Sign {
  const many = changing.length === 1 ? 'One file' : `${changing.length} files`;
  return {
    key: 'changing',
    severity: 'low',
    weighs: 'none',
    subject: 'files that changed while they were read',
    expected: EXPECTED,
    observed: 'no digest',
    because: [sha256, ...sources],
    resolve:
      'Leave files that change all the time out of the measurements by the policy of the kernel, and look at those that are programs.',
    detail: `${many} changed while the kernel measured what was read, so nobody knows what was used, the first ${changing.slice(0, 3).join(', ')}.`,
  };
}

function countSign(files: MeasuredFiles): Sign {
  const first = files.unlisted.slice(0, 3).map(({ path }) => path);
  return {
    key: 'many',
    severity: 'medium',
    subject: 'files in use',
    expected: EXPECTED,
    observed: `${files.unlistedCount} files that none lists`,
    because: [files.sha256, ...files.sources],
    resolve: RESOLVE,
    detail: `${files.unlistedCount} of ${files.unlistedCount + files.listed} measured files are listed by no BOM of the device, the first ${first.join(', ')}.`,
  };
}
