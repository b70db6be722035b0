'use client';
import { useTranslations } from 'next-intl';
import { Offers } from '#editor/contents/offers.tsx';
import { Personas } from '#editor/contents/personas.tsx';
import { Readers } from '#editor/contents/readers.tsx';
import { Templates } from '#editor/contents/templates.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#editor/ui/tabs.tsx';

export function Contents() {
  const t = useTranslations('contents');
  return (
    <Tabs defaultValue="templates">
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
