'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOutbox } from '#editor/data/operations.ts';
import { Events } from '#editor/operations/events.tsx';
import { Vitals } from '#editor/operations/health.tsx';
import { Incidents } from '#editor/operations/incidents.tsx';
import { Outbox } from '#editor/operations/outbox.tsx';
import { Standing, StopButton } from '#editor/operations/stops.tsx';
import { Badge } from '#editor/ui/card.tsx';
import { Page } from '#editor/ui/page.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#editor/ui/tabs.tsx';

const TABS = ['events', 'outbox', 'incidents'] as const;

/** What runs, while one watches: stops over all, signs of life, then events, contacts and what broke. */
export function Operations({ tab }: { tab: string | undefined }) {
  const t = useTranslations('operations');
  const desk = useTranslations('desk');
  const known = TABS.find((one) => one === tab) ?? 'events';
  const [here, setHere] = useState<string>(known);
  const attention = useOutbox().data?.attention;
  const marks = { events: 0, outbox: attention?.unknown ?? 0, incidents: attention?.others ?? 0 };
  const go = (next: string) => {
    setHere(next);
    window.history.replaceState(null, '', next === 'events' ? '/operations' : `/operations?tab=${next}`);
  };
  return (
    <Page title={desk('rooms.operations')} actions={<StopButton />}>
      <div className="grid grid-cols-1 gap-5">
        <Standing />
        <Vitals />
        <Tabs value={here} onValueChange={go}>
          <TabList aria-label={t('sections')}>
            {TABS.map((name) => (
              <Tab key={name} value={name} className="whitespace-nowrap">
                {t(`tabs.${name}`)}
                {marks[name] > 0 ? (
                  <Badge tone="danger" className="ml-2">
                    {marks[name]}
                  </Badge>
                ) : null}
              </Tab>
            ))}
          </TabList>
          <TabPanel value="events">
            <Events />
          </TabPanel>
          <TabPanel value="outbox">
            <Outbox />
          </TabPanel>
          <TabPanel value="incidents">
            <Incidents />
          </TabPanel>
        </Tabs>
      </div>
    </Page>
  );
}
