import { RecordForms } from '#components/device/record-forms.tsx';
import { baselineOptions, waitingBaselines } from '#components/device/said-view.ts';
import { WaitingBaselines } from '#components/device/waiting-baselines.tsx';
import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { viewerLocale } from '../../../server/texts.ts';
import { approveBaseline, proposeBaseline, recordLifecycle } from './actions.ts';
import type { AssessedDevice } from './asked-device.ts';

interface StatementsProps {
  readonly assessed: AssessedDevice;
  readonly principal: Principal;
}

/** What the viewer may record: nothing for who only reads. */
export async function Actions({ assessed: { device, verdict }, principal }: StatementsProps) {
  const mayPropose = hasRight(principal, 'baseline.propose') && device.expected.basis === 'none';
  return (
    <RecordForms
      device={device.id}
      present={verdict.lifecycle}
      lifecycle={hasRight(principal, 'lifecycle.record') ? recordLifecycle : null}
      baseline={mayPropose ? proposeBaseline : null}
      observations={mayPropose ? baselineOptions(await viewerLocale(), device) : []}
    />
  );
}

/** What waits for a second person: everybody sees it, who has the right approves it. */
export function Waiting({ assessed: { device }, principal }: StatementsProps) {
  return (
    <WaitingBaselines
      device={device.id}
      rows={waitingBaselines(device, principal.name)}
      approve={hasRight(principal, 'baseline.approve') ? approveBaseline : null}
    />
  );
}
