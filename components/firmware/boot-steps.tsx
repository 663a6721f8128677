'use client';

import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { BootStepView, ChosenBoot } from '#lib/present/firmware-view.ts';

export interface BootStepsProps {
  readonly chosen: Pick<ChosenBoot, 'boot' | 'against' | 'earlier' | 'steps' | 'further'>;
  /** Where the form leads, and what it keeps of the address. */
  readonly path: string;
  readonly kept: Readonly<Record<string, string>>;
}

/** What the chosen start measured otherwise than an earlier one, in words. */
export function BootSteps({ chosen, path, kept }: BootStepsProps) {
  const texts = useTexts().firmware;
  const { against, earlier, steps, further } = chosen;
  // What is contradicted is compared with only when somebody asks for it.
  if (against === null && earlier.length === 0) return <Text c="dimmed">{texts.differencesFirst}</Text>;
  return (
    <Stack gap="xs" component="section" aria-labelledby="boot-steps">
      <Title order={2} size="h4" id="boot-steps">
        {against === null ? texts.differencesFirst : fill(texts.differences, { at: against.atText })}
      </Title>
      {earlier.length < 2 && against !== null ? null : (
        <form action={path}>
          {Object.entries(kept).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Group align="end" gap="xs">
            <NativeSelect
              name="against"
              label={texts.against}
              defaultValue={against?.id}
              data={earlier.map(({ id, atText, standing }) => ({
                value: id,
                label: standing === 'contradicted' ? fill(texts.contradictedOption, { at: atText }) : atText,
              }))}
            />
            <Button type="submit" variant="default">
              {texts.compare}
            </Button>
          </Group>
        </form>
      )}
      {against === null ? null : steps.length === 0 ? <Text>{texts.differencesNone}</Text> : <BootStepTable steps={steps} />}
      {further === null ? null : <Text size="sm">{further}</Text>}
    </Stack>
  );
}

/** Differences between two starts, in words. */
export function BootStepTable({ steps }: { readonly steps: readonly BootStepView[] }) {
  const texts = useTexts().firmware;
  return (
    <DataTable
      cards
      caption={texts.what}
      rows={steps}
      rowKey={({ id }) => id}
      columns={[
        { id: 'register', header: texts.register, cell: ({ register }) => register, sortBy: ({ register }) => register },
        { id: 'what', header: texts.what, cell: ({ what }) => what, sortBy: ({ what }) => what },
        { id: 'said', header: texts.said, cell: ({ says }) => <Says says={says} /> },
        { id: 'type', header: texts.type, cell: ({ type }) => <code className="breakable">{type}</code> },
      ]}
    />
  );
}

function Says({ says }: { readonly says: readonly string[] }) {
  const [only, second] = says;
  if (second === undefined) return <span className="breakable">{only}</span>;
  return (
    <ul className="lines breakable">
      {says.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
