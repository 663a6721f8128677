import { CertificateList } from '#components/device/certificate-list.tsx';
import { EvidenceList } from '#components/device/evidence-list.tsx';
import { saidViews } from '#components/device/said-view.ts';
import { hasRight } from '#lib/auth/principal.ts';
import { viewerLocale } from '../../../server/texts.ts';
import { withdrawStatement } from './actions.ts';
import { BomsTab } from './boms-tab.tsx';
import { ComponentsTab } from './components-tab.tsx';
import { FindingsTab } from './findings-tab.tsx';
import { FirmwareTab } from './firmware-tab.tsx';
import type { TabProps } from './tab-props.ts';
import { TimelineTab } from './timeline-tab.tsx';

export async function TabContent(props: TabProps) {
  const { assessed, documents, query, principal } = props;
  const isNow = query.asOf === undefined && query.knownAt === undefined;
  switch (query.tab) {
    case 'timeline':
      return <TimelineTab {...props} />;
    case 'components':
      return <ComponentsTab {...props} />;
    case 'firmware':
      return <FirmwareTab {...props} />;
    case 'certificates':
      return <CertificateList certificates={documents.filter(({ family }) => family === 'certificate')} />;
    case 'boms':
      return <BomsTab {...props} />;
    case 'findings':
      return <FindingsTab {...props} />;
    case 'evidence':
      return (
        <EvidenceList
          device={assessed.device.id}
          documents={documents}
          statements={saidViews(await viewerLocale(), assessed.device, principal.name)}
          downloadHref={hasRight(principal, 'evidence.export') ? `/api/v1/devices/${encodeURIComponent(query.id)}/evidence` : null}
          withdraw={isNow && hasRight(principal, 'statement.withdraw') ? withdrawStatement : null}
        />
      );
    default:
      return query.tab satisfies never;
  }
}
