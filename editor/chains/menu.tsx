'use client';
import {
  Archive,
  ArchiveRestore,
  CopyPlus,
  Download,
  EllipsisVertical,
  FolderInput,
  PencilRuler,
  Trash2,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fileName, saveAs } from '#editor/chains/file.ts';
import { Organise } from '#editor/chains/organise.tsx';
import { type ChainLine, readFile, type ShelvesAnswer, saidBy, type useChainDeed } from '#editor/data/chains.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Menu, MenuItem, MenuLine } from '#editor/ui/menu.tsx';
import { toast } from '#editor/ui/toast.tsx';

type Asking = 'place' | 'archive' | 'restore' | 'delete' | null;
type Props = { row: ChainLine; shelves: ShelvesAnswer | undefined; deed: ReturnType<typeof useChainDeed> };

/** What can be done with one chain without opening it. */
export function ChainMenu({ row, shelves, deed }: Props) {
  const t = useTranslations('chains');
  const desk = useTranslations('desk');
  const router = useRouter();
  const mayDraw = useMay('chains:draft');
  const mayWrite = useMay('chains:write');
  const [asking, setAsking] = useState<Asking>(null);
  const { id, name, state, versions } = row;
  const close = () => setAsking(null);

  async function save() {
    try {
      saveAs(fileName(name), await readFile(id));
    } catch (problem) {
      toast.error(saidBy(problem) ?? t('unreachable'));
    }
  }
  const duplicate = () =>
    deed.mutate(
      { kind: 'copy', id },
      { onSuccess: (copy) => toast.success(t('duplicated', { name: copy.name ?? name })) },
    );

  return (
    <>
      <Menu
        trigger={
          <Button look="ghost" size="icon" aria-label={t('menu', { name })}>
            <EllipsisVertical aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => router.push(`/chains/${id}`)}>
          <PencilRuler aria-hidden /> {t('open')}
        </MenuItem>
        {mayDraw ? (
          <>
            <MenuItem onSelect={duplicate}>
              <CopyPlus aria-hidden /> {t('duplicate')}
            </MenuItem>
            <MenuItem onSelect={() => setAsking('place')}>
              <FolderInput aria-hidden /> {t('organise')}
            </MenuItem>
          </>
        ) : null}
        <MenuItem onSelect={() => void save()}>
          <Download aria-hidden /> {t('export')}
        </MenuItem>
        {mayWrite && state === 'archived' ? (
          <>
            <MenuLine />
            <MenuItem onSelect={() => setAsking('restore')}>
              <ArchiveRestore aria-hidden /> {t('restore')}
            </MenuItem>
          </>
        ) : null}
        {mayWrite && state === 'live' ? (
          <>
            <MenuLine />
            <MenuItem onSelect={() => setAsking('archive')}>
              <Archive aria-hidden /> {t('archive')}
            </MenuItem>
          </>
        ) : null}
        {mayDraw && versions === 0 ? (
          <>
            <MenuLine />
            <MenuItem className="text-danger" onSelect={() => setAsking('delete')}>
              <Trash2 aria-hidden /> {t('delete')}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {asking === 'place' ? (
        <Dialog open onOpenChange={close} title={t('organise')}>
          <Organise chain={row} shelves={shelves} onDone={close} />
        </Dialog>
      ) : null}
      {asking === 'archive' || asking === 'restore' || asking === 'delete' ? (
        <Dialog open onOpenChange={close} title={t(`sure.${asking}`, { name })} description={t(`sure.${asking}Text`)}>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>{asking === 'restore' ? desk('cancel') : t('keep')}</Button>
            <Button
              look={asking === 'restore' ? 'primary' : 'danger'}
              disabled={deed.isPending}
              onClick={() => deed.mutate({ kind: asking, id }, { onSettled: close })}
            >
              {t(asking)}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
