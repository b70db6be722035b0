'use client';
import 'grapesjs/dist/css/grapes.min.css';
import grapesjs, { type Component, type Editor } from 'grapesjs';
import mjmlPlugin from 'grapesjs-mjml';
import { ArrowDown, ArrowUp, Columns2, Image, Minus, RectangleHorizontal, Square, Trash2, Type } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { bodyOf, withBody } from '#editor/contents/source.ts';
import { Upload } from '#editor/contents/upload.tsx';
import { VariablePicker } from '#editor/contents/variables.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Textarea } from '#editor/ui/input.tsx';

const TEXT = 'font-size="16px" line-height="1.6" color="#1d2126" padding="8px 24px"';

const BLOCKS = [
  { name: 'text', icon: Type, inside: true, mjml: (word: string) => `<mj-text ${TEXT}>${word}</mj-text>` },
  {
    name: 'button',
    icon: RectangleHorizontal,
    inside: true,
    mjml: (w: string) =>
      `<mj-button href="" align="left" background-color="#0b6b5b" padding="16px 24px" font-size="16px" border-radius="6px">${w}</mj-button>`,
  },
  { name: 'image', icon: Image, inside: true, mjml: () => '<mj-image src="" alt=""></mj-image>' },
  {
    name: 'divider',
    icon: Minus,
    inside: true,
    mjml: () => '<mj-divider border-width="1px" border-color="#d0d0d0"></mj-divider>',
  },
  {
    name: 'section',
    icon: Square,
    inside: false,
    mjml: (w: string) =>
      `<mj-section background-color="#ffffff"><mj-column><mj-text ${TEXT}>${w}</mj-text></mj-column></mj-section>`,
  },
  {
    name: 'columns',
    icon: Columns2,
    inside: false,
    mjml: (w: string) =>
      `<mj-section background-color="#ffffff"><mj-column><mj-text ${TEXT}>${w}</mj-text></mj-column><mj-column><mj-text ${TEXT}>${w}</mj-text></mj-column></mj-section>`,
  },
] as const;

/** What may be set of each element, besides its words. */
const SETTINGS: Record<string, readonly string[]> = {
  'mj-text': ['color', 'font-size', 'align', 'padding'],
  'mj-button': ['href', 'background-color', 'color', 'align', 'padding'],
  'mj-image': ['src', 'alt', 'href', 'width', 'padding'],
  'mj-divider': ['border-color', 'border-width', 'padding'],
  'mj-section': ['background-color', 'padding'],
  'mj-column': ['width', 'padding'],
  'mj-body': ['background-color', 'width'],
};
const ATTRIBUTES = ['href', 'src', 'alt'];
const WORDS = ['mj-text', 'mj-button'];

/** GrapesJS draws; what is chosen and set stands beside it in fields of ours, so that keyboards and readers reach all. */
export function Visual({
  source,
  onSource,
  defaults,
  onFallback,
}: {
  source: string;
  onSource: (source: string) => void;
  defaults: Readonly<Record<string, string>>;
  onFallback: (path: string, fallback: string) => void;
}) {
  const t = useTranslations('contents');
  const locale = useLocale();
  const holder = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [chosen, setChosen] = useState<Component | null>(null);
  const [, redraw] = useState(0);
  const said = useRef({ source, onSource });
  said.current = { source, onSource };

  // Begun once for a source; what comes from here comes back as the same source.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest is read through `said`.
  useEffect(() => {
    const made = grapesjs.init({
      container: holder.current!,
      height: '36rem',
      storageManager: false,
      telemetry: false,
      // Else it fetches a font of icons from a public host; ours are drawn here.
      cssIcons: '',
      panels: { defaults: [] },
      components: bodyOf(said.current.source),
      plugins: [(e) => mjmlPlugin(e, { blocks: [], resetDevices: false, fonts: {} })],
      blockManager: { custom: true },
      styleManager: { custom: true },
      traitManager: { custom: true },
      layerManager: { custom: true },
      selectorManager: { custom: true },
      assetManager: { custom: true },
    });
    const tell = () => {
      const next = withBody(said.current.source, made.getHtml());
      if (next !== said.current.source) said.current.onSource(next);
      redraw((n) => n + 1);
    };
    made.on('load', () => {
      made.Canvas.getFrameEl().title = t('visual.canvas');
      made.on('update', tell);
      setEditor(made);
    });
    made.on('component:selected', (component: Component) => setChosen(component));
    made.on('component:deselected', () => setChosen(null));
    return () => made.destroy();
  }, [locale]);

  function add(block: (typeof BLOCKS)[number]) {
    if (!editor) return;
    const words = block.name === 'button' ? t('visual.buttonWords') : t('visual.newWords');
    const body = editor.getWrapper()!.findType('mj-body')[0]!;
    const around = chosen?.closestType(block.inside ? 'mj-column' : 'mj-section');
    const columns = body.findType('mj-column');
    const parent = block.inside ? (around ?? columns[0]) : body;
    if (!parent) return;
    const beside = block.inside ? chosen?.parent() === parent && chosen : around;
    const at = beside ? beside.index() + 1 : parent.components().length;
    const [added] = parent.append(block.mjml(words), { at });
    editor.select(added);
    editor.trigger('update');
  }

  return (
    <div className="grid gap-3">
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t('visual.add')}</legend>
        {BLOCKS.map((block) => (
          <Button key={block.name} size="small" onClick={() => add(block)} disabled={!editor}>
            <block.icon aria-hidden />
            {t(`visual.blocks.${block.name}`)}
          </Button>
        ))}
      </fieldset>
      <div className="overflow-hidden rounded-md border [&_.gjs-cv-canvas]:top-0! [&_.gjs-cv-canvas]:h-full! [&_.gjs-cv-canvas]:w-full! [&_.gjs-one-bg]:bg-muted!">
        <div ref={holder} />
      </div>
      {chosen && editor ? (
        <Chosen
          key={chosen.getId()}
          component={chosen}
          onMove={(by) => {
            const parent = chosen.parent();
            const at = chosen.index() + by;
            if (!parent || at < 0 || at >= parent.components().length) return;
            chosen.move(parent, { at: by > 0 ? at + 1 : at });
            editor.select(chosen);
          }}
          onRemove={() => chosen.remove()}
          defaults={defaults}
          onFallback={onFallback}
        />
      ) : (
        <p className="text-muted-foreground text-sm">{t('visual.choose')}</p>
      )}
    </div>
  );
}

