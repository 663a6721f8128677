'use client';

import { Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

/** A word of the field with its meaning one hover, or one Tab, away. */
export function Term({ meaning, children }: { readonly meaning: string; readonly children: ReactNode }) {
  return (
    <Tooltip label={meaning} multiline maw={360} events={{ hover: true, focus: true, touch: true }}>
      <Text component="dfn" inherit className="term" tabIndex={0}>
        {children}
      </Text>
    </Tooltip>
  );
}
