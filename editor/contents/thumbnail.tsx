'use client';
import { ImageOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { dressed } from '#editor/contents/source.ts';
import { useShown, useTemplate, useVersion } from '#editor/data/contents.ts';
import { Skeleton } from '#editor/ui/card.tsx';

/** How a template looks, small; asked for when it comes into sight. */
export function Thumbnail({ id, language }: { id: string; language: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  const template = useTemplate(seen ? id : '');
  const variant = template.data?.draft.variants[language];
  const shown = useShown(variant ? { variant, language, as: null } : null);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true));
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={box} aria-hidden className="pointer-events-none h-44 overflow-hidden rounded-t-xl border-b bg-muted">
      {seen ? <Look html={shown.data?.html} failed={shown.isError || template.isError} /> : null}
    </div>
  );
}

/** Of one version, as chains carry it. */
export function VersionThumbnail({ id, version }: { id: string; version: number }) {
  const { data, isError } = useVersion(id, version);
  const variant = data?.draft.variants[data.draft.language];
  const shown = useShown(variant ? { variant, language: data!.draft.language, as: null } : null);
  return (
    <div aria-hidden className="pointer-events-none h-44 overflow-hidden rounded-md border bg-muted">
      <Look html={shown.data?.html} failed={shown.isError || isError} />
    </div>
  );
}

/** What cannot be shown is not waited for. */
function Look({ html, failed }: { html: string | undefined; failed: boolean }) {
  if (html !== undefined) return <Small html={html} />;
  if (!failed) return <Skeleton className="h-full rounded-none" />;
  return <ImageOff className="mx-auto mt-16 size-8 text-muted-foreground" />;
}

export function Small({ html }: { html: string }) {
  return (
    <iframe
      title="…"
      tabIndex={-1}
      sandbox=""
      srcDoc={dressed(html, false)}
      className="h-[200%] w-[200%] origin-top-left scale-50 border-0"
    />
  );
}