function Chosen({
  component,
  onMove,
  onRemove,
  defaults,
  onFallback,
}: {
  component: Component;
  onMove: (by: number) => void;
  onRemove: () => void;
  defaults: Readonly<Record<string, string>>;
  onFallback: (path: string, fallback: string) => void;
}) {
  const t = useTranslations('contents');
  const type = String(component.get('type'));
  const field = useRef<HTMLTextAreaElement>(null);
  const [words, setWords] = useState(() => component.getInnerHTML());
  const [round, setRound] = useState(0);
  const settings = SETTINGS[type] ?? [];
  const name = t.has(`visual.types.${type}`) ? t(`visual.types.${type}`) : type;

  function write(next: string) {
    setWords(next);
    component.components(next);
  }

  return (
    <section aria-label={t('visual.chosen', { name })} className="grid gap-3 rounded-lg border bg-card p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-medium text-sm">{name}</h2>
        <div className="flex gap-1">
          <Button size="icon" look="ghost" aria-label={t('visual.up')} onClick={() => onMove(-1)}>
            <ArrowUp aria-hidden />
          </Button>
          <Button size="icon" look="ghost" aria-label={t('visual.down')} onClick={() => onMove(1)}>
            <ArrowDown aria-hidden />
          </Button>
          {type === 'mj-body' ? null : (
            <Button size="icon" look="ghost" aria-label={t('visual.remove')} onClick={onRemove}>
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      </div>
      {WORDS.includes(type) ? (
        <div className="grid gap-1">
          <Field label={t('visual.words')}>
            {(control) => (
              <Textarea {...control} ref={field} rows={3} value={words} onChange={(e) => write(e.target.value)} />
            )}
          </Field>
          <div className="justify-self-end">
            <VariablePicker
              label={t('variable.into', { field: t('visual.words') })}
              defaults={defaults}
              onPick={(path, fallback) => {
                const at = field.current?.selectionStart ?? words.length;
                write(`${words.slice(0, at)}{{ ${path} }}${words.slice(at)}`);
                if (fallback !== null) onFallback(path, fallback);
              }}
            />
          </div>
        </div>
      ) : null}
      <div className="grid gap-3 sm:grid-cols-2">
        {settings.map((setting) => (
          <Setting key={`${setting} ${setting === 'src' ? round : ''}`} name={setting} component={component} />
        ))}
        {type === 'mj-image' ? (
          <Upload
            onKept={(src) => {
              component.addAttributes({ src });
              setRound((n) => n + 1);
            }}
          />
        ) : null}
      </div>
    </section>
  );
}

function Setting({ name, component }: { name: string; component: Component }) {
  const t = useTranslations('contents');
  const [value, setValue] = useState(() =>
    String(component.getAttributes()[name] ?? (component.getStyle() as Record<string, unknown>)[name] ?? ''),
  );
  return (
    <Field label={t(`visual.settings.${name}`)}>
      {(control) => (
        <Input
          {...control}
          value={value}
          onChange={(event) => {
            setValue(event.target.value);
            if (ATTRIBUTES.includes(name)) component.addAttributes({ [name]: event.target.value });
            else component.addStyle({ [name]: event.target.value });
          }}
        />
      )}
    </Field>
  );
}
