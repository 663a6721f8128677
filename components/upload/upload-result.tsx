'use client';

import { Anchor, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { TrustBadge } from '#components/ui/trust-badge.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { refusalAdvice } from '#lib/present/refusal-advice.ts';
import { timeText } from '#lib/present/time-text.ts';
import { unlinkedAdvice } from '#lib/present/unlinked-advice.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { TRUSTS } from '#lib/present/vocabulary.ts';
import type { DocumentAnswer, StandingAnswer, SubmissionAnswer, UploadProblem, UploadState } from './upload-item.ts';

/** Documents of one file that a row tells about; the page of the file has them all. */
const MAX_TOLD = 3;

/** What became of a file, in words: what it is, where it went, whether it convinces, or why not and what to do. */
export function UploadResult({ state }: { readonly state: UploadState }) {
  const texts = useTexts().upload;
  switch (state.kind) {
    case 'refused':
    case 'failed':
      return <ProblemText problem={state.problem} />;
    case 'skipped':
      return (
        <Text size="sm">
          {fill(texts.skippedText, { at: timeText(state.at) })} <FileLink sha256={state.sha256} />
        </Text>
      );
    case 'canceled':
      return <Text size="sm">{texts.canceledText}</Text>;
    case 'done':
    case 'unlinked':
    case 'unreadable':
      return <Answer answer={state.answer} />;
    case 'reading':
    case 'linking':
      return <SlowNote key={state.submission} />;
    default:
      return null;
  }
}

const SLOW_AFTER_MS = 8000;

/** After some seconds: that nobody has to wait here. */
function SlowNote() {
  const texts = useTexts().upload;
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return isSlow ? <Text size="sm">{texts.stillWorking}</Text> : null;
}

function ProblemText({ problem }: { readonly problem: UploadProblem }) {
  return (
    <Text size="sm" className="breakable">
      {problem.what} <strong>{problem.fix}</strong>
    </Text>
  );
}

function Answer({ answer }: { readonly answer: SubmissionAnswer }) {
  const { upload: texts, unlinked: waitingTexts } = useTexts();
  const locale = useLocale();
  const { documents, standing, unlinked, sha256 } = answer;
  const more = documents.length - MAX_TOLD;
  // What can't be read waits for nothing; that it can't is told above.
  const waiting = unlinked.filter(({ reason }) => reason !== 'unreadable' && reason !== 'unsupported');
  return (
    <Stack gap={4} mt={4}>
      {documents.slice(0, MAX_TOLD).map((document) => (
        <DocumentText key={document.id} document={document} standing={standing} sha256={sha256} />
      ))}
      {more > 0 ? <Text size="sm">{pluralText(locale, texts.moreDocuments, { count: more })}</Text> : null}
      {standing.map((each) => (
        <DeviceText key={each.device} standing={each} />
      ))}
      {waiting.slice(0, MAX_TOLD).map(({ documentId, reason, detail }) => (
        <Text key={documentId} size="sm" className="breakable">
          {visibleText(detail)} <strong>{unlinkedAdvice(reason, waitingTexts.next)}</strong>
        </Text>
      ))}
      {documents.some(({ error }) => error !== null) ? null : <FileLink sha256={sha256} />}
    </Stack>
  );
}

interface DocumentTextProps {
  readonly document: DocumentAnswer;
  readonly standing: readonly StandingAnswer[];
  readonly sha256: string;
}

function DocumentText({ document, standing, sha256 }: DocumentTextProps) {
  const { upload: texts, kind: kinds, artifact } = useTexts();
  const words: Readonly<Record<string, string>> = kinds;
  const kind = (Object.hasOwn(words, document.kind) ? words[document.kind] : undefined) ?? document.kind;
  const { error } = document;
  if (error !== null) {
    const offset = error.offset;
    return (
      <Text size="sm" className="breakable">
        {kind}: {visibleText(error.message)}. {texts.unreadableSafe} <strong>{refusalAdvice(error.code, artifact.errorFix)}</strong>{' '}
        <FileLink sha256={sha256} {...(offset === undefined ? {} : { offset })} />
      </Text>
    );
  }
  const judged = standing.flatMap(({ documents }) => documents).find(({ id }) => id === document.id);
  return (
    <Text size="sm" className="breakable">
      {kind}: {visibleText(document.summary)}. {judged === undefined ? '' : trustText(judged.trusted, texts)}
    </Text>
  );
}

function trustText(trusted: boolean | null, texts: ReturnType<typeof useTexts>['upload']): string {
  if (trusted === null) return texts.uncheckedDocument;
  return trusted ? texts.trustedDocument : texts.untrustedDocument;
}

function DeviceText({ standing }: { readonly standing: StandingAnswer }) {
  const texts = useTexts().upload;
  const trust = TRUSTS.find((each) => each === standing.trust);
  return (
    <Text size="sm" component="div">
      {texts.toDevice}:{' '}
      <Anchor
        component={Link}
        prefetch={false}
        href={`/devices/${encodeURIComponent(standing.device)}`}
        fw={600}
        inherit
        className="breakable"
      >
        {visibleText(standing.name)}
      </Anchor>{' '}
      {trust === undefined ? null : <TrustBadge trust={trust} plain />}
    </Text>
  );
}

function FileLink({ sha256, offset }: { readonly sha256: string; readonly offset?: number }) {
  const texts = useTexts().upload;
  return (
    <Anchor component={Link} prefetch={false} href={`/artifacts/${sha256}`} size="sm">
      {offset === undefined ? texts.toFilePlain : fill(texts.toFile, { offset })}
    </Anchor>
  );
}
