'use client';

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { deviceName } from '#lib/present/fleet-view.ts';

/** A device as a form names it. */
export interface PickedDevice {
  readonly id: string;
  readonly name: string;
}

const MIN_QUERY_LENGTH = 2;
const PAUSE_MS = 250;
const MAX_CHOICES = 20;

export interface DevicePickerProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder: string;
  readonly nothingFound: string;
  readonly name?: string;
  readonly value: PickedDevice | null;
  readonly onChange: (device: PickedDevice | null) => void;
  readonly required?: boolean;
}

/** Finds a device by the beginning of its serial, model or id, among those that the viewer may see. */
export function DevicePicker({ value, onChange, nothingFound, ...field }: DevicePickerProps) {
  const [text, setText] = useState(value?.name ?? '');
  const [query] = useDebouncedValue(text, PAUSE_MS);
  const found = useDevices(query === value?.name ? '' : query);
  const choices = value === null || found.some(({ id }) => id === value.id) ? found : [value, ...found];
  return (
    <Select
      {...field}
      searchable
      clearable
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
      // The server has filtered already, by more than the label shows.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      value={value?.id ?? null}
      onChange={(id) => onChange(choices.find((choice) => choice.id === id) ?? null)}
      {...(query.length < MIN_QUERY_LENGTH ? {} : { nothingFoundMessage: nothingFound })}
    />
  );
}

function useDevices(query: string): readonly PickedDevice[] {
  const [devices, setDevices] = useState<readonly PickedDevice[]>([]);
  const isShort = query.trim().length < MIN_QUERY_LENGTH;
  useEffect(() => {
    if (isShort) return undefined;
    const abort = new AbortController();
    ask(query.trim(), abort.signal).then(setDevices, () => {
      if (!abort.signal.aborted) setDevices([]);
    });
    return () => abort.abort();
  }, [query, isShort]);
  return isShort ? [] : devices;
}

async function ask(text: string, signal: AbortSignal): Promise<readonly PickedDevice[]> {
  const address = `/api/v1/devices?sort=model&limit=${MAX_CHOICES}&text=${encodeURIComponent(text)}`;
  const response = await fetch(address, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`the list of devices answered ${response.status}`);
  // The shape is that of our own route, kept by the test of the OpenAPI document.
  const { items } = (await response.json()) as { items: readonly DeviceRow[] };
  return items.map(({ id, identity }) => ({ id, name: deviceName({ id, ...identity }) }));
}

interface DeviceRow {
  readonly id: string;
  readonly identity: { readonly manufacturer: string | null; readonly model: string | null; readonly serial: string | null };
}
