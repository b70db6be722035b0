'use client';
export { Failed as default } from '#editor/desk/failed.tsx';
