import { visibleText } from '#lib/component/visible-text.ts';
import { statementsInForce } from '#lib/device/statements.ts';
import type { DeviceState, Statement } from '#lib/device/types.ts';
import { type Catalogue, catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import { timeText } from '#lib/present/time-text.ts';
import type { SaidView } from './evidence-list.tsx';
import type { WaitingBaseline } from './waiting-baselines.tsx';

/** What people said about a device, the newest first. */
export function saidViews(locale: Locale, { statements }: DeviceState): readonly SaidView[] {
  const texts = catalogueOf(locale);
  return statements
    .map((statement) => ({
      id: statement.id,
      at: statement.at,
      by: visibleText(statement.author),
      text: textOf(statement, texts),
      reason: visibleText(statement.reason),
    }))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? -1 : 1));
}

function textOf(statement: Statement, { device, lifecycle, finding }: Catalogue): string {
  const words = device.evidence.statementKind;
  if (statement.kind === 'lifecycle') return fill(words.lifecycle, { state: lifecycle[statement.state] });
  if (statement.kind === 'decision') return fill(words.decision, { decision: finding.decision[statement.decision] });
  return words[statement.kind];
}

/** Baselines that wait for a second person, the oldest first. */
export function waitingBaselines({ statements, observations }: DeviceState, viewer: string): readonly WaitingBaseline[] {
  const said = statements.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
  return statementsInForce(said).pending.flatMap((statement) =>
    statement.kind === 'baseline'
      ? [
          {
            statement: statement.id,
            author: visibleText(statement.author),
            at: statement.at,
            reason: visibleText(statement.reason),
            sha256: observations.find(({ submission }) => submission.id === statement.submission)?.submission.sha256 ?? null,
            isOwn: statement.author === viewer,
          },
        ]
      : [],
  );
}

/** Observations that could become the baseline, the newest first: one by source. */
export function baselineOptions(locale: Locale, { observations }: DeviceState): readonly { submission: string; label: string }[] {
  const { baselineOption } = catalogueOf(locale).device.actions;
  return observations.map(({ submission, collector, units }) => ({
    submission: submission.id,
    label: fill(baselineOption, {
      collector: visibleText(collector),
      at: timeText(submission.receivedAt),
      parts: translate(locale, 'device.evidence.parts', { count: units.length }),
    }),
  }));
}
