'use client';

import { Anchor, Button, Group, TextInput } from '@mantine/core';
import { IconArrowsDiff, IconHistory } from '@tabler/icons-react';
import Form from 'next/form';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { dayText } from '#lib/present/time-text.ts';

export interface MomentFormProps {
  /** The page of the device, without a query. */
  readonly path: string;
  /** Of what was said at the time. */
  readonly saidHref: string;
  readonly tab: string;
  readonly asOf: string | undefined;
  readonly knownAt: string | undefined;
  /** The day that it is, in UTC: no later one can be looked back to. */
  readonly today: string;
}

const dayOf = (time: string | undefined): string => (time === undefined ? '' : dayText(time));

/** Shows the device as it was on a day. */
export function MomentForm({ path, saidHref, tab, asOf, knownAt, today }: MomentFormProps) {
  const {
    assessments,
    device: { moment: texts },
  } = useTexts();
  return (
    <details className="disclosure-line moment-form">
      <summary>{texts.heading}</summary>
      <Form action={path} key={`${asOf} ${knownAt}`}>
        <input type="hidden" name="tab" value={tab} />
        <Group align="flex-end" gap="sm" mt="xs">
          <TextInput type="date" max={today} name="asOf" label={texts.asOf} description={texts.hint} defaultValue={dayOf(asOf)} required />
          <TextInput
            type="date"
            max={today}
            name="knownAt"
            label={texts.knownAt}
            description={texts.knownAtHint}
            defaultValue={dayOf(knownAt)}
          />
          <Button type="submit" variant="default" leftSection={<IconHistory size={16} aria-hidden />}>
            {texts.show}
          </Button>
        </Group>
      </Form>
      <Form action={path}>
        <input type="hidden" name="tab" value="components" />
        <Group align="flex-end" gap="sm" mt="md">
          <TextInput type="date" max={today} name="from" label={`${texts.compare}: ${texts.from}`} required />
          <TextInput type="date" max={today} name="to" label={texts.to} required />
          <Button type="submit" variant="default" leftSection={<IconArrowsDiff size={16} aria-hidden />}>
            {texts.compareShow}
          </Button>
        </Group>
      </Form>
      <Anchor component={Link} prefetch={false} href={saidHref} className="target" mt="sm" display="inline-block">
        {assessments.link}
      </Anchor>
    </details>
  );
}
