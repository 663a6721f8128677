import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import styles from '#components/artifact/artifact.module.css';
import { ArtifactHeader } from '#components/artifact/artifact-header.tsx';
import type { Choice } from '#components/artifact/artifact-page.ts';
import { DocumentChoice } from '#components/artifact/document-choice.tsx';
import { DocumentPanel } from '#components/artifact/document-panel.tsx';
import { RawPane } from '#components/artifact/raw-pane.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { rawBlocks } from '#lib/present/raw-content.ts';
import { readArtifactBytes } from '#lib/store/artifacts.ts';
import { findDocuments } from '#lib/store/documents.ts';
import { type VisibleArtifact, visibleArtifact } from '../../../api/v1/artifacts/visible-artifact.ts';
import type { SearchParams } from '../../../server/address.ts';
import { linkedBoms } from '../../../server/linked-boms.ts';
import { requirePage } from '../../../server/page-guard.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { pointingBoms, sameBoms } from '../../../server/same-boms.ts';
import { getStore } from '../../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';
import { type ArtifactAddress, artifactAddress, artifactHref } from './artifact-address.ts';
import { artifactHead } from './artifact-head.ts';
import { judgementsOf } from './judgement.ts';
import { type DocumentQuestion, placeOf, shownDocument } from './shown-document.ts';
import { shownRaw } from './shown-raw.ts';

interface ArtifactPageProps {
  readonly params: Promise<{ readonly sha256: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** Larger files are neither certificates nor PEM, and are read in parts only. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;

export async function generateMetadata({ params }: ArtifactPageProps): Promise<Metadata> {
  const { sha256 } = await params;
  return { title: `${(await viewerTexts()).artifact.title} ${sha256.slice(0, 12)}` };
}

/** One file: raw and parsed side by side. */
export default async function ArtifactPage({ params, searchParams }: ArtifactPageProps) {
  const principal = await requirePage('/artifacts/[sha256]');
  const { sha256 } = await params;
  const visible = await artifactOrNotFound(principal, sha256);
  const locale = await viewerLocale();
  const texts = catalogueOf(locale);
  const address = artifactAddress(sha256, await searchParams);
  const { firstDevice, ...head } = await artifactHead(getStore(), principal, visible);
  const documents = await findDocuments(getStore(), sha256);
  const bytes = visible.artifact.size <= MAX_WHOLE_BYTES ? await readArtifactBytes(getStore(), sha256) : undefined;
  const blocks = bytes === undefined ? [] : rawBlocks(bytes);
  const read = documents[address.document] ?? documents[0];
  const judgements = read === undefined ? [] : await judgementsOf(getStore(), sha256, firstDevice);
  const judgement = judgements.find(({ id }) => id === read?.id) ?? null;
  const bom = read?.document?.kind === 'cyclonedx-bom' ? read.document : undefined;
  const links = bom === undefined ? [] : await linkedBoms(getStore(), principal, { locale, bom });
  const same = bom === undefined ? [] : await sameBoms(getStore(), principal, { digest: bom.digest, except: sha256 });
  const pointing = bom === undefined ? [] : await pointingBoms(getStore(), principal, { serialNumber: bom.serialNumber, sha256 });
  const question = read === undefined ? null : { locale, address, read, bytes: bytes ?? new Uint8Array(), blocks, judgement };
  const size = visible.artifact.size;
  const raw = await shownRaw(getStore(), { address, size, blocks, suggested: suggestedPlace(question), texts: texts.artifact });
  const kinds = [...new Set(documents.map(({ kind }) => texts.kind[kind]))];
  return (
    <>
      <ArtifactHeader head={{ ...head, kinds }} />
      <DocumentChoice choices={documentChoices(documents, address, locale)} />
      <div className={styles.sides}>
        <div className={styles.side}>
          {question === null ? (
            <Text>{texts.artifact.notRead}</Text>
          ) : (
            <DocumentPanel document={shownDocument(question)} links={links} same={same} pointing={pointing} />
          )}
        </div>
        <div className={styles.side}>
          <RawPane raw={raw} />
        </div>
      </div>
    </>
  );
}

/** A file that the viewer may not see is answered like one that doesn't exist. */
async function artifactOrNotFound(principal: Principal, sha256: string): Promise<VisibleArtifact> {
  try {
    return await visibleArtifact(getStore(), principal, sha256);
  } catch (error) {
    if (error instanceof RequestProblem && error.code === 'notFound') notFound();
    throw error;
  }
}

/** Where it breaks is shown without asking. */
function suggestedPlace(question: DocumentQuestion | null): ReturnType<typeof placeOf> | null {
  const offset = question?.read.error?.offset;
  return question === null || offset === undefined ? null : placeOf(question, offset);
}

function documentChoices(documents: readonly DocumentQuestion['read'][], address: ArtifactAddress, locale: Locale): readonly Choice[] {
  const { artifact, kind: kinds } = catalogueOf(locale);
  return documents.map(({ kind }, index) => ({
    label: fill(artifact.documentLink, { number: index + 1, kind: kinds[kind] }),
    href: artifactHref({ ...address, document: index, block: null, show: null, at: null, from: null }),
    isCurrent: index === (documents[address.document] === undefined ? 0 : address.document),
  }));
}
