import type { EnrolmentRow } from '#components/enrolments/enrolment-row.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { ListedEnrolment } from '#lib/ingest/list-enrolments.ts';
import { timeText } from '#lib/present/time-text.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import type { EnrolledDevice } from '#lib/store/enrolled-keys.ts';

type Texts = Pick<Catalogue, 'enrolments'>;

/** Attestation keys as their page shows them. */
export function enrolmentRows(enrolments: readonly ListedEnrolment[], texts: Texts): readonly EnrolmentRow[] {
  return enrolments.map(({ statement, name, device, withdrawal, answeredAt }) => {
    const { id, at, author, method } = statement;
    const { how, standing, withdrawnText, answered, neverAnswered } = texts.enrolments;
    return {
      id,
      name,
      device: device === null ? null : { id: device.id, text: deviceText(device, texts) },
      how: how[method],
      at,
      by: visibleText(author),
      answered: answeredAt === null ? neverAnswered : fill(answered, { at: timeText(answeredAt) }),
      mark:
        withdrawal === null
          ? { glyph: 'check', tone: 'good', word: standing.inForce }
          : { glyph: 'minus', tone: 'plain', word: standing.withdrawn },
      withdrawn:
        withdrawal === null
          ? null
          : visibleText(fill(withdrawnText, { at: timeText(withdrawal.at), by: withdrawal.author, reason: withdrawal.reason })),
    };
  });
}

function deviceText({ manufacturer, model, serial }: EnrolledDevice, { enrolments }: Texts): string {
  const names = [manufacturer, model, serial].filter((name) => name !== null && name !== '').join(' ');
  return names === '' ? enrolments.noNames : visibleText(names);
}
