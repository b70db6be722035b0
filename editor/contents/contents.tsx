'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Offers } from '#editor/contents/offers.tsx';
import { Personas } from '#editor/contents/personas.tsx';
import { Readers } from '#editor/contents/readers.tsx';
import { Templates } from '#editor/contents/templates.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#editor/ui/tabs.tsx';

const TABS = ['templates', 'offers', 'personas', 'readers'] as const;

export function Contents({ tab }: { tab: string | undefined }) {
  const t = useTranslations('contents');
  const [here, setHere] = useState<string>(TABS.find((one) => one === tab) ?? 'templates');
  const go = (next: string) => {
    setHere(next);
    window.history.replaceState(null, '', next === 'templates' ? '/contents' : `/contents?tab=${next}`);
  };
  return (
    <Tabs value={here} onValueChange={go}>
      <TabList>
        <Tab value="templates">{t('templates')}</Tab>
        <Tab value="offers">{t('offers')}</Tab>
        <Tab value="personas">{t('personas')}</Tab>
        <Tab value="readers">{t('readers.title')}</Tab>
      </TabList>
      <TabPanel value="templates">
        <Templates />
      </TabPanel>
      <TabPanel value="offers">
        <Offers />
      </TabPanel>
      <TabPanel value="personas">
        <Personas />
      </TabPanel>
      <TabPanel value="readers">
        <Readers />
      </TabPanel>
    </Tabs>
  );
}
