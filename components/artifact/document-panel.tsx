'use client';

import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { BomLinks } from '#components/device/bom-links.tsx';
import { CheckList } from '#components/device/check-list.tsx';
import { StandingMark } from '#components/device/standing-mark.tsx';
import { ErrorNotice } from '#components/ui/error-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { BomLinkView } from '#lib/present/bom-link-view.ts';
import styles from './artifact.module.css';
import type { ShownDocument } from './artifact-page.ts';
import { type BomFileLink, BomFiles } from './bom-files.tsx';
import { JumpLink } from './jump-link.tsx';
import { ParsedSection } from './parsed-section.tsx';

interface DocumentPanelProps {
  readonly document: ShownDocument;
  readonly links: readonly BomLinkView[];
  readonly same: readonly BomFileLink[];
  /** BOMs of which a part points to this one. */
  readonly pointing: readonly BomFileLink[];
}

/** What was read from a document: or why not, what is odd in it, how it was judged, and all that it says. */
export function DocumentPanel({ document, links, same, pointing }: DocumentPanelProps) {
  const texts = useTexts().artifact;
  return (
    <Stack gap="md">
      <ReadError error={document.error} />
      <Checks document={document} />
      <Warnings warnings={document.warnings} />
      <BomLinks links={links} />
      <BomFiles boms={pointing} title={texts.pointingBoms} lead={texts.pointingBomsLead} />
      <BomFiles boms={same} title={texts.sameBoms} lead={same.length === 1 ? texts.sameBomsOne : texts.sameBomsMany} />
      {document.sections.length === 0 ? null : (
        <section aria-labelledby="parsed-title">
          <Title id="parsed-title" order={2} size="h4">
            {texts.parsed}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.parsedLead}
          </Text>
          {document.sections.map((section) => (
            <ParsedSection key={section.heading} section={section} />
          ))}
        </section>
      )}
    </Stack>
  );
}

function ReadError({ error }: Pick<ShownDocument, 'error'>) {
  const texts = useTexts().artifact;
  if (error === null) return null;
  return (
    <ErrorNotice
      title={error.isUnsupported ? texts.errorTitleUnsupported : texts.errorTitle}
      what={fill(texts.errorWhat, { message: error.message })}
      safe={texts.errorSafe}
      fix={error.fix}
    >
      {error.jump === null && error.path === null && error.spec === null ? null : (
        <Text size="sm">
          <strong>{texts.errorAt}: </strong>
          {error.jump === null ? null : <JumpLink jump={error.jump} />}
          {error.path === null ? '' : ` ${fill(texts.errorPath, { path: error.path })}`}
          {error.spec === null ? '' : ` · ${fill(texts.errorSpec, { spec: error.spec })}`}
        </Text>
      )}
    </ErrorNotice>
  );
}

function Checks({ document }: { readonly document: ShownDocument }) {
  const texts = useTexts().artifact;
  const { checks, checkedFor, standing } = document;
  // Of what can't be read the notice above tells all.
  if (checks.length === 0 || document.error !== null) return null;
  const isCalm = standing?.is === 'verified' || standing?.is === 'self-asserted';
  return (
    <section aria-label={texts.checks}>
      {standing === null ? null : (
        <Group gap="xs" mb="xs">
          <StandingMark standing={standing.is} />
          <Text size="sm">{standing.text}</Text>
        </Group>
      )}
      <details className={styles.checks} open={!isCalm || checks.some(({ tone }) => tone === 'bad')}>
        <summary>
          <Title order={2} size="h4">
            {texts.checks}
          </Title>{' '}
          <Text size="sm">{countsOf(checks)}</Text>
        </summary>
        <Text size="sm" c="dimmed" className="breakable" mb="xs">
          {checkedFor === null ? texts.checksAlone : fill(texts.checksOn, { device: checkedFor })}
        </Text>
        <CheckList checks={checks} />
      </details>
    </section>
  );
}

/** How many have each answer, in words: `6 pass, 1 not evaluated`. */
function countsOf(checks: ShownDocument['checks']): string {
  const words = [...new Set(checks.map(({ status }) => status))];
  return words.map((word) => `${checks.filter(({ status }) => status === word).length} ${word}`).join(', ');
}

function Warnings({ warnings }: Pick<ShownDocument, 'warnings'>) {
  const texts = useTexts().artifact;
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertCircle aria-hidden />} title={texts.warnings}>
      <Text size="sm">{texts.warningsLead}</Text>
      <ul className={styles.plain}>
        {warnings.map(({ code, detail, path, jump }) => (
          <li key={`${code} ${path} ${jump?.offset} ${detail}`}>
            <Text size="sm" className="breakable">
              {detail}
              {path === null ? '' : ` (${path})`} <code>{code}</code> {jump === null ? null : <JumpLink jump={jump} />}
            </Text>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
