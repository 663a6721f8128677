'use client';

import { Anchor, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import Link from 'next/link';

/** One choice of the address. */
export interface FilterField {
  readonly name: string;
  readonly label: string;
  /** What is in force; empty where it doesn't filter. */
  readonly value: string;
  /** Without any, it is a text that a person writes. */
  readonly choices?: Choices;
}

type Choices = readonly { readonly value: string; readonly label: string }[];

export interface AddressFilterProps {
  /** The page that is filtered. */
  readonly path: string;
  readonly label: string;
  readonly fields: readonly FilterField[];
  /** What else of the address stays. */
  readonly kept?: Readonly<Record<string, string>>;
  readonly apply: string;
  /** Words that lead to the page without a filter; null while there is none. */
  readonly clear?: string | null;
  /** Where they lead, unless to the bare page. */
  readonly clearHref?: string;
}

/** Filters by the address; works before scripts are loaded. Going back in history shows the filter of that address. */
export function AddressFilter({ path, label, fields, kept = {}, apply, clear = null, clearHref = path }: AddressFilterProps) {
  return (
    <form key={JSON.stringify(fields.map(({ value }) => value))} method="get" action={path} aria-label={label}>
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Group align="end" gap="sm" mb="md">
        {fields.map(({ name, label: asked, value, choices }) =>
          choices === undefined ? (
            <TextInput key={name} name={name} label={asked} defaultValue={value} />
          ) : (
            <NativeSelect key={name} name={name} label={asked} defaultValue={value} data={choices.map((choice) => ({ ...choice }))} />
          ),
        )}
        <Button type="submit" variant="default">
          {apply}
        </Button>
        {clear === null ? null : (
          <Anchor component={Link} prefetch={false} href={clearHref} size="sm" py={8}>
            {clear}
          </Anchor>
        )}
      </Group>
    </form>
  );
}

/** Choices of a filter: any, or one of these. */
export const choicesOf = (any: string, words: Readonly<Record<string, string>>): Choices => [
  { value: '', label: any },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];
