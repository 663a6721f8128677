import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { Fragment } from 'react';

/** Another device that a finding names. */
export interface NamedDevice {
  readonly id: string;
  readonly name: string;
}

/** Links to them, by name. */
export function NamedDevices({ devices }: { readonly devices: readonly NamedDevice[] }) {
  return devices.map(({ id, name }, index) => (
    <Fragment key={id}>
      {index === 0 ? null : ', '}
      <Anchor component={Link} prefetch={false} href={`/devices/${encodeURIComponent(id)}`} inherit className="target">
        {name}
      </Anchor>
    </Fragment>
  ));
}
