import { RecordForms } from '#components/device/record-forms.tsx';
import { baselineOptions, baseOptions, waitingProposals } from '#components/device/said-view.ts';
import { WaitingProposals } from '#components/device/waiting-proposals.tsx';
import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { viewerLocale } from '../../../server/texts.ts';
import { approveProposal, proposeBase, proposeBaseline, recordLifecycle } from './actions.ts';
import type { AssessedDevice } from './asked-device.ts';

interface StatementsProps {
  readonly assessed: AssessedDevice;
  readonly principal: Principal;
}

/** What the viewer may record: nothing for who only reads. */
export async function Actions({ assessed: { device, verdict }, principal }: StatementsProps) {
  const mayPropose = hasRight(principal, 'baseline.propose');
  return (
    <RecordForms
      device={device.id}
      present={verdict.lifecycle}
      lifecycle={hasRight(principal, 'lifecycle.record') ? recordLifecycle : null}
      baseline={mayPropose ? proposeBaseline : null}
      base={mayPropose ? proposeBase : null}
      observations={device.expected.basis === 'none' ? baselineOptions(await viewerLocale(), device) : []}
      bases={baseOptions(device)}
    />
  );
}

/** What waits for a second person: everybody sees it, who has the right approves it. */
export function Waiting({ assessed: { device }, principal }: StatementsProps) {
  return (
    <WaitingProposals
      device={device.id}
      rows={waitingProposals(device, principal.name)}
      approve={hasRight(principal, 'baseline.approve') ? approveProposal : null}
    />
  );
}
