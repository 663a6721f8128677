'use client';

import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import type { BomClaimView } from '#lib/present/bom-claim-view.ts';
import type { BomLinkView } from '#lib/present/bom-link-view.ts';
import type { BomFacts, BomSignatureStanding, EvidenceView } from '#lib/present/evidence-view.ts';
import type { Glyph, Tone } from '#lib/present/tone.ts';
import { BomClaims } from './bom-claims.tsx';
import { BomLinks } from './bom-links.tsx';
import { EvidenceChip } from './evidence-chip.tsx';
import { FactList } from './fact-list.tsx';

interface BomListProps {
  readonly boms: readonly EvidenceView[];
  /** By the id of the view. */
  readonly links: Readonly<Record<string, readonly BomLinkView[]>>;
  /** By the id of the view. */
  readonly claims: Readonly<Record<string, readonly BomClaimView[]>>;
}

/** BOMs of a device: how many components, whether they fit their schema, what is wrong with them. */
export function BomList({ boms, links, claims }: BomListProps) {
  const texts = useTexts().device.boms;
  if (boms.length === 0) return <EmptyState title={texts.empty}>{texts.emptyText}</EmptyState>;
  return (
    <Stack gap="md">
      {boms.map((view) => (
        <Bom key={view.id} view={view} links={links[view.id] ?? []} claims={claims[view.id] ?? []} />
      ))}
    </Stack>
  );
}

interface BomProps {
  readonly view: EvidenceView;
  readonly links: readonly BomLinkView[];
  readonly claims: readonly BomClaimView[];
}

function Bom({ view, links, claims }: BomProps) {
  const { boms, certificates, evidence } = useTexts().device;
  const locale = useLocale();
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="sm">
        <Group gap="xs">
          <Title order={2} size="h5">
            {view.kind}
          </Title>
          {view.bom === null ? null : <SchemaMark isValid={view.bom.schemaValid} />}
          {view.bom?.signature == null ? null : <SignatureMark standing={view.bom.signature} />}
          {view.parts === null ? null : <Text size="sm">{translate(locale, 'device.boms.components', { count: view.parts })}</Text>}
          <EvidenceChip sha256={view.sha256} />
        </Group>
        <Text className="breakable">{view.title}</Text>
        <dl className="facts">
          <dt>{evidence.ground}</dt>
          <dd>{view.ground}</dd>
          {view.bom === null ? null : (
            <>
              <dt>{boms.version}</dt>
              <dd>{view.bom.version}</dd>
            </>
          )}
        </dl>
        {view.bom === null ? null : <Problems bom={view.bom} />}
        <BomClaims claims={claims} />
        <BomLinks links={links} />
        <details className="disclosure-line">
          <summary>{certificates.details}</summary>
          <FactList sections={view.facts} />
        </details>
        {view.bom?.problemCount === 0 ? <Text size="sm">{boms.noProblems}</Text> : null}
      </Stack>
    </Paper>
  );
}

function SchemaMark({ isValid }: { readonly isValid: boolean }) {
  const texts = useTexts().device.boms;
  return (
    <ToneMark glyph={isValid ? 'check' : 'cross'} tone={isValid ? 'good' : 'bad'}>
      {isValid ? texts.schemaValid : texts.schemaInvalid}
    </ToneMark>
  );
}

const SIGNATURE_MARKS: Readonly<Record<BomSignatureStanding, { readonly glyph: Glyph; readonly tone: Tone }>> = {
  proven: { glyph: 'signed', tone: 'good' },
  unproven: { glyph: 'question', tone: 'plain' },
  'not-evaluated': { glyph: 'question', tone: 'plain' },
  broken: { glyph: 'cross', tone: 'bad' },
  'part-broken': { glyph: 'cross', tone: 'bad' },
};

function SignatureMark({ standing }: { readonly standing: BomSignatureStanding }) {
  const texts = useTexts().device.boms.signature;
  return <ToneMark {...SIGNATURE_MARKS[standing]}>{texts[standing]}</ToneMark>;
}

function Problems({ bom: { problems, problemCount } }: { readonly bom: BomFacts }) {
  const texts = useTexts().device.boms;
  const locale = useLocale();
  if (problemCount === 0) return null;
  const left = problemCount - problems.length;
  return (
    <div>
      <Text size="sm" fw={600}>
        {translate(locale, 'device.boms.problems', { count: problemCount })}
      </Text>
      <ul className="lines breakable">
        {problems.map(({ code, detail, path }) => (
          <li key={`${code} ${path} ${detail}`}>
            {detail} <code>{code}</code>
            {path === null ? null : ` ${fill(texts.problemAt, { path })}`}
          </li>
        ))}
      </ul>
      {left === 0 ? null : <Text size="sm">{translate(locale, 'device.boms.moreProblems', { count: left })}</Text>}
    </div>
  );
}
