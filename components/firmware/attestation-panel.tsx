'use client';

import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { CheckList } from '#components/device/check-list.tsx';
import { EvidenceChip } from '#components/device/evidence-chip.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { AnswerView, AttestationView, KeyView, RegisterView, RemarkView } from '#lib/present/attestation-view.ts';

/** What the TPM of the device said: the newest answer in a sentence, its registers, then all answers and the keys. */
export function AttestationPanel({ view }: { readonly view: AttestationView }) {
  const texts = useTexts().attestation;
  return (
    <Stack gap="xs" component="section" aria-labelledby="attestation">
      <Title order={2} size="h4" id="attestation">
        {texts.heading}
      </Title>
      <Text fw={view.tone === 'bad' || (view.tone === 'good' && view.remarks.length === 0) ? 600 : 400}>{view.summary}</Text>
      {view.remarks.map((remark) => (
        <Remark key={remark.says} remark={remark} />
      ))}
      <Registers registers={view.registers} />
      {view.answers.map((answer) => (
        <Answer key={answer.id} answer={answer} />
      ))}
      {view.more === null ? null : <Text size="sm">{view.more}</Text>}
      {view.keys.map((key) => (
        <Key key={key.name} view={key} />
      ))}
    </Stack>
  );
}

function Remark({ remark: { mark, says } }: { readonly remark: RemarkView }) {
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <ToneMark glyph={mark.glyph} tone={mark.tone}>
        {mark.word}
      </ToneMark>
      <Text fw={600}>{says}</Text>
    </Group>
  );
}

function Registers({ registers }: { readonly registers: readonly RegisterView[] }) {
  const texts = useTexts();
  if (registers.length === 0) return null;
  return (
    <>
      <Text c="dimmed">{texts.attestation.registersText}</Text>
      <DataTable
        cards
        caption={texts.attestation.registers}
        rows={registers}
        rowKey={({ id }) => id}
        columns={[
          { id: 'register', header: texts.firmware.register, cell: ({ register }) => register },
          { id: 'bank', header: texts.firmware.bank, cell: ({ bank }) => bank, sortBy: ({ bank }) => bank },
          {
            id: 'state',
            header: texts.attestation.state,
            cell: ({ mark }) => (
              <ToneMark glyph={mark.glyph} tone={mark.tone}>
                {mark.word}
              </ToneMark>
            ),
            sortBy: ({ mark }) => mark.word,
          },
          { id: 'says', header: texts.firmware.said, cell: ({ says }) => says },
        ]}
      />
    </>
  );
}

function Answer({ answer }: { readonly answer: AnswerView }) {
  const texts = useTexts().attestation;
  const { mark, when, by, since, checks, sha256 } = answer;
  return (
    <Paper withBorder p="sm" component="article">
      <Group gap="sm">
        <ToneMark glyph={mark.glyph} tone={mark.tone}>
          {mark.word}
        </ToneMark>
        <Text>{when}</Text>
        <EvidenceChip sha256={sha256} />
      </Group>
      <Text size="sm" c="dimmed">
        {fill(texts.by, { by })}
        {since === null ? '' : `; ${since}`}
      </Text>
      <details className="disclosure-line">
        <summary>{texts.checks}</summary>
        <CheckList checks={checks} />
      </details>
    </Paper>
  );
}

function Key({ view }: { readonly view: KeyView }) {
  const texts = useTexts().attestation;
  return (
    <Group gap="sm">
      <ToneMark glyph={view.mark.glyph} tone={view.mark.tone}>
        {view.mark.word}
      </ToneMark>
      <HashChip hash={view.name} copyLabel={fill(texts.keyName, { name: view.name })} />
      <Text size="sm">{view.text}</Text>
    </Group>
  );
}
