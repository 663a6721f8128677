import { describe, expect, test } from 'vitest';
import { parseEvidence } from '#lib/attestation/evidence.ts';
import { parseConciseManifest } from '#lib/attestation/reference/corim.ts';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { encodeUtf8, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { makeAppraisal } from '#lib/testing/appraisals.ts';
import { evidenceFile, evidenceMembers, makeEvidence, pcrsAfter } from '#lib/testing/attestation-evidence.ts';
import { makeAttestation } from '#lib/testing/attestation-states.ts';
import { coswidMap, makeCorim, makeCoswid } from '#lib/testing/concise-manifests.ts';
import { artifactId, makeCheck, makeDocument, makeSubmission } from '#lib/testing/device-states.ts';
import { makeImaLog, measuredFile } from '#lib/testing/ima-logs.ts';
import { parseImaLog } from '#lib/tpm/ima-log.ts';
import { listEnds } from '#lib/tpm/ima-replay.ts';
import { pcrDigestOf } from '#lib/tpm/pcr-values.ts';
import type { DeviceDocument } from '../types.ts';
import type { JudgedAnswer } from './attestations.ts';
import { measuredFilesOf } from './measured-files.ts';

const SHA256 = 0x000b;
const digestOf = (path: string): Uint8Array => measuredFile(path).digest;

/** An answer whose quote covers PCR 10 at the end of the list that it was made over. */
function answerOf(paths: readonly string[], { quoted = paths, outcome = 'passed' as const, label = 'evidence' } = {}): JudgedAnswer {
  const list = (all: readonly string[]) => makeImaLog(all.map((path) => measuredFile(path)));
  const value = [...listEnds(parseImaLog(list(quoted)), [SHA256])][0]?.values.get(SHA256);
  const selections = [{ hash: SHA256, pcrs: [7, 10] }];
  const honest = pcrsAfter(makeEvidence().eventLog);
  const pcrDigest = pcrDigestOf({ hash: 'sha256', selections, valueIn: (hash, pcr) => (pcr === 10 ? value : honest(hash, pcr)) });
  const made = makeEvidence({ selections, quote: { pcrDigest: pcrDigest ?? new Uint8Array() } });
  const evidence = parseEvidence(evidenceFile({ ...evidenceMembers(made), imaLog: toBase64(list(paths)) }));
  return {
    document: makeDocument({ label, document: evidence }),
    submission: makeSubmission(label),
    evidence,
    input: { ...makeAppraisal(), evidence },
    attestation: makeAttestation({ outcome }),
    told: null,
    contradiction: null,
  };
}

/** An SBOM that lists the files with their digests, signed by somebody who is trusted unless told otherwise. */
function bomOf(paths: readonly string[], { signed = true, algorithm = 'SHA-256' } = {}): DeviceDocument {
  const components = paths.map((name) => ({
    type: 'file',
    name,
    hashes: [{ alg: algorithm, content: algorithm === 'SHA-1' ? toHex(digestOf(name)).slice(0, 40) : toHex(digestOf(name)) }],
  }));
  const bytes = encodeUtf8(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }));
  const over = { checks: [makeCheck('origin', signed ? 'pass' : 'unknown')] };
  return makeDocument({ label: `bom ${paths.join()}`, document: parseCycloneDx(bytes), over });
}

const filesOf = (answers: readonly JudgedAnswer[], documents: readonly DeviceDocument[], accepted: readonly string[] = []) =>
  measuredFilesOf({ answers, documents, platform: null, accepted: new Set(accepted) });

/** A concise manifest that vouches for the files. */
function manifestOf(paths: readonly string[], { trusted = true } = {}): DeviceDocument {
  const files = paths.map((name) => ({ name, digest: digestOf(name) }));
  const document = parseConciseManifest(makeCorim({ tags: [makeCoswid(coswidMap(files))] }));
  return makeDocument({ label: `manifest ${paths.join()}`, document, over: { trusted, checks: [makeCheck('chain', 'pass')] } });
}

describe('files in use', () => {
  test('those that a BOM lists count, and those that none lists are told with path and digest', () => {
    const files = filesOf([answerOf(['/bin/a', '/bin/odd', '/bin/b'])], [bomOf(['/bin/a']), bomOf(['/bin/b'])]);
    expect(files).toMatchObject({ sha256: artifactId('evidence'), listed: 2, unlistedCount: 1 });
    expect(files?.unlisted).toEqual([{ path: '/bin/odd', algorithm: 'sha256', digest: toHex(digestOf('/bin/odd')), index: 1 }]);
    expect(files?.sources).toHaveLength(2);
  });

  test('a BOM that nobody signed counts where it was accepted', () => {
    const bom = bomOf(['/bin/a'], { signed: false });
    expect(filesOf([answerOf(['/bin/a'])], [bom])).toBeNull();
    expect(filesOf([answerOf(['/bin/a'])], [bom], [bom.sha256])).toMatchObject({ listed: 1, unlistedCount: 0 });
  });

  test('without a BOM that lists digests nothing is known to be missing, and SHA-1 digests do not count', () => {
    expect(filesOf([answerOf(['/bin/a'])], [])).toBeNull();
    expect(filesOf([answerOf(['/bin/a'])], [bomOf(['/bin/a'], { algorithm: 'SHA-1' })])).toBeNull();
  });

  test('what the quote does not confirm is nobody’s word: entries behind it, and a list that it contradicts', () => {
    expect(filesOf([answerOf(['/bin/a', '/bin/later'], { quoted: ['/bin/a'] })], [bomOf(['/bin/a'])])).toMatchObject({ unlistedCount: 0 });
    expect(filesOf([answerOf(['/bin/a'], { quoted: ['/bin/x'] })], [bomOf(['/bin/a'])])).toBeNull();
  });

  test('those that a manifest vouches for count beside what a BOM lists, and without a BOM nothing is missing', () => {
    const answers = [answerOf(['/bin/a', '/bin/b', '/bin/odd'])];
    const manifest = manifestOf(['/bin/b']);
    const files = filesOf(answers, [bomOf(['/bin/a']), manifest]);
    expect(files).toMatchObject({ listed: 2, unlistedCount: 1, sources: expect.arrayContaining([manifest.sha256]) });
    expect(filesOf(answers, [bomOf(['/bin/a']), manifestOf(['/bin/b'], { trusted: false })])).toMatchObject({
      listed: 1,
      unlistedCount: 2,
    });
    expect(filesOf(answers, [manifest])).toBeNull();
  });

  test('a file that bears the name of the sum of the boot is a file', () => {
    const files = filesOf([answerOf(['boot_aggregate', '/bin/a', 'boot_aggregate'])], [bomOf(['/bin/a'])]);
    expect(files).toMatchObject({ listed: 1, unlistedCount: 0 });
    expect(filesOf([answerOf(['/bin/a', 'boot_aggregate'])], [bomOf(['/bin/a'])])?.unlisted).toMatchObject([
      { path: 'boot_aggregate', index: 1 },
    ]);
  });

  test('the newest answer that passed counts', () => {
    const failed = { ...answerOf(['/bin/odd'], { label: 'failed' }), attestation: makeAttestation({ failing: ['nonce'] }) };
    const answers = [answerOf(['/bin/a', '/bin/old'], { label: 'first' }), answerOf(['/bin/a'], { label: 'second' }), failed];
    expect(filesOf(answers, [bomOf(['/bin/a'])])).toMatchObject({ sha256: artifactId('second'), unlistedCount: 0 });
  });
});
