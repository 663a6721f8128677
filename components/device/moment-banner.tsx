'use client';

import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { IconHistory, IconInfoCircle } from '@tabler/icons-react';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';

export interface MomentBannerProps {
  readonly asOf: string | undefined;
  readonly knownAt: string | undefined;
  readonly backHref: string;
  /** Of what was said at the time. */
  readonly saidHref: string;
}

/** Says that this page shows another time than now, and leads back. */
export function MomentBanner({ asOf, knownAt, backHref, saidHref }: MomentBannerProps) {
  const {
    assessments,
    device: { moment: texts },
  } = useTexts();
  const values = { at: timeText(asOf ?? ''), knownAt: timeText(knownAt ?? '') };
  const message = asOf === undefined ? texts.bannerKnown : knownAt === undefined ? texts.banner : texts.bannerBoth;
  return (
    <Alert color="indigo" variant="filled" mb="md" icon={<IconHistory aria-hidden />} role="status" className="moment-banner">
      <Stack gap={4}>
        <Text fw={700} inherit>
          {fill(message, values)}
        </Text>
        <Text size="sm" inherit>
          {texts.rules}{' '}
          <Anchor component={Link} prefetch={false} href={saidHref} className="target moment-back" underline="always" inherit>
            {assessments.link}
          </Anchor>
        </Text>
        <Anchor component={Link} prefetch={false} href={backHref} fw={700} className="target moment-back" underline="always">
          {texts.back}
        </Anchor>
      </Stack>
    </Alert>
  );
}

/** The address asked for a time that nobody can read, or that nobody has seen yet: said, not guessed. */
export function MomentRefused({ why }: { readonly why: 'notUnderstood' | 'toCome' }) {
  return (
    <Alert color="blue" mb="md" icon={<IconInfoCircle aria-hidden />} role="status">
      {useTexts().device.moment[why]}
    </Alert>
  );
}
