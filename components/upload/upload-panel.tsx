'use client';

import { Stack } from '@mantine/core';
import { useState } from 'react';
import { FileChooser } from './file-chooser.tsx';
import { UploadList } from './upload-list.tsx';
import { UploadOptionFields } from './upload-options.tsx';
import type { UploadOptions } from './upload-store.ts';
import { useUploads } from './use-uploads.ts';

/** Everything of the Upload page below its title. */
export function UploadPanel({ initialDevice }: { readonly initialDevice: UploadOptions['device'] }) {
  const [options, setOptions] = useState<UploadOptions>({ device: initialDevice, role: null, skipKnown: false });
  const uploads = useUploads();
  return (
    <Stack gap="lg">
      <UploadOptionFields options={options} onChange={setOptions} />
      <FileChooser onFiles={(files) => uploads.add(files, options)} />
      <UploadList uploads={uploads} items={uploads.list} />
    </Stack>
  );
}
